import type { Action } from '@busker/contract'
import { wallMs } from '#shared/clock'
import { referralToken } from '#shared/facts'

export type Surface = Action['surface']

interface Told {
  readonly surface: Surface
  readonly timeZone: string
  readonly shareToken?: string
}

/**
 * Where it was done, in which time zone the person is, and by which shared address they came to this post or person: what
 * every action tells along, for the facts.
 */
export const told = (
  surface: Surface,
  about: { readonly postId?: string; readonly personId?: string } = {},
): Told => {
  const shareToken = referralToken(about, wallMs())
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { surface, timeZone, ...(shareToken && { shareToken }) }
}
