import type { Measures, ReportTarget } from '@busker/contract'

/** Why measures cannot be taken against such a target; null: they can. */
export const misfit = (
  kind: ReportTarget['kind'],
  given: Measures & { violation: boolean },
): string | null => {
  const { removed, limited, minimumAge, labels, suspension, violation } = given
  const onlyForPosts = limited || minimumAge !== null || labels.length > 0
  if (kind !== 'post' && onlyForPosts) return 'only a post can be limited, labelled or kept for an age'
  if (kind === 'person' && removed) return 'a person cannot be removed, only suspended'
  const doesNothing = !removed && !onlyForPosts && suspension === null && !violation
  return doesNothing ? 'ask for nothing: choose one, or dismiss the case' : null
}
