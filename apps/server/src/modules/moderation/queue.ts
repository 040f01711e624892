import type { CommentId, getCase, ListedCase, PersonId, ResponseOf } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { ModerationDeps } from './deps.ts'
import { gradesAbout } from './grades.ts'
import { mayWorkOn } from './policy.ts'
import { presentCase, presentDecision } from './present.ts'
import { strikesAt, suggestedSuspension } from './rules/strikes.ts'
import {
  findCase,
  freeCase,
  holdCase,
  holdNext,
  listQueue,
  type CaseRow,
  type QueueAsked,
} from './store/cases.ts'
import { decisionsAbout, findDecisions } from './store/decisions.ts'
import { reportsOfCase } from './store/reports.ts'

/** Long enough to look at a video, short enough that a case of somebody who went away comes back. */
const claimMs = 10 * 60_000
const mostReports = 50
const mostHistory = 30

type Asked = Omit<QueueAsked, 'viewerId' | 'now'>

/** A page of the queue with the people in it, in two reads. */
export const listCases = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  asked: Asked,
): Promise<{ cases: ListedCase[]; more: boolean }> => {
  const { pool } = deps.db
  const now = deps.clock.now()
  const { personId: viewerId } = viewer
  const rows = await listQueue(pool, { ...asked, viewerId, now, limit: asked.limit + 1 })
  const shown = rows.slice(0, asked.limit)
  const people = await deps.identity.getAuthors(
    pool,
    shown.flatMap(({ authorId, holderId }) => (holderId === null ? [authorId] : [authorId, holderId])),
  )
  const cases = shown.map((row) => presentCase(row, { people, viewerId, now }))
  return { cases, more: rows.length > asked.limit }
}

const caseFor = async (deps: ModerationDeps, viewer: PersonViewer, caseId: string): Promise<CaseRow> => {
  const row = await findCase(deps.db.pool, caseId)
  if (!row) throw new AppError('not_found')
  if (!mayWorkOn(viewer, row)) throw new AppError('forbidden')
  return row
}

/** What is known of whoever it is about. */
const authorOfCase = async (deps: ModerationDeps, authorId: PersonId) => {
  const { pool } = deps.db
  const [history, { grades, violations }, suspension] = await Promise.all([
    decisionsAbout(pool, authorId, { after: null, limit: mostHistory }),
    gradesAbout(pool, [authorId]),
    deps.identity.suspensionOf(pool, authorId),
  ])
  const strikes = strikesAt(violations, deps.clock.now()).length
  return {
    ...{ strikes, suggested: suggestedSuspension(strikes) },
    suspended: suspension && { until: suspension.until?.toISOString() ?? null },
    history: history.map((row) => presentDecision(row, grades)),
  }
}

/** Everything that a moderator needs to decide, in eight reads. */
export const readCase = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  caseId: string,
): Promise<ResponseOf<typeof getCase>> => {
  const { pool } = deps.db
  const row = await caseFor(deps, viewer, caseId)
  // Checked boundary: the target of a case about a comment is that comment.
  const commentIds = row.targetKind === 'comment' ? [row.targetId as CommentId] : []
  const [reports, [comment], author, [decision]] = await Promise.all([
    reportsOfCase(pool, caseId, mostReports),
    deps.content.findComments(pool, commentIds),
    authorOfCase(deps, row.authorId),
    findDecisions(pool, row.decisionId === null ? [] : [row.decisionId]),
  ])
  const people = await deps.identity.getAuthors(pool, [
    ...[row.authorId, ...(row.holderId === null ? [] : [row.holderId])],
    ...reports.map(({ reporterId }) => reporterId),
  ])
  const grades = new Map(author.history.map(({ decisionId, grade }) => [decisionId, grade]))
  return {
    case: presentCase(row, { people, viewerId: viewer.personId, now: deps.clock.now() }),
    closedAt: row.closedAt?.toISOString() ?? null,
    decision: decision ? presentDecision(decision, grades) : null,
    commentText: comment?.text ?? null,
    reports: reports.map((report) => ({
      ...{ reason: report.reason, text: report.text },
      reporter: people.get(report.reporterId) ?? null,
      createdAt: report.createdAt.toISOString(),
    })),
    author,
  }
}

const claimOf = (deps: ModerationDeps, viewer: PersonViewer) => {
  const now = deps.clock.now()
  return { holderId: viewer.personId, now, until: new Date(now.getTime() + claimMs) }
}

/** Takes a case, or keeps it. Of several who try at once one gets it. */
export const claim = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  caseId: string,
): Promise<{ until: string }> => {
  const row = await caseFor(deps, viewer, caseId)
  if (row.closedAt !== null) throw new AppError('state_changed')
  const wanted = claimOf(deps, viewer)
  if (!(await holdCase(deps.db.pool, caseId, wanted))) throw new AppError('claimed_by_other')
  return { until: wanted.until.toISOString() }
}

export const claimNext = (deps: ModerationDeps, viewer: PersonViewer): Promise<string | null> =>
  holdNext(deps.db.pool, claimOf(deps, viewer))

export const release = (deps: ModerationDeps, viewer: PersonViewer, caseId: string): Promise<void> =>
  freeCase(deps.db.pool, caseId, viewer.personId)
