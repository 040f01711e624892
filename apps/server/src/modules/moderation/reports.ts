import type {
  Action,
  CommentId,
  ListedReport,
  PersonId,
  PostId,
  ReportReason,
  ReportTarget,
} from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { ModerationDeps, ReportedComment } from './deps.ts'
import {
  countSince,
  findOpen,
  insertReport,
  lockReporter,
  readReports,
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
    await insertReport(tx, { ...key, ...subject, reportId, reason, text, createdAt, closedAt: null })
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

const targetOf = ({ targetKind, targetId, authorId, postId }: ReportRow): ReportTarget => {
  switch (targetKind) {
    case 'person':
      return { kind: 'person', personId: authorId }
    case 'comment':
      return { kind: 'comment', commentId: targetId }
    case 'post':
      // Checked boundary: the target of a report about a post is that post.
      return { kind: 'post', postId: postId ?? (targetId as PostId) }
  }
}

/** A page of reports with the people and comments they are about, in three reads. */
export const listReports = async (
  deps: ModerationDeps,
  page: { state: 'open' | 'closed'; before: string | null; limit: number },
): Promise<{ reports: ListedReport[]; more: boolean }> => {
  const { pool } = deps.db
  const rows = await readReports(pool, { ...page, limit: page.limit + 1 })
  const shown = rows.slice(0, page.limit)
  const commentIds = shown.flatMap((row) => (row.targetKind === 'comment' ? [row.targetId as CommentId] : []))
  const [people, comments] = await Promise.all([
    deps.identity.getAuthors(
      pool,
      shown.flatMap((row) => [row.reporterId, row.authorId]),
    ),
    deps.content.findComments(pool, commentIds),
  ])
  const words = new Map<string, ReportedComment>(comments.map((comment) => [comment.commentId, comment]))
  const present = (row: ReportRow): ListedReport => {
    const comment = words.get(row.targetId)
    return {
      reportId: row.reportId,
      target: targetOf(row),
      reason: row.reason,
      text: row.text,
      reporter: people.get(row.reporterId) ?? null,
      about: people.get(row.authorId) ?? null,
      comment: comment ? { postId: comment.postId, text: comment.text } : null,
      createdAt: row.createdAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
    }
  }
  return { reports: shown.map(present), more: rows.length > page.limit }
}
