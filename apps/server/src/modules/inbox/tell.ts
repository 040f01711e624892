import type { CommentId, PersonId, PostId } from '@busker/contract'
import { sha256 } from '#platform/digest'
import { onCommit, type Tx } from '#platform/postgres'
import type { InboxDeps } from './deps.ts'
import { isQuietFor } from './quiet.ts'
import { isHard } from './rules/notices.ts'
import type { Telling } from './rules/tellings.ts'
import {
  addToGroup,
  deleteGroupsOfPost,
  readEntry,
  recount,
  toldOfComment,
  toldOfPost,
  withdraw,
  writeEntry,
  type EntryKey,
} from './store/entries.ts'
import { countUnread } from './store/groups.ts'
import { isPostMuted, lockPerson, nextVersion, readPerson } from './store/person.ts'

const idOf = (...parts: readonly (string | null)[]): string =>
  sha256(parts.map((part) => part ?? '').join('|')).slice(0, 32)

const keyOf = ({ personId, kind, postId, actorId, act, at }: Telling): EntryKey => ({
  entryId: idOf(personId, kind, actorId, act),
  // What no other person caused stands for itself.
  groupId: actorId === null ? idOf(personId, kind, null, act) : idOf(personId, kind, postId, at.slice(0, 10)),
})

/** Tells the open pages of a person, unless it is night for them: they read their inbox again in the morning. */
export const publishChange = async (
  deps: InboxDeps,
  tx: Tx,
  change: { personId: PersonId; version: number },
): Promise<void> => {
  const { personId, version } = change
  if (await isQuietFor(deps, tx, personId)) return
  const unread = await countUnread(tx, personId)
  onCommit(tx, () => deps.publish(personId, { type: 'notification.changed', version, unread }))
}

/** What nobody wants to hear: of somebody blocked or muted, of a kind that is off, of a video that is muted or unseen. */
const isWanted = async (deps: InboxDeps, tx: Tx, telling: Telling): Promise<boolean> => {
  const { personId, actorId, postId, kind } = telling
  const viewer = { kind: 'person' as const, personId, role: 'person' as const, sessionId: '' }
  const standing = actorId === null ? null : await deps.social.standingOf(tx, actorId, viewer)
  if (actorId !== null && (standing === null || standing.mutedByMe)) return false
  if ((await readPerson(tx, personId)).offKinds.some((off) => off === kind)) return false
  if (postId === null) return true
  if (await isPostMuted(tx, personId, postId)) return false
  return (await deps.posts.lookUp(tx, [postId])).has(postId)
}

/** Keeps one act, or takes it back. Told twice, or in another order, it is the same. */
export const tell = (deps: InboxDeps, telling: Telling): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { personId, present } = telling
    await lockPerson(tx, personId)
    const key = keyOf(telling)
    const known = await readEntry(tx, key.entryId)
    if (known !== null && known.eventId >= telling.eventId) return
    if (present && !(await isWanted(deps, tx, telling))) return
    await writeEntry(tx, telling, key)
    if ((known?.present ?? false) === present) return
    const version = await nextVersion(tx, personId)
    const groupId = known?.groupId ?? key.groupId
    // Done again after it was undone it goes back to where it stood: nobody comes up again by doing and undoing.
    const first = known !== null && known.version !== null ? { version: known.version, at: known.at } : null
    const place = first ?? { version, at: new Date(telling.at) }
    if (present) await addToGroup(tx, telling, { ...key, ...place, groupId })
    if (present && isHard(telling.kind)) await deps.mail.postNotice(tx, { personId, entryId: key.entryId })
    if (!present) await recount(tx, [groupId])
    await publishChange(deps, tx, { personId, version })
  })

/** A comment is told only as long as others can read it. */
export const tellOfComment = async (deps: InboxDeps, telling: Telling): Promise<void> => {
  if (telling.commentId !== null && (await isReadable(deps, telling.commentId))) await tell(deps, telling)
  // It may have gone down between the question and the telling; then nobody else takes it back.
  if (telling.commentId !== null && !(await isReadable(deps, telling.commentId)))
    await takeBackComment(deps, telling.commentId)
}

const isReadable = async (deps: InboxDeps, commentId: CommentId): Promise<boolean> => {
  const [row] = await deps.social.findComments(deps.db.pool, [commentId])
  return row !== undefined && !row.removed && !row.hidden && row.heldFor === null
}

const change = (deps: InboxDeps, personId: PersonId, work: (tx: Tx) => Promise<boolean>): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await lockPerson(tx, personId)
    if (!(await work(tx))) return
    await publishChange(deps, tx, { personId, version: await nextVersion(tx, personId) })
  })

export const takeBackComment = async (deps: InboxDeps, commentId: CommentId): Promise<void> => {
  // Bounded by the people that one comment can be told to.
  for (const personId of await toldOfComment(deps.db.pool, commentId))
    await change(deps, personId, async (tx) => {
      const groups = await withdraw(tx, personId, { commentId })
      await recount(tx, groups)
      return groups.length > 0
    })
}

/** After a block neither hears of the other any more, also not of what was. */
export const part = async (deps: InboxDeps, one: PersonId, other: PersonId): Promise<void> => {
  for (const [personId, actorId] of [
    [one, other],
    [other, one],
  ] as const)
    await change(deps, personId, async (tx) => {
      const groups = await withdraw(tx, personId, { actorId })
      await recount(tx, groups)
      return groups.length > 0
    })
}

export const forgetPost = async (deps: InboxDeps, postId: PostId): Promise<void> => {
  for (const personId of await toldOfPost(deps.db.pool, postId))
    await change(deps, personId, async (tx) => {
      await deleteGroupsOfPost(tx, personId, postId)
      return true
    })
}
