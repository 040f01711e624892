import { always, and, gte, is, lt, not, or, times } from './expression.ts'
import { predicate } from './evaluate.ts'
import { source, type FactOf } from './source.ts'

/**
 * A view: from the first rendered frame of one post for one viewer until it leaves the viewport. Its reports are
 * cumulative; the one with the highest `seq` tells all of it. Written by module `telemetry`.
 */
export const viewSource = /* @__PURE__ */ source({
  id: 'view',
  table: 'telemetry_view',
  entity: 'view',
  columns: {
    eventId: { sql: 'event_id', type: 'uuid' },
    viewId: { sql: 'view_id', type: 'uuid' },
    seq: { sql: 'seq', type: 'integer' },
    viewerId: { sql: 'viewer_id', type: 'text' },
    viewerKind: { sql: 'viewer_kind', type: 'text' },
    postId: { sql: 'post_id', type: 'uuid' },
    slotId: { sql: 'slot_id', type: 'optional_uuid' },
    surface: { sql: 'surface', type: 'text' },
    occurredAt: { sql: 'occurred_at', type: 'time' },
    receivedAt: { sql: 'received_at', type: 'time' },
    localDate: { sql: 'local_date', type: 'date' },
    timeZone: { sql: 'time_zone', type: 'text' },
    visibleMs: { sql: 'visible_ms', type: 'integer' },
    played: { sql: 'played', type: 'intervals' },
    uniqMs: { sql: 'uniq_ms', type: 'integer' },
    durationMs: { sql: 'duration_ms', type: 'integer' },
    version: { sql: 'version', type: 'integer' },
    soundOn: { sql: 'sound_on', type: 'boolean' },
    isSelfView: { sql: 'is_self_view', type: 'boolean' },
    authorId: { sql: 'author_id', type: 'text' },
    clientVersion: { sql: 'client_version', type: 'text' },
    country: { sql: 'country', type: 'text' },
    device: { sql: 'device', type: 'text' },
    traffic: { sql: 'traffic', type: 'text' },
    flags: { sql: 'flags', type: 'text_list' },
    journalOffset: { sql: 'journal_offset', type: 'integer' },
  },
  latest: { key: ['postId', 'viewId'], order: ['seq', 'journalOffset'] },
  settledTable: 'telemetry_view_final',
  past: {
    table: 'telemetry_view_past',
    columns: [
      ...(['viewerId', 'postId', 'slotId', 'surface', 'occurredAt', 'receivedAt', 'localDate'] as const),
      ...(['timeZone', 'visibleMs', 'uniqMs', 'durationMs', 'isSelfView', 'authorId'] as const),
      ...(['clientVersion', 'country', 'device', 'traffic'] as const),
    ],
  },
  scope: { postId: 'postId', authorId: 'authorId', version: 'version' },
  receivedAt: 'receivedAt',
  localDate: 'localDate',
  traffic: (column) => ({
    X0: always(),
    X1: not(or(column.isSelfView, is(column.traffic, 'self'), is(column.traffic, 'bot'))),
    X2: and(not(column.isSelfView), is(column.traffic, 'ok')),
  }),
})

/** One stored report about one view. */
export type ViewFact = FactOf<typeof viewSource>

const { visibleMs, uniqMs, durationMs } = viewSource.column

const hookMs = 3000

/** v0: the first frame was rendered, which is what makes a view. */
export const started = /* @__PURE__ */ always<'view'>()
/** Complete: at least 95 % of the video was played, each moment counted once. In integers: 20·uniq ≥ 19·length. */
export const complete = /* @__PURE__ */ gte(
  /* @__PURE__ */ times(uniqMs, 20),
  /* @__PURE__ */ times(durationMs, 19),
)
/** v3: visible for 3 s, or complete where the video itself is shorter. */
export const hooked = /* @__PURE__ */ or(
  /* @__PURE__ */ gte(visibleMs, hookMs),
  /* @__PURE__ */ and(/* @__PURE__ */ lt(durationMs, hookMs), complete),
)

/** v0 of one view, as a function. */
export const isStarted = /* @__PURE__ */ predicate(viewSource, started)
/** v3 of one view, as a function: the same definition as in SQL. */
export const isHooked = /* @__PURE__ */ predicate(viewSource, hooked)
/** Completeness of one view, as a function: the same definition as in SQL. */
export const isComplete = /* @__PURE__ */ predicate(viewSource, complete)

/** How often the video was watched through, as a fraction: visible time over its length. */
export const loops = (view: Pick<ViewFact, 'visibleMs' | 'durationMs'>): number =>
  view.visibleMs / view.durationMs
