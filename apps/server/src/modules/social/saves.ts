import type { PersonId, PostId, PublishedPost } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from './deps.ts'
import type { PostWish } from './likes.ts'
import { pageOf, type Page, type PageRequest } from '#platform/list-page'
import { authorOf } from './reach.ts'
import { addToPost, countsOfPosts } from './store/counts.ts'
import { addToList, lengthOfList, lockLists, readList, takeOffList } from './store/pairs.ts'
import { tell } from './tell.ts'

const mostSaved = 10_000

const keep = async (deps: SocialDeps, tx: Tx, save: { ownerId: PersonId; itemId: PostId }) => {
  await lockLists(tx, save.ownerId)
  const added = await addToList(tx, { ...save, list: 'saved', at: deps.clock.now() })
  // Counted after the insertion: saving again what is saved is allowed on a full list.
  const length = added ? await lengthOfList(tx, 'saved', { ...save, upTo: mostSaved + 1 }) : 0
  if (length > mostSaved) throw new AppError('list_full')
  return added
}

/** Sets whether a post is on a person's own list. */
export const setSave = async (
  deps: SocialDeps,
  { viewer, postId, wanted, told }: PostWish,
): Promise<{ saves: number; savedByMe: boolean }> => {
  const { personId } = viewer
  const authorId = await authorOf(deps, postId, viewer)
  const save = { ownerId: personId, itemId: postId }
  return deps.db.transaction(async (tx) => {
    const changed = wanted ? await keep(deps, tx, save) : await takeOffList(tx, { ...save, list: 'saved' })
    if (changed) {
      await addToPost(tx, postId, { column: 'saves', by: wanted ? 1 : -1 })
      await tell(deps, tx, { kind: wanted ? 'save' : 'unsave', personId, postId, authorId, told })
    }
    const counts = await countsOfPosts(tx, [postId])
    return { saves: counts.get(postId)?.saves ?? 0, savedByMe: wanted }
  })
}

/** A page of what somebody saved or liked. Posts that are hidden or unpublished now are left out of it. */
export const listKept = async (
  deps: SocialDeps,
  { list, viewer }: { readonly list: 'saved' | 'liked'; readonly viewer: PersonViewer },
  request: PageRequest,
): Promise<Page<PublishedPost>> => {
  const rows = await readList(deps.db.pool, list, {
    ...{ ownerId: viewer.personId, after: request.after, peopleSeenBy: null },
    limit: request.limit + 1,
  })
  const { items, next } = pageOf(rows, request)
  // Checked boundary: only published posts were put on the list.
  const cards = await deps.posts.getCards(
    items.map(({ id }) => id as PostId),
    viewer,
  )
  return { next, items: items.flatMap(({ id }) => cards.get(id as PostId) ?? []) }
}
