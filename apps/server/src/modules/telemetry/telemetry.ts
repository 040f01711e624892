import type { RequestOf, ResponseOf, reportPlayback, reportViews } from '@busker/contract'
import type { ViewFact } from '@busker/metrics'
import { assert } from '#platform/assert'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { consume, type Checkpoint, type Consumer, type Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import { factCopier } from './copy-facts.ts'
import { playbackFactsIn, playbackRecord, viewFactsIn, viewRecord } from './journal-records.ts'
import { factReporter, type PostLookup, type Watcher } from './report-facts.ts'
import { acceptPlayback } from './rules/accept-playback.ts'
import { acceptView } from './rules/accept-view.ts'
import { recentIds, type RecentIds } from './rules/recent-ids.ts'
import { deleteFrom } from './store/fact-table.ts'

const batchSize = 2000
const recentLimit = 50_000
const maximumConsumers = 32
const insertGapMs = 200

export interface TelemetryParts {
  readonly journal: Journal
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  readonly log: Log
  readonly posts: PostLookup
  /** How far facts are copied to ClickHouse; a file beside the journal. */
  readonly checkpoint: Checkpoint
  /** Distance between inserts, 200 ms unless told; 0 under virtual time. */
  readonly insertGapMs?: number
}

/** Facts in. */
export interface Telemetry {
  /** Judges a batch of reports and answers when the accepted ones are on disk. */
  report(
    batch: RequestOf<typeof reportViews>['body'],
    watcher: Watcher,
  ): Promise<ResponseOf<typeof reportViews>>
  /** Takes reports of playback quality, in the same manner. */
  reportPlayback(
    batch: RequestOf<typeof reportPlayback>['body'],
    watcher: Watcher,
  ): Promise<ResponseOf<typeof reportPlayback>>
  /**
   * Hands every accepted view fact, in journal order and at least once, to another module. After a failure the same
   * batch comes again.
   */
  onViews(
    name: string,
    checkpoint: Checkpoint,
    handler: (facts: readonly ViewFact[]) => Promise<void>,
  ): Consumer
  /** Resolves when the record at this journal offset, by default the newest, can be seen in ClickHouse. */
  flushed(offset?: number): Promise<void>
  /** Lets the batches under way finish, then ends all copying. */
  stop(): Promise<void>
}

/** The ids of the newest records, so that a report repeated across a restart is known as a repetition. */
const readRecentIds = async (journal: Journal): Promise<RecentIds> => {
  const recent = recentIds(recentLimit)
  let offset = Math.max(0, journal.end - recentLimit)
  while (offset < journal.end) {
    const records = await journal.read(offset, batchSize)
    assert(records.length > 0, 'records below the end of the journal can be read')
    for (const { eventId } of [...viewFactsIn(records), ...playbackFactsIn(records)]) recent.add(eventId)
    offset += records.length
  }
  return recent
}

/**
 * Opens telemetry: remembers the newest event ids, removes what an interrupted copy left in ClickHouse beyond the
 * checkpoint, and goes on copying from there.
 *
 * @example
 * const telemetry = await openTelemetry({ journal, clickhouse, clock, log, posts, checkpoint: fileCheckpoint(path) })
 */
export const openTelemetry = async (parts: TelemetryParts): Promise<Telemetry> => {
  const { journal, clickhouse, clock, checkpoint } = parts
  const log = parts.log.child({ module: 'telemetry' })
  const recent = await readRecentIds(journal)
  const copied = await checkpoint.load()
  const removed =
    (await deleteFrom(clickhouse, 'telemetry_view', copied)) +
    (await deleteFrom(clickhouse, 'telemetry_playback', copied))
  if (removed > 0) log.event('telemetry.copy_repeated', { rows: removed })
  const stopping = new AbortController()
  const copy = factCopier({
    clickhouse,
    clock,
    minimumGapMs: parts.insertGapMs ?? insertGapMs,
    signal: stopping.signal,
  })
  const copier = consume(journal, { name: 'telemetry.clickhouse', checkpoint, batchSize, log, handle: copy })
  await copier.started
  const consumers = new Map([['telemetry.clickhouse', copier]])
  const reporting = { journal, clock, posts: parts.posts, recent }
  return {
    report: factReporter(reporting, { accept: acceptView, record: viewRecord }),
    reportPlayback: factReporter(reporting, { accept: acceptPlayback, record: playbackRecord }),
    onViews: (name, ownCheckpoint, handler) => {
      assert(
        !consumers.has(name) && consumers.size < maximumConsumers,
        'each consumer of views has its own name',
      )
      const handle = async (records: Parameters<typeof viewFactsIn>[0]) => {
        const facts = viewFactsIn(records)
        if (facts.length > 0) await handler(facts)
      }
      const consumer = consume(journal, { name, checkpoint: ownCheckpoint, batchSize, log, handle })
      consumers.set(name, consumer)
      return consumer
    },
    flushed: async (offset = journal.end - 1) => {
      if (offset >= 0) await copier.caughtUp(offset)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([...consumers.values()].map((consumer) => consumer.stop()))
    },
  }
}
