import type { Clickhouse } from '#platform/clickhouse'
import type { PlaybackFact } from '../rules/accept-playback.ts'
import type { FactTable } from './fact-table.ts'

const toRow = (fact: PlaybackFact): Record<string, unknown> => ({
  event_id: fact.eventId,
  viewer_id: fact.viewerId,
  viewer_kind: fact.viewerKind,
  post_id: fact.postId,
  surface: fact.surface,
  occurred_at: new Date(fact.occurredAt).toISOString(),
  received_at: new Date(fact.receivedAt).toISOString(),
  local_date: fact.localDate,
  time_zone: fact.timeZone,
  rendition: fact.rendition,
  first_frame_ms: fact.firstFrameMs,
  preloaded: fact.preloaded,
  played_ms: fact.playedMs,
  stalls: fact.stalls,
  stalled_ms: fact.stalledMs,
  switches_down: fact.switchesDown,
  failure: fact.failure ?? '',
  flags: fact.flags,
  journal_offset: fact.journalOffset,
})

const lookup = `
  SELECT event_id
  FROM telemetry_playback
  WHERE (post_id, event_id) IN (
    SELECT keys.1, keys.2
    FROM (SELECT arrayJoin(arrayZip({postIds:Array(UUID)}, {eventIds:Array(UUID)})) AS keys)
  )`

/** Facts of playback quality, one row for each playing. */
export const playbackTable: FactTable<PlaybackFact> = {
  name: 'telemetry_playback',
  insert: (clickhouse: Clickhouse, facts) => clickhouse.insert('telemetry_playback', facts.map(toRow)),
  lookUp: (clickhouse, facts) =>
    clickhouse.query<{ event_id: string }>(lookup, {
      postIds: facts.map((fact) => fact.postId),
      eventIds: facts.map((fact) => fact.eventId),
    }),
}
