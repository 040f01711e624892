import type { ListedPerson, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from './deps.ts'
import { pageOf, type Page, type PageRequest } from '#platform/list-page'
import { watcherOf } from './policy.ts'
import { visiblePerson } from './reach.ts'
import { addToPeople, countsOfPerson, type PersonChange } from './store/counts.ts'
import { relationTo } from './store/hidden.ts'
import {
  addToList,
  lengthOfList,
  lockLists,
  lockPair,
  readList,
  takeOffList,
  type ListName,
} from './store/pairs.ts'
import { followedAmong } from './store/reactions.ts'
import { tell, type Told } from './tell.ts'

const mostFollowed = 10_000

/** What somebody wants to be so with another person. */
export interface PersonWish {
  readonly viewer: PersonViewer
  readonly handle: string
  readonly wanted: boolean
  readonly told: Told
}

const changesOf = (follow: { followerId: PersonId; followeeId: PersonId }, by: 1 | -1): PersonChange[] => [
  { personId: follow.followerId, followers: 0, following: by },
  { personId: follow.followeeId, followers: by, following: 0 },
]

const begin = async (deps: SocialDeps, tx: Tx, wish: PersonWish & { followeeId: PersonId }) => {
  const { viewer, followeeId } = wish
  await lockLists(tx, viewer.personId)
  await lockPair(tx, viewer.personId, followeeId)
  // Asked again under the lock: the other one may have blocked in the meantime. Moderators see those who blocked them,
  // and follow them no more than others do.
  const anyone = { watcherId: viewer.personId, seesBlockers: false }
  if ((await relationTo(tx, anyone, followeeId)).hidden) throw new AppError('not_found')
  const follow = { list: 'following', ownerId: viewer.personId, itemId: followeeId } as const
  const added = await addToList(tx, { ...follow, at: deps.clock.now() })
  const length = added ? await lengthOfList(tx, 'following', { ...follow, upTo: mostFollowed + 1 }) : 0
  if (length > mostFollowed) throw new AppError('list_full')
  return added
}

/** Ends a follow, if there is one, with its counters and its fact. */
export const endFollow = async (
  deps: SocialDeps,
  tx: Tx,
  follow: { followerId: PersonId; followeeId: PersonId; told: Told },
): Promise<PersonChange[]> => {
  const { followerId, followeeId, told } = follow
  const pair = { list: 'following', ownerId: followerId, itemId: followeeId } as const
  if (!(await takeOffList(tx, pair))) return []
  await tell(deps, tx, { kind: 'unfollow', personId: followerId, authorId: followeeId, told })
  return changesOf(follow, -1)
}

/** Sets whether a person follows another. */
export const setFollow = async (
  deps: SocialDeps,
  wish: PersonWish,
): Promise<{ followers: number; followedByMe: boolean }> => {
  const { viewer, wanted, told } = wish
  const { personId: followeeId } = await visiblePerson(deps, wish.handle, viewer)
  if (followeeId === viewer.personId) throw new AppError('forbidden')
  const follow = { followerId: viewer.personId, followeeId }
  return deps.db.transaction(async (tx) => {
    if (!wanted) await addToPeople(tx, await endFollow(deps, tx, { ...follow, told }))
    else if (await begin(deps, tx, { ...wish, followeeId })) {
      await addToPeople(tx, changesOf(follow, 1))
      await tell(deps, tx, { kind: 'follow', personId: viewer.personId, authorId: followeeId, told })
    }
    const { followers } = await countsOfPerson(tx, followeeId)
    return { followers, followedByMe: wanted }
  })
}

/** A page of people on a list, latest first, without those who are hidden from the viewer. */
export const listPeople = async (
  deps: SocialDeps,
  list: Extract<ListName, 'followers' | 'following' | 'blocked' | 'muted'>,
  given: { ownerId: PersonId; viewer: Viewer; request: PageRequest },
): Promise<Page<ListedPerson>> => {
  const { ownerId, viewer, request } = given
  // Whom somebody blocked is hidden everywhere but on the list where it can be taken back.
  const isOwn = list === 'blocked' || list === 'muted'
  const rows = await readList(deps.db.pool, list, {
    ...{ ownerId, after: request.after, limit: request.limit + 1 },
    peopleSeenBy: isOwn ? null : watcherOf(viewer),
  })
  const { items, next } = pageOf(rows, request)
  // Checked boundary: these lists hold people.
  const ids = items.map(({ id }) => id as PersonId)
  const viewerId = viewer.kind === 'person' ? viewer.personId : null
  const [people, followed] = await Promise.all([
    deps.identity.getAuthors(deps.db.pool, ids),
    followedAmong(deps.db.pool, ids, viewerId),
  ])
  const present = (id: PersonId): ListedPerson[] => {
    const person = people.get(id)
    return person ? [{ ...person, followedByMe: followed.has(id) }] : []
  }
  return { next, items: ids.flatMap(present) }
}

/** Followers or followed of a person, who may be asked about by anybody who sees them. */
export const listOfPerson = async (
  deps: SocialDeps,
  list: 'followers' | 'following',
  given: { handle: string; viewer: Viewer; request: PageRequest },
): Promise<Page<ListedPerson>> => {
  const { personId } = await visiblePerson(deps, given.handle, given.viewer)
  return listPeople(deps, list, { ...given, ownerId: personId })
}
