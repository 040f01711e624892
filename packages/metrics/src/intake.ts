import { always } from './expression.ts'
import { source, type FactOf } from './source.ts'

/** One batch of reports that was answered, and what became of them. Written by module `telemetry`. */
export const intakeSource = /* @__PURE__ */ source({
  id: 'intake',
  table: 'telemetry_intake',
  entity: 'batch',
  columns: {
    kind: { sql: 'kind', type: 'text' },
    receivedAt: { sql: 'received_at', type: 'time' },
    /** The date in UTC: a batch belongs to the server, not to a viewer. */
    localDate: { sql: 'toDate(received_at)', type: 'date' },
    clientVersion: { sql: 'client_version', type: 'text' },
    device: { sql: 'device', type: 'text' },
    received: { sql: 'received', type: 'integer' },
    accepted: { sql: 'accepted', type: 'integer' },
    late: { sql: 'late', type: 'integer' },
    duplicates: { sql: 'duplicates', type: 'integer' },
    rejected: { sql: 'rejected', type: 'integer' },
    tooLate: { sql: 'too_late', type: 'integer' },
    journalOffset: { sql: 'journal_offset', type: 'integer' },
  },
  latest: { key: ['journalOffset'], order: ['journalOffset'] },
  isUnique: true,
  scope: {},
  receivedAt: 'receivedAt',
  localDate: 'localDate',
  traffic: () => ({ X0: always(), X1: always(), X2: always() }),
})

/** One answered batch. */
export type IntakeFact = FactOf<typeof intakeSource>
