import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  postId as postIdSchema,
  type ClientAction,
  type PlaybackEvent,
  type ViewEvent,
} from '@busker/contract'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Clickhouse } from '#platform/clickhouse'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { openJournal, type Checkpoint, type Journal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'
import { openTelemetry, type TelemetryParts } from './telemetry.ts'

const log = silentLog()

export const clock = virtualClock(Date.parse('2026-11-22T12:00:00Z'))
export const ids = seededIds(clock, 'telemetry')
export const authorId = ids.uuid()
export const postId = postIdSchema.parse(ids.uuid())
export const watcher = { id: 'somebody', kind: 'person' } as const

const posts = {
  lengthsOf: async (asked: readonly string[]) =>
    new Map(asked.filter((id) => id === postId).map((id) => [id, { durationMs: 10_000, authorId }])),
}

/** Everything sent now from Berlin. */
const batchOf = <Event>(events: readonly Event[]) => ({
  sentAt: clock.now().toISOString(),
  timeZone: 'Europe/Berlin',
  events: [...events],
})

export const reportOf = (...events: ViewEvent[]) => batchOf(events)
export const actionReportOf = (...events: ClientAction[]) => batchOf(events)
export const playbackReportOf = (...events: PlaybackEvent[]) => batchOf(events)

export const eventWith = (changes: Partial<ViewEvent> = {}): ViewEvent => ({
  eventId: ids.uuid(),
  viewId: ids.uuid(),
  seq: 0,
  postId,
  slotId: null,
  surface: 'feed',
  startedAt: clock.now().toISOString(),
  clientTime: clock.now().toISOString(),
  visibleMs: 1500,
  played: [[0, 1500]],
  durationMs: 10_000,
  soundOn: true,
  ...changes,
})

export const playingWith = (changes: Partial<PlaybackEvent> = {}): PlaybackEvent => ({
  eventId: ids.uuid(),
  postId,
  surface: 'feed',
  clientTime: clock.now().toISOString(),
  rendition: '540',
  firstFrameMs: 120,
  preloaded: false,
  playedMs: 3000,
  stalls: 1,
  stalledMs: 400,
  switchesDown: 1,
  failure: null,
  ...changes,
})

export const opening = (changes: { clientTime?: string } = {}): ClientAction => ({
  ...{ eventId: ids.uuid(), kind: 'app_open', surface: 'feed', clientTime: clock.now().toISOString() },
  ...changes,
})

export const memoryCheckpoint = (): Checkpoint & { offset: number } => ({
  offset: 0,
  async load() {
    return this.offset
  },
  async save(offset) {
    this.offset = offset
  },
})

/** Facts and a journal for the tests of one file: the facts are empty and the journal is new for each test. */
export const openTestFacts = () => {
  const place = { folder: '', journals: 0 }
  let facts: TestClickhouse
  let journal: Journal
  beforeAll(async () => {
    place.folder = await mkdtemp(join(tmpdir(), 'busker-telemetry-'))
    facts = await createTestClickhouse()
  })
  beforeEach(async () => {
    await facts.clickhouse.command(`TRUNCATE ALL TABLES FROM ${facts.clickhouse.database} LIKE 'telemetry%'`)
    place.journals += 1
    journal = await openJournal({ folder: join(place.folder, `journal-${place.journals}`), log })
    return () => journal.close()
  })
  afterAll(async () => {
    await facts.close()
    await rm(place.folder, { recursive: true })
  })
  const clickhouse = (): Clickhouse => facts.clickhouse
  const open = (parts: Partial<TelemetryParts> = {}) =>
    openTelemetry({
      ...{ journal, clickhouse: clickhouse(), clock, log, posts },
      ...{ checkpoint: memoryCheckpoint(), insertGapMs: 0, ...parts },
    })
  const storedIds = async (): Promise<string[]> => {
    const rows = await clickhouse().query<{ event_id: string }>('SELECT event_id FROM telemetry_view')
    return rows.map((row) => row.event_id).sort()
  }
  const playbackRows = () =>
    clickhouse().query<{ event_id: string; journal_offset: number }>(
      'SELECT * FROM telemetry_playback ORDER BY journal_offset',
    )
  const rows = (table: string) =>
    clickhouse().query<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY journal_offset`)
  return { clickhouse, journal: () => journal, open, rows, storedIds, playbackRows }
}
