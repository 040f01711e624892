import type {
  EligibilityCheck,
  JournalId,
  ManualTransfer,
  PayoutId,
  PayoutRail,
  PayoutState,
  PersonId,
  PostId,
  RewardTermsBody,
} from '@busker/contract'
import type { Currency } from '@busker/money'
import type { ColumnType } from 'kysely'

type Json<T> = ColumnType<T, string, string>
/** Written once, by the row that is inserted without it. */
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>

/** The tables of the schema `rewards`; only this folder may name them. */
export interface RewardsTables {
  'rewards.terms': {
    version: number
    effective_from: string
    body: Json<RewardTermsBody>
    reason: string
    set_by: PersonId
    set_at: Date
  }
  'rewards.membership': {
    person_id: PersonId
    state: 'member' | 'refused' | 'left'
    since: Date
    apply_again_from: string | null
    checks: Json<EligibilityCheck[]>
  }
  'rewards.membership_span': { person_id: PersonId; from_at: Date; until_at: Date | null }
  'rewards.period': {
    period_id: string
    from_day: string
    to_day: string
    state: 'open' | 'closing' | 'closed' | 'final'
    terms_version: number
    currency: Currency
    pool_micro: bigint
    closes_on: string
    final_on: string
    attempt: ColumnType<number, number | undefined>
    secret: string
    creators_micro: Later<bigint>
    rights_micro: Later<bigint>
    held_back_micro: Later<bigint>
    unallocated_micro: Later<bigint>
    creators: Later<number>
    views: Later<bigint>
    qualified_views: Later<bigint>
    root: Later<string>
    final_root: Later<string>
    closed_at: Later<Date>
    final_at: Later<Date>
  }
  'rewards.view': {
    period_id: string
    attempt: number
    view_id: string
    viewer_id: string
    viewer_kind: string
    post_id: PostId
    began_at: Date
    surface: string
    visible_ms: number
    uniq_ms: number
    traffic: string
    is_self_view: boolean
  }
  'rewards.video': {
    period_id: string
    attempt: number
    post_id: PostId
    creator_id: PersonId
    duration_ms: number
    is_withdrawn: boolean
    counted_before: bigint
    counted_after: Later<bigint>
  }
  'rewards.action_day': {
    period_id: string
    attempt: number
    post_id: PostId
    day: string
    likes: number
    comments: number
    saves: number
    shares: number
  }
  'rewards.void': {
    period_id: string
    kind: 'post' | 'creator' | 'viewer'
    subject: string
    reason: string
    set_by: PersonId
    set_at: Date
    in_close: ColumnType<boolean, boolean | undefined>
  }
  'rewards.statement': {
    period_id: string
    person_id: PersonId
    currency: Currency
    amount_micro: bigint
    final_micro: Later<bigint>
    views: bigint
    qualified_views: bigint
    document: string
    final_document: Later<string>
  }
  'rewards.audit': {
    audit_id: string
    at: Date
    set_by: PersonId
    action: string
    subject: string
    reason: string
  }
  'rewards.payee': {
    person_id: PersonId
    country: string
    tax_form: 'w9' | 'w8ben' | 'dac7' | 'other' | null
    tax_country: string | null
    tax_number_hash: string | null
    tax_number_last: string | null
    tax_form_at: Date | null
    changed_at: Date
  }
  'rewards.payout': {
    payout_id: PayoutId
    person_id: PersonId
    request_key: string
    rail: PayoutRail
    currency: Currency
    asked_micro: bigint | null
    amount_micro: bigint
    withheld_micro: bigint
    jurisdiction: string
    state: PayoutState
    note: string | null
    request_txn: string
    paid_txn: Later<string>
    requested_at: Date
    changed_at: Date
    paid_at: Later<Date>
  }
  'rewards.payout_step': {
    payout_id: PayoutId
    step: number
    state: PayoutState
    note: string | null
    at: Date
  }
  'rewards.journal': {
    journal_id: JournalId
    request_key: string
    transfer: Json<ManualTransfer>
    reason: string
    state: 'proposed' | 'posted' | 'refused' | 'withdrawn'
    proposed_by: PersonId
    proposed_at: Date
    decided_by: Later<PersonId>
    decided_at: Later<Date>
    decision_reason: Later<string>
    txn_id: Later<string>
  }
}
