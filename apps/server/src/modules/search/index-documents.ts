import type { Author, PersonId, PostId, PublishedPost } from '@busker/contract'
import { defineJob } from '#platform/jobs'
import type { Viewer } from '#platform/http'
import { z } from 'zod'
import type { SearchDeps } from './deps.ts'
import { vectorOf } from './rules/lexemes.ts'
import { wordsToFind } from './rules/words.ts'
import {
  formOfIndex,
  listPostDocuments,
  noteForm,
  putDocuments,
  removeDocuments,
  type Document,
} from './store/documents.ts'

/** What anybody may see: only that can be found. */
const anybody: Viewer = { kind: 'anonymous', anonymousId: '' }

/** Goes up whenever documents get other words: then all are made anew. */
const form = 2

const documentOf = (
  about: Pick<Document, 'kind' | 'item' | 'tags' | 'ownerId' | 'bornAt'>,
  parts: Parameters<typeof vectorOf>[0],
): Document => ({
  ...about,
  vector: vectorOf(parts),
  words: parts.flatMap(({ words }) => words).map(String),
})

/** Names are found by their parts and, for a handle with dots, as a whole. */
const personWords = ({ handle, displayName }: Author): string[] => [
  ...new Set([
    ...wordsToFind(displayName),
    ...wordsToFind(handle),
    ...wordsToFind(handle.replaceAll(/[._]/g, '')),
  ]),
]

const personDocument = (person: Author, bornAt: Date): Document =>
  documentOf({ kind: 'person', item: person.personId, tags: [], ownerId: person.personId, bornAt }, [
    { words: personWords(person), weight: 'A' },
  ])

const postDocuments = (post: PublishedPost): Document[] => {
  const bornAt = new Date(post.publishedAt)
  const own = documentOf(
    { kind: 'post', item: post.postId, tags: post.tags, ownerId: post.author.personId, bornAt },
    [
      { words: post.tags.flatMap(wordsToFind), weight: 'A' },
      { words: wordsToFind(post.caption), weight: 'B' },
      { words: [...wordsToFind(post.altText), ...personWords(post.author)], weight: 'C' },
    ],
  )
  const tags = post.tags.map((tag) =>
    documentOf({ kind: 'tag', item: tag, tags: [], ownerId: null, bornAt }, [
      { words: wordsToFind(tag), weight: 'A' },
    ]),
  )
  return [own, ...tags]
}

/**
 * Brings the documents of posts up to date. The look follows the event, so what was hidden, deleted or held back by
 * moderators in the meantime is not found any more; told twice, it is the same.
 */
export const indexPosts = async (deps: SearchDeps, ids: readonly PostId[]): Promise<void> => {
  const offered = await deps.posts.listOffered(deps.db.pool, ids)
  const cards = await deps.posts.getCards([...offered], anybody)
  // Authors are found from now on, too, and by the names of today.
  const documents = [...cards.values()].flatMap((card) => [
    ...postDocuments(card),
    personDocument(card.author, new Date(card.publishedAt)),
  ])
  const once = new Map(documents.map((document) => [`${document.kind} ${document.item}`, document]))
  const hidden = ids.filter((postId) => !cards.has(postId))
  await deps.db.transaction(async (tx) => {
    await removeDocuments(tx, 'post', hidden)
    await putDocuments(tx, [...once.values()])
  })
}

export const indexPeople = async (deps: SearchDeps, ids: readonly PersonId[]): Promise<void> => {
  const people = await deps.identity.getAuthors(deps.db.pool, ids)
  const now = deps.clock.now()
  await deps.db.transaction((tx) =>
    putDocuments(
      tx,
      [...people.values()].map((person) => personDocument(person, now)),
    ),
  )
}

const piece = 500

/** Goes through a list of posts to its end, a piece at a time. */
const indexAll = async (
  deps: SearchDeps,
  list: (page: { readonly after: PostId | null; readonly limit: number }) => Promise<PostId[]>,
  signal?: AbortSignal,
): Promise<void> => {
  for (let after: PostId | null = null, isMore = true; isMore;) {
    signal?.throwIfAborted()
    const ids: PostId[] = await list({ after, limit: piece })
    await indexPosts(deps, ids)
    after = ids.at(-1) ?? after
    isMore = ids.length === piece
  }
}

/** Somebody has another name: they and their videos are found by it. */
export const indexNamed = async (deps: SearchDeps, personId: PersonId): Promise<void> => {
  await indexPeople(deps, [personId])
  await indexAll(deps, (page) => listPostDocuments(deps.db.pool, { ...page, ownerId: personId }))
}

/** Makes all documents anew, a piece at a time; interrupted, it begins again. */
const rebuild = async (deps: SearchDeps, signal: AbortSignal): Promise<void> => {
  const { pool } = deps.db
  for (let after: PersonId | null = null, isMore = true; isMore;) {
    signal.throwIfAborted()
    const ids: PersonId[] = await deps.identity.listPeople(pool, { after, limit: piece })
    await indexPeople(deps, ids)
    after = ids.at(-1) ?? after
    isMore = ids.length === piece
  }
  // What is in the index and should not be falls out.
  await indexAll(deps, (page) => listPostDocuments(pool, page), signal)
  await indexAll(deps, (page) => deps.posts.listPublished(pool, page), signal)
  await deps.db.transaction((tx) => noteForm(tx, form, deps.clock.now()))
  deps.log.event('search.rebuilt', {})
}

const rebuildJob = defineJob({ name: 'search.rebuild', payload: z.object({}), maximumAttempts: 10 })

/** The documents of an index of another form, or of none, are made anew in the background. */
export const keepIndex = (deps: SearchDeps): (() => Promise<void>) => {
  deps.jobs.handle(rebuildJob, (_payload, { signal }) => rebuild(deps, signal))
  return async () => {
    const { pool } = deps.db
    if ((await formOfIndex(pool)) !== form)
      await deps.jobs.enqueue(pool, rebuildJob, {}, { key: rebuildJob.name })
  }
}
