import type { PersonId } from '@busker/contract'
import type { ReferenceRow, ReferenceTableId } from '@busker/metrics'

/** The tables of the schema `reference`; only this folder may name them. */
export interface ReferenceTables {
  'reference.version': {
    version_id: string
    table_id: ReferenceTableId
    source: string
    sha256: string
    lines: number
    first_date: string
    last_date: string
    uploaded_at: Date
    uploaded_by: PersonId
    withdrawn_at: Date | null
    withdrawn_by: PersonId | null
  }
  'reference.row': {
    version_id: string
    line: number
    date: string
    cells: ReferenceRow['cells']
  }
}
