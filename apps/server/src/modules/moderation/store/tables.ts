import type { PersonId, PostId, ReportReason, ReportTarget } from '@busker/contract'

/** The tables of the schema `moderation`; only this folder may name them. */
export interface ModerationTables {
  'moderation.report': {
    report_id: string
    reporter_id: PersonId
    target_kind: ReportTarget['kind']
    target_id: string
    post_id: PostId | null
    author_id: PersonId
    reason: ReportReason
    text: string
    created_at: Date
    closed_at: Date | null
    closed_by: PersonId | null
  }
}
