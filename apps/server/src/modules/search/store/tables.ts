import type { PersonId, SearchKind } from '@busker/contract'

export type DocumentKind = 'post' | 'person' | 'tag'
export type TouchedKind = 'post' | 'tag' | 'sound'

/** The tables of the schema `search`; only this folder may name them. */
export interface SearchTables {
  'search.document': {
    kind: DocumentKind
    item: string
    words: string
    tags: string[]
    owner_id: string | null
    popularity: number
    born_at: Date
  }
  'search.word': { word: string }
  'search.search_log': {
    search_id: string
    query: string
    kind: SearchKind
    person_id: PersonId | null
    results: number
    chosen: boolean
    searched_at: Date
  }
  'search.recent': { person_id: PersonId; query: string; searched_at: Date }
  'search.popular': { query: string; people: number }
  'search.touch': { kind: TouchedKind; item: string; hour_at: Date; person_id: string }
  'search.trend': { kind: TouchedKind; item: string; score: number; rise: number; as_of: Date }
  'search.built': { form: number; built_at: Date }
}
