import type { PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Tx } from '#platform/postgres'
import type { SocialDeps } from './deps.ts'
import { endFollow, type PersonWish } from './follows.ts'
import type { PostWish } from './likes.ts'
import { authorOf, personOf } from './reach.ts'
import { addToPeople, type PersonChange } from './store/counts.ts'
import { addToList, lengthOfList, lockLists, lockPair, takeOffList, trimList } from './store/pairs.ts'
import { tell } from './tell.ts'

/** With these limits the feed can read all that somebody hid in one bounded query. */
const mostHiddenPeople = 1000
const mostHiddenPosts = 1000

const put = async (
  deps: SocialDeps,
  tx: Tx,
  entry: { list: 'blocked' | 'muted'; ownerId: PersonId; itemId: PersonId },
): Promise<boolean> => {
  await lockLists(tx, entry.ownerId)
  const added = await addToList(tx, { ...entry, at: deps.clock.now() })
  const length = added ? await lengthOfList(tx, entry.list, { ...entry, upTo: mostHiddenPeople + 1 }) : 0
  if (length > mostHiddenPeople) throw new AppError('list_full')
  return added
}

/** Two follows end at once: each person's counters change in one step, so that the order of rows holds. */
const merge = (changes: readonly PersonChange[]): PersonChange[] =>
  [...Map.groupBy(changes, ({ personId }) => personId)].map(([personId, same]) => ({
    personId,
    followers: same.reduce((sum, { followers }) => sum + followers, 0),
    following: same.reduce((sum, { following }) => sum + following, 0),
  }))

const other = async (deps: SocialDeps, wish: PersonWish): Promise<PersonId> => {
  const { personId } = await personOf(deps, wish.handle)
  if (personId === wish.viewer.personId) throw new AppError('forbidden')
  return personId
}

/** Blocks a person or takes it back. A block ends the follows between the two, in both directions. */
export const setBlock = async (deps: SocialDeps, wish: PersonWish): Promise<{ blocked: boolean }> => {
  const { viewer, wanted, told } = wish
  const { personId } = viewer
  const otherId = await other(deps, wish)
  const entry = { list: 'blocked', ownerId: personId, itemId: otherId } as const
  await deps.db.transaction(async (tx) => {
    if (!wanted) {
      if (!(await takeOffList(tx, entry))) return
      return tell(deps, tx, { kind: 'unblock', personId, authorId: otherId, told })
    }
    if (!(await put(deps, tx, entry))) return
    await lockPair(tx, personId, otherId)
    await tell(deps, tx, { kind: 'block', personId, authorId: otherId, told })
    const mine = await endFollow(deps, tx, { followerId: personId, followeeId: otherId, told })
    const theirs = await endFollow(deps, tx, { followerId: otherId, followeeId: personId, told })
    await addToPeople(tx, merge([...mine, ...theirs]))
  })
  return { blocked: wanted }
}

/** Mutes a person or takes it back: it changes nothing but the feed of whoever does it. */
export const setMute = async (deps: SocialDeps, wish: PersonWish): Promise<{ muted: boolean }> => {
  const { viewer, wanted, told } = wish
  const { personId } = viewer
  const otherId = await other(deps, wish)
  const entry = { list: 'muted', ownerId: personId, itemId: otherId } as const
  await deps.db.transaction(async (tx) => {
    const changed = wanted ? await put(deps, tx, entry) : await takeOffList(tx, entry)
    if (changed) await tell(deps, tx, { kind: wanted ? 'mute' : 'unmute', personId, authorId: otherId, told })
  })
  return { muted: wanted }
}

/** Keeps a post out of a person's feed or lets it in again. */
export const setNotInterested = async (deps: SocialDeps, wish: PostWish): Promise<void> => {
  const { viewer, postId, wanted, told } = wish
  const { personId } = viewer
  const authorId = await authorOf(deps, postId, viewer)
  const entry = { list: 'notInterested', ownerId: personId, itemId: postId } as const
  await deps.db.transaction(async (tx) => {
    await lockLists(tx, personId)
    const changed = wanted
      ? await addToList(tx, { ...entry, at: deps.clock.now() })
      : await takeOffList(tx, entry)
    if (!changed) return
    if (wanted) await trimList(tx, 'notInterested', { ownerId: personId, keep: mostHiddenPosts })
    const kind = wanted ? 'not_interested' : 'interested_again'
    await tell(deps, tx, { kind, personId, postId, authorId, told })
  })
}
