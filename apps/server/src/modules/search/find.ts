import type {
  Author,
  PersonId,
  PostId,
  PublishedPost,
  ResponseOf,
  search as contract,
  SearchKind,
} from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { SearchDeps } from './deps.ts'
import { corrections } from './rules/closeness.ts'
import { queryOf, type Wanted } from './rules/lexemes.ts'
import { mayBegin, wordsOf } from './rules/words.ts'
import {
  anyDocument,
  findDocuments,
  hasPrefix,
  knownAmong,
  postsOfTags,
  wordsLike,
} from './store/documents.ts'
import { keepRecent, logSearch } from './store/searches.ts'
import type { DocumentKind } from './store/tables.ts'

export type SearchAnswer = ResponseOf<typeof contract>
export type FoundPerson = SearchAnswer['people'][number]

export interface Asked {
  readonly text: string
  readonly kind: SearchKind
  readonly page: number
  readonly viewer: Viewer
}

/** Words of a query beyond these say nothing more. */
const mostWords = 8

const pageSize = { post: 24, person: 20, tag: 30 } as const
const topSize = { post: 18, person: 4, tag: 6 } as const

/** A query with each unknown word as what it may have been meant to be, and as its reader would write it. */
interface Corrected {
  readonly query: string
  readonly reading: string
}

/** The words as places of a query; the last one may be a beginning. */
const placesOf = (words: readonly string[]): Wanted[] =>
  words.map((word, place) => ({
    words: [word],
    isPrefix: place === words.length - 1 && mayBegin(word),
  }))

/** Looks up what each unknown word may have been meant to be. */
const correct = async (deps: SearchDeps, words: readonly string[]): Promise<Corrected | null> => {
  const known = await knownAmong(deps.db.pool, words)
  const last = words.at(-1) ?? ''
  if (mayBegin(last) && (await hasPrefix(deps.db.pool, last))) known.add(last)
  const unknown = words.filter((word) => !known.has(word))
  if (unknown.length === 0) return null
  const meant = await deps.db.transaction(async (tx) => {
    const found = new Map<string, string[]>()
    for (const word of unknown) found.set(word, corrections(word, await wordsLike(tx, word)))
    return found
  })
  const places = words.map((word, place): Wanted => {
    const instead = meant.get(word) ?? []
    return { words: [word, ...instead], isPrefix: place === words.length - 1 && instead.length === 0 }
  })
  if ([...meant.values()].every((instead) => instead.length === 0)) return null
  return {
    query: queryOf(places, '&'),
    reading: words.map((word) => meant.get(word)?.[0] ?? word).join(' '),
  }
}

/** Age counts by the day: between two pages nothing becomes older. */
export const dayOf = ({ clock }: SearchDeps): Date =>
  new Date(Math.floor(clock.nowMs() / 86_400_000) * 86_400_000)

interface Listed {
  readonly items: string[]
  readonly more: boolean
}

const listOf = async (
  deps: SearchDeps,
  kind: DocumentKind,
  given: { query: string; size: number; page: number },
): Promise<Listed> => {
  const { query, size, page } = given
  const items = await findDocuments(deps.db.pool, {
    ...{ kind, query, asOf: dayOf(deps), offset: page * size, limit: size + 1 },
  })
  // What is hidden from this viewer makes a page shorter, so that pages do not overlap.
  return { items: items.slice(0, size), more: items.length > size }
}

interface Lists {
  readonly post: Listed
  readonly person: Listed
  readonly tag: Listed
  /** Whether anything has these words, on this page or on one before it. */
  readonly isAnything: boolean
}

const nothing: Listed = { items: [], more: false }
const documentsOf: Record<SearchKind, readonly DocumentKind[]> = {
  top: ['post', 'person', 'tag'],
  posts: ['post'],
  people: ['person'],
  tags: ['tag'],
}

const listsFor = async (deps: SearchDeps, query: string, { kind, page }: Asked): Promise<Lists> => {
  const isTop = kind === 'top'
  const sizes = isTop ? topSize : pageSize
  // People and hashtags stand once above the best of everything.
  const kinds = isTop && page > 0 ? documentsOf.posts : documentsOf[kind]
  const list = (one: DocumentKind) =>
    kinds.includes(one) ? listOf(deps, one, { query, size: sizes[one], page }) : nothing
  const [post, person, tag] = await Promise.all([list('post'), list('person'), list('tag')])
  const isEmpty = post.items.length + person.items.length + tag.items.length === 0
  // An empty page may be the one after the last.
  const isAnything = !isEmpty || (page > 0 && (await anyDocument(deps.db.pool, documentsOf[kind], query)))
  return { post, person, tag, isAnything }
}

