import type {
  Action,
  CommentId,
  OwnReport,
  PersonId,
  PostId,
  ReportReason,
  ReportTarget,
} from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import { pageOf, type Page, type PageRequest } from '#platform/list-page'
import type { Tx } from '#platform/postgres'
import type { ModerationDeps } from './deps.ts'
import { targetOf } from './present.ts'
import { priorityOf } from './rules/priority.ts'
import { dueAfter, gravest } from './rules/severity.ts'
import { openCase, weighCase } from './store/cases.ts'
import {
  countSince,
  findOpen,
  insertReport,
  lockReporter,
  reportsOfPerson,
  weighReports,
  type OwnReportRow,
  type ReportRow,
} from './store/reports.ts'

/** Whoever reports more in a day is not heard better. */
const mostInDay = 50
const dayMs = 86_400_000

interface Subject {
  readonly targetId: string
  readonly postId: PostId | null
  readonly authorId: PersonId
}

/** What a report is about; null when it does not exist. */
const find = async (deps: ModerationDeps, target: ReportTarget): Promise<Subject | null> => {
  switch (target.kind) {
    case 'post': {
      const { postId } = target
      const authorId = await deps.content.authorOf(postId)
      return authorId === null ? null : { targetId: postId, postId, authorId }
    }
    case 'person': {
      const { personId } = target
      const known = await deps.identity.getAuthors(deps.db.pool, [personId])
      return known.has(personId) ? { targetId: personId, postId: null, authorId: personId } : null
    }
    case 'comment': {
      // Checked boundary: an id that names no comment finds none.
      const commentId = target.commentId as CommentId
      const [comment] = await deps.content.findComments(deps.db.pool, [commentId])
      return comment ? { targetId: commentId, postId: comment.postId, authorId: comment.authorId } : null
    }
  }
}

export interface NewReport {
  readonly viewer: PersonViewer
  readonly target: ReportTarget
  readonly reason: ReportReason
  readonly text: string
  readonly told: { readonly surface: Action['surface']; readonly timeZone?: string | undefined }
}

/** Adds a report to the open case about its target, and weighs the case again. */
const addToCase = async (deps: ModerationDeps, tx: Tx, report: ReportRow): Promise<void> => {
  const { createdAt, authorId } = report
  const dueAt = dueAfter(report.reason, createdAt)
  const known = await openCase(tx, { ...report, caseId: deps.ids.uuid(), openedAt: createdAt, dueAt })
  await insertReport(tx, { ...report, caseId: known.caseId })
  const since = new Date(createdAt.getTime() - dayMs)
  const { reporters, reportersOfDay, reasons } = await weighReports(tx, known.caseId, since)
  const reason = gravest(known.reason, reasons)
  const reach = await deps.reach.reachOf(tx, authorId)
  await weighCase(tx, known.caseId, {
    ...{ reason, reporters, reach },
    priority: priorityOf({ reason, reach, reportersOfDay }),
    dueAt: dueAt < known.dueAt ? dueAt : known.dueAt,
  })
}

/** Files a report. While one by the same person about the same thing is open, it stays the only one. */
export const fileReport = async (
  deps: ModerationDeps,
  given: NewReport,
): Promise<{ reportId: string; isNew: boolean }> => {
  const { viewer, target, told } = given
  const { personId } = viewer
  const subject = await find(deps, target)
  if (!subject) throw new AppError('not_found')
  if (subject.authorId === personId) throw new AppError('forbidden')
  return deps.db.transaction(async (tx) => {
    await lockReporter(tx, personId)
    const key = { reporterId: personId, targetKind: target.kind, targetId: subject.targetId }
    const open = await findOpen(tx, key)
    if (open !== null) return { reportId: open, isNew: false }
    const since = new Date(deps.clock.nowMs() - dayMs)
    if ((await countSince(tx, personId, since)) >= mostInDay) throw new AppError('too_many_attempts')
    const { reason, text } = given
    const [reportId, createdAt] = [deps.ids.uuid(), deps.clock.now()]
    await addToCase(deps, tx, { ...key, ...subject, reportId, reason, text, createdAt })
    await deps.bus.emit(tx, 'moderation.acted', {
      ...{ eventId: deps.ids.uuid(), kind: 'report', personId, value: 1, shareToken: null, tags: [] },
      postId: subject.postId,
      authorId: subject.authorId,
      surface: told.surface,
      at: createdAt.toISOString(),
      timeZone: told.timeZone ?? null,
    })
    return { reportId, isNew: true }
  })
}

const outcomeOf = ({ closedAt, outcome, undone }: OwnReportRow): OwnReport['outcome'] => {
  if (closedAt === null) return 'waiting'
  if (outcome === null) return 'closed'
  return undone && outcome === 'acted' ? 'taken_back' : outcome
}

/** A page of what somebody reported and what came of it, in two reads. */
export const listOwn = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  request: PageRequest,
): Promise<Page<OwnReport>> => {
  const { pool } = deps.db
  const { items, next } = pageOf(await reportsOfPerson(pool, viewer.personId, request), request)
  const people = await deps.identity.getAuthors(
    pool,
    items.map(({ authorId }) => authorId),
  )
  const reports = items.map((row) => ({
    ...{ reportId: row.reportId, target: targetOf(row), reason: row.reason, text: row.text },
    about: people.get(row.authorId) ?? null,
    createdAt: row.createdAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    outcome: outcomeOf(row),
  }))
  return { items: reports, next }
}
