import type { TasteProfile } from '@busker/contract'

export const profileFormat = 'busker-taste-1' satisfies TasteProfile['format']

/** Why a file is no taste profile. The server looks closer; this tells a wrong file before anything is sent. */
export type ProfileProblem =
  | 'too_large'
  | 'not_json'
  /** JSON of something else. */
  | 'not_a_profile'
  /** A profile of a format that is not known here. */
  | 'other_format'
  | 'incomplete'

/** What the server takes as a body at most. */
export const mostProfileBytes = 1_000_000

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isProfile = (value: Record<string, unknown>): boolean =>
  typeof value['exportedAt'] === 'string' &&
  isObject(value['settings']) &&
  ['mutes', 'topics', 'creators'].every((list) => Array.isArray(value[list]) && value[list].every(isObject))

/**
 * Reads a taste profile out of a file.
 *
 * @example profileOf('{"format":"busker-taste-1", …}') // { profile: … } or { problem: 'not_json' }
 */
export const profileOf = (
  text: string,
): { readonly profile: TasteProfile } | { readonly problem: ProfileProblem } => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'not_json' }
  }
  if (!isObject(value) || typeof value['format'] !== 'string') return { problem: 'not_a_profile' }
  if (value['format'] !== profileFormat)
    return { problem: value['format'].startsWith('busker-taste-') ? 'other_format' : 'not_a_profile' }
  if (!isProfile(value)) return { problem: 'incomplete' }
  // The server holds it against the whole contract and says what does not fit.
  return { profile: value as unknown as TasteProfile }
}