/** As typed; if the words occur nowhere, as what they may have been meant to be; and then any of them. */
const listsOf = async (
  deps: SearchDeps,
  words: readonly string[],
  asked: Asked,
): Promise<Lists & { readonly corrected: string | null }> => {
  const typed = await listsFor(deps, queryOf(placesOf(words), '&'), asked)
  if (typed.isAnything) return { ...typed, corrected: null }
  const meant = await correct(deps, words)
  const lists = meant === null ? typed : await listsFor(deps, meant.query, asked)
  if (meant !== null && lists.isAnything) return { ...lists, corrected: meant.reading }
  if (words.length === 1) return { ...typed, corrected: null }
  return { ...(await listsFor(deps, queryOf(placesOf(words), '|'), asked)), corrected: null }
}

/** People as the viewer may see them, in this order. */
export const presentPeople = async (
  deps: SearchDeps,
  ids: readonly string[],
  viewer: Viewer,
): Promise<FoundPerson[]> => {
  // Checked boundary: documents of people are named by their ids.
  const people = ids as readonly PersonId[]
  const { pool } = deps.db
  const [authors, ties] = await Promise.all([
    deps.identity.getAuthors(pool, people),
    deps.social.peopleFor(pool, people, viewer),
  ])
  return people.flatMap((id): FoundPerson[] => {
    const [author, tie]: [Author | undefined, { followers: number; followedByMe: boolean } | undefined] = [
      authors.get(id),
      ties.get(id),
    ]
    return author && tie ? [{ ...author, ...tie }] : []
  })
}

/** Posts as the viewer may see them, in this order. */
export const presentPosts = async (
  deps: SearchDeps,
  ids: readonly string[],
  viewer: Viewer,
): Promise<PublishedPost[]> => {
  // Checked boundary: documents of posts are named by their ids.
  const cards = await deps.posts.getCards(ids as readonly PostId[], viewer)
  return ids.flatMap((id) => cards.get(id as PostId) ?? [])
}

export const presentTags = async (
  deps: SearchDeps,
  tags: readonly string[],
): Promise<SearchAnswer['tags']> => {
  const posts = await postsOfTags(deps.db.pool, tags)
  return tags.flatMap((tag) => {
    const count = posts.get(tag) ?? 0
    return count === 0 ? [] : [{ tag, posts: count }]
  })
}

const remember = async (
  deps: SearchDeps,
  { viewer, kind }: Asked,
  told: { searchId: string; query: string; results: number },
): Promise<void> => {
  const isPerson = viewer.kind === 'person'
  const personId = isPerson && (await deps.learnsFrom(viewer.personId)) ? viewer.personId : null
  const at = deps.clock.now()
  await logSearch(deps.db.pool, { ...told, kind, personId, at })
  // What was typed comes as the best of everything; the other kinds are other looks at it.
  if (personId === null || kind !== 'top') return
  await deps.db.transaction((tx) => keepRecent(tx, { personId, query: told.query, at }))
}

/** Looks for words. */
export const find = async (deps: SearchDeps, asked: Asked): Promise<SearchAnswer> => {
  const words = [...new Set(wordsOf(asked.text))].slice(0, mostWords)
  const searchId = deps.ids.uuid()
  if (words.length === 0) return { searchId, corrected: null, people: [], posts: [], tags: [], more: false }
  const { post, person, tag, corrected } = await listsOf(deps, words, asked)
  const [posts, people, tags] = await Promise.all([
    presentPosts(deps, post.items, asked.viewer),
    presentPeople(deps, person.items, asked.viewer),
    presentTags(deps, tag.items),
  ])
  const results = posts.length + people.length + tags.length
  if (asked.page === 0) await remember(deps, asked, { searchId, query: words.join(' '), results })
  // More people and hashtags than stand above the best of everything are found under their own kind.
  const more = asked.kind === 'top' ? post.more : [post, person, tag].some((list) => list.more)
  return { searchId, corrected, posts, people, tags, more }
}
