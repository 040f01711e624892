import type { Measures, PersonId, PostId, ReportReason, ReportTarget } from '@busker/contract'
import type { JSONColumnType } from 'kysely'
import type { Held } from '../rules/effects.ts'

type TargetKind = ReportTarget['kind']

/** The tables of the schema `moderation`; only this folder may name them. */
export interface ModerationTables {
  'moderation.report': {
    report_id: string
    reporter_id: PersonId
    target_kind: TargetKind
    target_id: string
    post_id: PostId | null
    author_id: PersonId
    reason: ReportReason
    text: string
    created_at: Date
    closed_at: Date | null
    closed_by: PersonId | null
    /** Null: closed before there were cases. */
    case_id: string | null
  }
  'moderation.report_case': {
    case_id: string
    target_kind: TargetKind
    target_id: string
    post_id: PostId | null
    author_id: PersonId
    reason: ReportReason
    reporters: number
    reach: bigint
    priority: number
    opened_at: Date
    due_at: Date
    holder_id: PersonId | null
    held_until: Date | null
    closed_at: Date | null
    closed_by: PersonId | null
    outcome: 'acted' | 'no_violation' | null
    decision_id: string | null
  }
  'moderation.decision': {
    decision_id: string
    case_id: string
    target_kind: TargetKind
    target_id: string
    post_id: PostId | null
    author_id: PersonId
    kind: 'act' | 'dismiss'
    rule: ReportReason
    text: string
    measures: JSONColumnType<Measures>
    violation: boolean
    automated: boolean
    decided_by: PersonId | null
    decided_at: Date
    before: JSONColumnType<Held>
    after: JSONColumnType<Held>
  }
  'moderation.undoing': {
    decision_id: string
    by: 'appeal' | 'withdrawal'
    person_id: PersonId
    text: string
    undone_at: Date
    before: JSONColumnType<Held>
    after: JSONColumnType<Held>
  }
  'moderation.notice_read': { decision_id: string; read_at: Date }
  'moderation.appeal': {
    appeal_id: string
    decision_id: string
    decision_by: PersonId | null
    person_id: PersonId
    text: string
    created_at: Date
    outcome: 'upheld' | 'overturned' | null
    ruled_by: PersonId | null
    ruled_at: Date | null
    answer: string | null
    same_person: boolean
  }
}
