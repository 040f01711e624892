import type { InboxState, NotificationGroup, NotificationKind, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { InboxDeps } from './deps.ts'
import { isQuietFor } from './quiet.ts'
import { countUnread, listGroups, markRead, type GroupRow } from './store/groups.ts'
import { lockPerson, nextVersion, raiseSeen, readPerson, setPostMuted } from './store/person.ts'
import { publishChange } from './tell.ts'

export interface ListRequest {
  readonly viewer: PersonViewer
  readonly kind: NotificationKind | undefined
  readonly cursor: string | undefined
  readonly limit: number
}

/** The cursor is the version of the last group: no two groups of one inbox share one. */
const positionOf = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null
  if (!/^\d{1,15}$/.test(cursor)) throw new AppError('invalid_cursor')
  return Number(cursor)
}

const present = async (
  deps: InboxDeps,
  viewer: PersonViewer,
  rows: readonly GroupRow[],
): Promise<NotificationGroup[]> => {
  const postIds = [...new Set(rows.flatMap(({ postId }) => (postId === null ? [] : [postId])))]
  const actorIds = rows.flatMap(({ latest }) =>
    latest.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])),
  )
  const [posts, authors] = await Promise.all([
    deps.posts.getCards(postIds, viewer),
    deps.identity.getAuthors(deps.db.pool, actorIds),
  ])
  return rows.flatMap((row) => {
    const post = row.postId === null ? null : (posts.get(row.postId) ?? undefined)
    // The video is gone, or not for this person any more.
    if (post === undefined) return []
    const actors = row.latest.flatMap(({ actorId }) => (actorId === null ? [] : (authors.get(actorId) ?? [])))
    return [
      {
        ...{ groupId: row.groupId, kind: row.kind, at: row.at.toISOString(), actors, post },
        ...{ actorCount: row.actors, isUnread: row.isUnread, commentId: row.latest[0]?.commentId ?? null },
        detail: row.latest[0]?.detail ?? null,
      },
    ]
  })
}

export const listInbox = async (deps: InboxDeps, request: ListRequest) => {
  const { viewer, limit } = request
  const { pool } = deps.db
  const before = positionOf(request.cursor)
  // Read before the list: what comes in between is told again rather than lost.
  const { version } = await readPerson(pool, viewer.personId)
  const kind = request.kind ?? null
  const rows = await listGroups(pool, { personId: viewer.personId, kind, before, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last ? String(last.version) : null
  return { groups: await present(deps, viewer, shown), nextCursor, version }
}

export const readState = async (deps: InboxDeps, personId: PersonId): Promise<InboxState> => {
  const { pool } = deps.db
  const { version } = await readPerson(pool, personId)
  const [unread, isQuiet] = await Promise.all([countUnread(pool, personId), isQuietFor(deps, pool, personId)])
  return { unread, version, isQuiet }
}

export const markSeen = async (deps: InboxDeps, personId: PersonId, version: number): Promise<InboxState> => {
  await deps.db.transaction(async (tx) => {
    await lockPerson(tx, personId)
    if (!(await raiseSeen(tx, personId, version))) return
    await publishChange(deps, tx, { personId, version: await nextVersion(tx, personId) })
  })
  return readState(deps, personId)
}

export const markOneRead = async (
  deps: InboxDeps,
  personId: PersonId,
  groupId: string,
): Promise<InboxState> => {
  await deps.db.transaction(async (tx) => {
    await lockPerson(tx, personId)
    if (!(await markRead(tx, personId, groupId))) throw new AppError('not_found')
    await publishChange(deps, tx, { personId, version: await nextVersion(tx, personId) })
  })
  return readState(deps, personId)
}

export const mutePost = async (
  deps: InboxDeps,
  wish: { viewer: PersonViewer; postId: PostId; muted: boolean },
): Promise<Record<string, never>> => {
  const { viewer, postId, muted } = wish
  if ((await deps.posts.authorFor(postId, viewer)) === null) throw new AppError('not_found')
  await setPostMuted(deps.db.pool, { personId: viewer.personId, postId, at: deps.clock.now(), muted })
  return {}
}
