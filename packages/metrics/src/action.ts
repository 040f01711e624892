import { always, is, not, or } from './expression.ts'
import { source, type FactOf } from './source.ts'

/** What a person did besides watching; an undo is a fact of its own. Written by module `telemetry`. */
export const actionSource = /* @__PURE__ */ source({
  id: 'action',
  table: 'telemetry_action',
  entity: 'action',
  columns: {
    eventId: { sql: 'event_id', type: 'uuid' },
    kind: { sql: 'kind', type: 'text' },
    personId: { sql: 'person_id', type: 'text' },
    personKind: { sql: 'person_kind', type: 'text' },
    postId: { sql: 'post_id', type: 'optional_uuid' },
    authorId: { sql: 'author_id', type: 'text' },
    surface: { sql: 'surface', type: 'text' },
    value: { sql: 'value', type: 'integer' },
    shareToken: { sql: 'share_token', type: 'text' },
    tags: { sql: 'tags', type: 'text_list' },
    occurredAt: { sql: 'occurred_at', type: 'time' },
    receivedAt: { sql: 'received_at', type: 'time' },
    localDate: { sql: 'local_date', type: 'date' },
    timeZone: { sql: 'time_zone', type: 'text' },
    clientVersion: { sql: 'client_version', type: 'text' },
    country: { sql: 'country', type: 'text' },
    device: { sql: 'device', type: 'text' },
    traffic: { sql: 'traffic', type: 'text' },
    flags: { sql: 'flags', type: 'text_list' },
    journalOffset: { sql: 'journal_offset', type: 'integer' },
  },
  latest: { key: ['eventId'], order: ['journalOffset'] },
  isUnique: true,
  scope: { postId: 'postId', authorId: 'authorId' },
  receivedAt: 'receivedAt',
  localDate: 'localDate',
  traffic: (column) => ({
    X0: always(),
    X1: not(or(is(column.traffic, 'self'), is(column.traffic, 'bot'))),
    X2: is(column.traffic, 'ok'),
  }),
})

/** One stored action. */
export type ActionFact = FactOf<typeof actionSource>
