import type { Suggestion } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { SearchDeps } from './deps.ts'
import { dayOf, presentPeople, presentTags } from './find.ts'
import { ownSearches } from './own-searches.ts'
import { queryOf } from './rules/lexemes.ts'
import { wordsOf } from './rules/words.ts'
import { findDocuments } from './store/documents.ts'
import { popularWith } from './store/searches.ts'

const mostSuggestions = 8
const mostOfKind = 4

/** What could be meant by a beginning: own searches, what many searched, hashtags and people. */
export const suggest = async (
  deps: SearchDeps,
  given: { readonly text: string; readonly viewer: Viewer },
): Promise<Suggestion[]> => {
  const { viewer } = given
  const { pool } = deps.db
  const words = wordsOf(given.text)
  const beginning = words.join(' ')
  const own =
    viewer.kind === 'person'
      ? await ownSearches(deps, viewer.personId, { beginning, limit: beginning === '' ? mostSuggestions : 3 })
      : []
  const recent = own.map(({ text }): Suggestion => ({ kind: 'recent', text }))
  if (words.length === 0) return recent
  const query = queryOf(
    words.map((word, place) => ({ words: [word], isPrefix: place === words.length - 1 })),
    '&',
  )
  const wanted = { query, asOf: dayOf(deps), offset: 0, limit: mostOfKind }
  const [popular, tagItems, personItems] = await Promise.all([
    popularWith(pool, beginning, mostOfKind),
    findDocuments(pool, { ...wanted, kind: 'tag' }),
    findDocuments(pool, { ...wanted, kind: 'person' }),
  ])
  const [tags, people] = await Promise.all([
    presentTags(deps, tagItems),
    presentPeople(deps, personItems, viewer),
  ])
  const known = new Set(own.map(({ text }) => text))
  return [
    ...recent,
    ...popular.filter((text) => !known.has(text)).map((text): Suggestion => ({ kind: 'query', text })),
    ...tags.map((tag): Suggestion => ({ kind: 'tag', ...tag })),
    ...people.map(({ personId, handle, displayName }): Suggestion => ({
      ...{ kind: 'person', person: { personId, handle, displayName } },
    })),
  ].slice(0, mostSuggestions)
}
