import { always, is, not, or } from './expression.ts'
import { source, type FactOf } from './source.ts'

/** How well one playing of a video went. Written by module `telemetry`. */
export const playbackSource = /* @__PURE__ */ source({
  id: 'playback',
  table: 'telemetry_playback',
  entity: 'playing',
  columns: {
    eventId: { sql: 'event_id', type: 'uuid' },
    viewerId: { sql: 'viewer_id', type: 'text' },
    viewerKind: { sql: 'viewer_kind', type: 'text' },
    postId: { sql: 'post_id', type: 'uuid' },
    surface: { sql: 'surface', type: 'text' },
    occurredAt: { sql: 'occurred_at', type: 'time' },
    receivedAt: { sql: 'received_at', type: 'time' },
    localDate: { sql: 'local_date', type: 'date' },
    timeZone: { sql: 'time_zone', type: 'text' },
    rendition: { sql: 'rendition', type: 'text' },
    /** From the wish to play to the first picture; null when there was none. */
    firstFrameMs: { sql: 'first_frame_ms', type: 'optional_integer' },
    preloaded: { sql: 'preloaded', type: 'boolean' },
    playedMs: { sql: 'played_ms', type: 'integer' },
    stalls: { sql: 'stalls', type: 'integer' },
    stalledMs: { sql: 'stalled_ms', type: 'integer' },
    switchesDown: { sql: 'switches_down', type: 'integer' },
    failure: { sql: 'failure', type: 'text' },
    clientVersion: { sql: 'client_version', type: 'text' },
    country: { sql: 'country', type: 'text' },
    device: { sql: 'device', type: 'text' },
    traffic: { sql: 'traffic', type: 'text' },
    flags: { sql: 'flags', type: 'text_list' },
    journalOffset: { sql: 'journal_offset', type: 'integer' },
  },
  latest: { key: ['postId', 'eventId'], order: ['journalOffset'] },
  isUnique: true,
  scope: { postId: 'postId' },
  receivedAt: 'receivedAt',
  localDate: 'localDate',
  traffic: (column) => ({
    X0: always(),
    X1: not(or(is(column.traffic, 'self'), is(column.traffic, 'bot'))),
    X2: is(column.traffic, 'ok'),
  }),
})

/** One stored playing. */
export type PlaybackFact = FactOf<typeof playbackSource>
