import type {
  ClientId,
  GivenClientRole,
  ImportId,
  ImportMapping,
  ImportQuestion,
  ImportRefusalCode,
  ImportState,
  LineRefusal,
  OrganisationId,
  PersonId,
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
  'outside.rate': {
    client_id: ClientId
    day: string
    from_currency: string
    to_currency: string
    rate: string
    set_by: PersonId
    set_at: Date
  }
}
