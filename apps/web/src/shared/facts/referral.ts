import { visitStorage } from '#shared/storage'

/** The shared address by which this visit came here. It stays in this tab, is forgotten with it, and ends by itself. */
interface Referral {
  readonly token: string
  readonly postId: string
  readonly personId: string
  readonly untilMs: number
}

const key = 'busker.referral'
const lifeMs = 86_400_000

const isReferral = (value: unknown): value is Referral =>
  typeof value === 'object' && value !== null && 'token' in value && 'untilMs' in value

const read = (nowMs: number): Referral | null => {
  try {
    const value: unknown = JSON.parse(visitStorage().get(key) ?? 'null')
    return isReferral(value) && value.untilMs > nowMs ? value : null
  } catch {
    // Somebody else wrote there: no referral.
    return null
  }
}

/** Remembers by which address this visit came. */
export const keepReferral = (came: Omit<Referral, 'untilMs'>, nowMs: number): void =>
  void visitStorage().set(key, JSON.stringify({ ...came, untilMs: nowMs + lifeMs }))

/** The token to tell along with what is done about this post or this person; with anything at all when none is named. */
export const referralToken = (
  about: { readonly postId?: string; readonly personId?: string } | null,
  nowMs: number,
): string | undefined => {
  const came = read(nowMs)
  if (came === null) return undefined
  const isAbout = about === null || about.postId === came.postId || about.personId === came.personId
  return isAbout ? came.token : undefined
}
