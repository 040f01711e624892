import type {
  CallAction,
  ClientId,
  ClientReportId,
  ConversionEvent,
  GivenClientRole,
  ImportId,
  ImportMapping,
  ImportQuestion,
  ImportRefusalCode,
  ImportState,
  LineRefusal,
  LinkId,
  OrganisationId,
  PersonId,
  ReportContent,
  ReportLinkId,
  PostId,
} from '@busker/contract'
import type { ColumnType } from 'kysely'
import type { Answers } from '../rules/answers.ts'

/** Written as text, read as what it holds. */
type Json<Value> = ColumnType<Value, string, string>
type Defaulted<Value> = ColumnType<Value, Value | undefined, Value>
type DefaultedJson<Value> = ColumnType<Value, string | undefined, string>

/** The tables of the schema `outside`; only this folder may name them. */
export interface OutsideTables {
  'outside.client': {
    client_id: ClientId
    organisation_id: OrganisationId
    name: string
    currency: string
    region: string
    time_zone: string
    buyer_key: string
    created_at: Date
    created_by: PersonId
    archived_at: Date | null
    is_demo: Defaulted<boolean>
    /** How often its facts were made. */
    revision: Defaulted<bigint>
  }
  'outside.client_member': {
    client_id: ClientId
    person_id: PersonId
    role: GivenClientRole
    added_at: Date
    added_by: PersonId
  }
  'outside.import': {
    import_id: ImportId
    client_id: ClientId
    file_name: string
    bytes: bigint
    sha256: string | null
    state: ImportState
    uploaded_by: PersonId
    uploaded_at: Date
    changed_at: Date
    formats: Defaulted<string[]>
    question: Json<ImportQuestion | null> | null
    answers: DefaultedJson<Answers>
    load_id: string | null
    journal_offset: bigint | null
    as_of: string | null
    period_from: string | null
    period_to: string | null
    bytes_read: Defaulted<bigint>
    lines_taken: Defaulted<bigint>
    lines_refused: Defaulted<bigint>
    kinds: DefaultedJson<Record<string, number>>
    lines_new: bigint | null
    lines_changed: bigint | null
    refusal_code: ImportRefusalCode | null
    refusal_detail: Json<Record<string, string> | null> | null
    repeats: ImportId | null
    undone_at: Date | null
    undone_by: PersonId | null
  }
  'outside.refused_line': {
    import_id: ImportId
    ordinal: number
    sheet: string
    line: number
    reason: LineRefusal
    column_name: string
    value: string
  }
  'outside.mapping': {
    client_id: ClientId
    signature: string
    mapping: Json<ImportMapping>
    saved_at: Date
    saved_by: PersonId
  }
  'outside.agency_logo': {
    organisation_id: OrganisationId
    sha256: string
    set_by: PersonId
    set_at: Date
  }
  'outside.report': {
    report_id: ClientReportId
    client_id: ClientId
    period_from: string
    period_to: string
    made_at: Date
    made_by: PersonId | null
    logo: string | null
    content: Json<ReportContent>
  }
  'outside.report_link': {
    link_id: ReportLinkId
    report_id: ClientReportId
    token_hash: string
    created_at: Date
    created_by: PersonId
    expires_at: Date
    revoked_at: Date | null
    opened: Defaulted<number>
    last_opened_at: Date | null
  }
  'outside.report_schedule': {
    client_id: ClientId
    every: 'week' | 'month'
    next_from: string
    set_by: PersonId
    set_at: Date
  }
  'outside.rate': {
    client_id: ClientId
    day: string
    from_currency: string
    to_currency: string
    rate: string
    set_by: PersonId
    set_at: Date
  }
  'outside.link': {
    link_id: LinkId
    client_id: ClientId
    code: string
    label: string
    campaign: string
    destination: string
    goal: ConversionEvent
    created_at: Date
    created_by: PersonId
    closed_at: Date | null
  }
  'outside.link_placement': {
    placement_id: string
    link_id: LinkId
    post_id: PostId
    author_id: PersonId
    action: CallAction
    destination: string
    placed_at: Date
    removed_at: Date | null
  }
  'outside.conversion_key': {
    client_id: ClientId
    key_hash: string
    made_at: Date
    made_by: PersonId
  }
}
