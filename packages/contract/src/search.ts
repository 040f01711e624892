import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author, publishedPost } from './posts.ts'
import { emptyResponse, isoDate, isoTime, soundId } from './shapes.ts'

/** Letters of a query; more are a mistake. */
export const longestQuery = 100
const queryText = z.string().trim().min(1).max(longestQuery)

/** What is looked for: the best of everything, or one kind. */
export const searchKind = z.enum(['top', 'posts', 'people', 'tags'])
export type SearchKind = z.infer<typeof searchKind>

const foundTag = z.object({ tag: z.string(), posts: z.int() })
const foundPerson = author.extend({ followers: z.int(), followedByMe: z.boolean() })

export const search = endpoint({
  id: 'search',
  method: 'GET',
  path: '/v1/search',
  summary:
    'People, videos and hashtags by their words, also by their beginnings and with typing mistakes. Pages are counted from 0.',
  access: 'public',
  query: z.object({
    q: queryText,
    kind: searchKind.default('top'),
    page: z.coerce.number().int().min(0).max(19).default(0),
  }),
  response: z.object({
    /** Names this search when something of it is chosen. */
    searchId: z.uuid(),
    /** What was looked for in place of words that occur nowhere; null: the words as they are. */
    corrected: z.string().nullable(),
    people: z.array(foundPerson),
    posts: z.array(publishedPost),
    tags: z.array(foundTag),
    more: z.boolean(),
  }),
  errors: [],
})

export const chooseResult = endpoint({
  id: 'chooseResult',
  method: 'PUT',
  path: '/v1/search/:searchId/chosen',
  summary: 'Tell that something of a search was chosen. Telling it twice is the same as once.',
  access: 'public',
  params: z.object({ searchId: z.uuid() }),
  response: emptyResponse,
  errors: [],
})

export const suggestion = z.discriminatedUnion('kind', [
  /** Searched by the caller before. */
  z.object({ kind: z.literal('recent'), text: z.string() }),
  /** Searched by at least five people. */
  z.object({ kind: z.literal('query'), text: z.string() }),
  z.object({ kind: z.literal('person'), person: author }),
  z.object({ kind: z.literal('tag'), tag: z.string(), posts: z.int() }),
])
export type Suggestion = z.infer<typeof suggestion>

export const suggestSearches = endpoint({
  id: 'suggestSearches',
  method: 'GET',
  path: '/v1/search/suggestions',
  summary: 'What could be meant by the beginning of a query, at most eight; without one, recent searches.',
  access: 'public',
  query: z.object({ q: z.string().trim().max(longestQuery).default('') }),
  response: z.object({ suggestions: z.array(suggestion) }),
  errors: [],
})

export const listRecentSearches = endpoint({
  id: 'listRecentSearches',
  method: 'GET',
  path: '/v1/me/searches',
  summary: "The caller's last searches, at most 50; none are kept of whoever switched learning off.",
  access: 'person',
  response: z.object({ searches: z.array(z.object({ text: z.string(), at: isoTime })) }),
  errors: ['not_signed_in'],
})

export const forgetSearches = endpoint({
  id: 'forgetSearches',
  method: 'DELETE',
  path: '/v1/me/searches',
  summary: 'Forget one of the caller’s last searches, or all of them.',
  access: 'person',
  query: z.object({ q: queryText.optional() }),
  response: emptyResponse,
  errors: ['not_signed_in'],
})

const trendingTag = foundTag.extend({
  /** People of the last hours for each one that was to be expected. */
  rise: z.number(),
})

/** A sound that is used more than usual. */
const trendingSound = z.object({
  soundId,
  /** Null: called after its author. */
  title: z.string().nullable(),
  author,
  /** With it, that everybody may see. */
  posts: z.int(),
  rise: z.number(),
})

export const discover = endpoint({
  id: 'discover',
  method: 'GET',
  path: '/v1/discover',
  summary:
    'What is rising against its own usual pace, and where nothing is, the newest. Hidden posts are left out.',
  access: 'public',
  response: z.object({
    tags: z.array(trendingTag),
    posts: z.array(publishedPost),
    /** Only those that are rising. */
    sounds: z.array(trendingSound),
    people: z.array(foundPerson),
    /** `newest`: nothing is rising now. */
    basis: z.object({ tags: z.enum(['rising', 'newest']), posts: z.enum(['rising', 'newest']) }),
    asOf: isoTime.nullable(),
  }),
  errors: [],
})

export const listContentGaps = endpoint({
  id: 'listContentGaps',
  method: 'GET',
  path: '/v1/search/gaps',
  summary:
    'What at least five people looked for in the last four weeks and did not find, most wanted first; nobody is named.',
  access: 'person',
  response: z.object({
    gaps: z.array(
      z.object({
        query: z.string(),
        people: z.int(),
        searches: z.int(),
        /** Results of the last search, of all kinds. */
        results: z.int(),
        /** Share of these people who chose something. */
        chosen: z.number(),
        /** Searches by week, the earliest first, with the Monday that each began on. */
        weeks: z.array(z.object({ week: isoDate, searches: z.int() })),
      }),
    ),
  }),
  errors: ['not_signed_in'],
})
