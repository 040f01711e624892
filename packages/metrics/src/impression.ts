import { always, is, not, or } from './expression.ts'
import { source, type FactOf } from './source.ts'

/** One serving of one post at one place of one page. Written by module `telemetry` for the feed. */
export const impressionSource = /* @__PURE__ */ source({
  id: 'impression',
  table: 'telemetry_impression',
  entity: 'impression',
  columns: {
    /** The slot: a view carries it back. */
    eventId: { sql: 'event_id', type: 'uuid' },
    requestId: { sql: 'request_id', type: 'uuid' },
    position: { sql: 'position', type: 'integer' },
    viewerId: { sql: 'viewer_id', type: 'text' },
    viewerKind: { sql: 'viewer_kind', type: 'text' },
    postId: { sql: 'post_id', type: 'uuid' },
    authorId: { sql: 'author_id', type: 'text' },
    source: { sql: 'source', type: 'text' },
    /** In millionths: arithmetic is on integers. */
    propensityMicros: { sql: 'propensity_micros', type: 'integer' },
    modelVersion: { sql: 'model_version', type: 'text' },
    occurredAt: { sql: 'occurred_at', type: 'time' },
    receivedAt: { sql: 'received_at', type: 'time' },
    localDate: { sql: 'local_date', type: 'date' },
    timeZone: { sql: 'time_zone', type: 'text' },
    country: { sql: 'country', type: 'text' },
    device: { sql: 'device', type: 'text' },
    traffic: { sql: 'traffic', type: 'text' },
    journalOffset: { sql: 'journal_offset', type: 'integer' },
  },
  latest: { key: ['postId', 'eventId'], order: ['journalOffset'] },
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

/** One stored impression. */
export type ImpressionFact = FactOf<typeof impressionSource>
