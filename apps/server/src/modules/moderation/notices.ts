import type { listNotices, Notice, ResponseOf } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import { pageOf, type PageRequest } from '#platform/list-page'
import type { ModerationDeps } from './deps.ts'
import { gradesAbout } from './grades.ts'
import { presentDecision, presentRuling } from './present.ts'
import { appealUntil } from './rules/appeals.ts'
import { strikesAt } from './rules/strikes.ts'
import { appealsAgainst, insertAppeal, type AppealRow } from './store/appeals.ts'
import {
  countUnread,
  decisionsAbout,
  findDecisions,
  lockAuthor,
  readTimes,
  saveRead,
  type KeptDecision,
} from './store/decisions.ts'

const mostStrikesListed = 30

const presentAppeal = (appeal: AppealRow): NonNullable<Notice['appeal']> => ({
  text: appeal.text,
  createdAt: appeal.createdAt.toISOString(),
  ruling: presentRuling(appeal),
})

const presentNotice = (
  row: KeptDecision,
  found: Pick<Notice, 'grade'> & { readAt: Date | undefined; appeal: AppealRow | undefined; now: Date },
): Notice => {
  const until = appealUntil(row.decidedAt)
  const isOpen = row.undoneAt === null && !found.appeal && found.now < until
  return {
    ...presentDecision(row, new Map([[row.decisionId, found.grade]])),
    postId: row.postId,
    readAt: found.readAt?.toISOString() ?? null,
    appeal: found.appeal ? presentAppeal(found.appeal) : null,
    appealUntil: isOpen ? until.toISOString() : null,
  }
}

const hydrate = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  rows: readonly KeptDecision[],
): Promise<{ notices: Notice[]; violations: Awaited<ReturnType<typeof gradesAbout>>['violations'] }> => {
  const { pool } = deps.db
  const ids = rows.map(({ decisionId }) => decisionId)
  const [{ grades, violations }, read, appeals] = await Promise.all([
    gradesAbout(pool, [viewer.personId]),
    readTimes(pool, ids),
    appealsAgainst(pool, ids),
  ])
  const now = deps.clock.now()
  const notices = rows.map((row) => {
    const { decisionId } = row
    const [readAt, appeal] = [read.get(decisionId), appeals.get(decisionId)]
    return presentNotice(row, { grade: grades.get(decisionId) ?? 'none', readAt, appeal, now })
  })
  return { notices, violations }
}

/** A page of statements of reasons and how the account stands, in six reads. */
export const listOwnNotices = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  request: PageRequest,
): Promise<ResponseOf<typeof listNotices>> => {
  const { pool } = deps.db
  const [rows, unread, suspension] = await Promise.all([
    decisionsAbout(pool, viewer.personId, { ...request, limit: request.limit + 1 }),
    countUnread(pool, viewer.personId),
    deps.identity.suspensionOf(pool, viewer.personId),
  ])
  const { items, next } = pageOf(rows, request)
  const { notices, violations } = await hydrate(deps, viewer, items)
  const strikes = strikesAt(violations, deps.clock.now()).slice(0, mostStrikesListed)
  return {
    ...{ notices, nextCursor: next, unread },
    standing: {
      strikes: strikes.map(({ rule, lapsesAt }) => ({ rule, lapsesAt: lapsesAt.toISOString() })),
      suspension: suspension && {
        until: suspension.until?.toISOString() ?? null,
        reason: suspension.reason,
      },
    },
  }
}

/** A decision about what is the viewer's; of others it is not said that there is one. */
const ownDecision = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  decisionId: string,
): Promise<KeptDecision> => {
  const [row] = await findDecisions(deps.db.pool, [decisionId])
  if (row?.kind !== 'act' || row.authorId !== viewer.personId) throw new AppError('not_found')
  return row
}

export const getOwnNotice = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  decisionId: string,
): Promise<Notice> => {
  const { notices } = await hydrate(deps, viewer, [await ownDecision(deps, viewer, decisionId)])
  const [notice] = notices
  if (!notice) throw new AppError('not_found')
  return notice
}

export const markRead = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  decisionId: string,
): Promise<void> => {
  await ownDecision(deps, viewer, decisionId)
  await saveRead(deps.db.pool, decisionId, deps.clock.now())
}

/** Appeals. The same words sent again change nothing; other words come too late. */
export const appeal = async (
  deps: ModerationDeps,
  given: { viewer: PersonViewer; decisionId: string; text: string },
): Promise<Notice> => {
  const { viewer, decisionId, text } = given
  const known = await ownDecision(deps, viewer, decisionId)
  const createdAt = deps.clock.now()
  await deps.db.transaction(async (tx) => {
    await lockAuthor(tx, known.authorId)
    const made = (await appealsAgainst(tx, [decisionId])).get(decisionId)
    if (made?.text === text) return
    if (made) throw new AppError('already_appealed')
    const [decision] = await findDecisions(tx, [decisionId])
    if (decision?.undoneAt !== null) throw new AppError('state_changed')
    if (createdAt >= appealUntil(known.decidedAt)) throw new AppError('appeal_too_late')
    await insertAppeal(tx, {
      ...{ appealId: deps.ids.uuid(), decisionId, decisionBy: known.decidedBy },
      ...{ personId: viewer.personId, text, createdAt },
    })
  })
  return getOwnNotice(deps, viewer, decisionId)
}
