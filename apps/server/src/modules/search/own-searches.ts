import type { PersonId } from '@busker/contract'
import type { SearchDeps } from './deps.ts'
import { forgetSearchesOf, listRecent } from './store/searches.ts'

/** Forgets one search of a person, or all of them. */
export const forgetSearches = (deps: SearchDeps, personId: PersonId, query: string | null): Promise<void> =>
  deps.db.transaction((tx) => forgetSearchesOf(tx, personId, query))

/** What a person searched last. Whoever switched learning off in the meantime has none: they are forgotten here. */
export const ownSearches = async (
  deps: SearchDeps,
  personId: PersonId,
  given: { readonly beginning: string; readonly limit: number },
): Promise<{ text: string; at: Date }[]> => {
  if (await deps.learnsFrom(personId)) return listRecent(deps.db.pool, personId, given)
  await forgetSearches(deps, personId, null)
  return []
}
