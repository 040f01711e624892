import type { RequestOf, ResponseOf, reportActions, reportPlayback, reportViews } from '@busker/contract'
import type { Unsettled, ViewFact } from '@busker/metrics'
import { assert } from '#platform/assert'
import type { Bus } from '#platform/bus'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { consume, type Checkpoint, type Consumer, type Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import { deleteCopiesFrom, factCopier } from './copy-facts.ts'
import { isView, viewFactsIn } from './journal-records.ts'
import { readMemory } from './memory.ts'
import { openReporters, type PostLookup, type Watcher } from './open-reporters.ts'
import { createCalendars } from './rules/calendar.ts'
import type { ServedPage } from './rules/impressions.ts'
import { originOf, type Origin, type RequestHeaders } from './rules/origin.ts'
import { pageServer } from './serve-slots.ts'
import { readShareResults, type ShareResults } from './store/share-results.ts'
import { readSlotWatches, type SlotWatch } from './store/slot-watches.ts'
import { viewSettler, type SettleOptions } from './settle-views.ts'
import { actionWriter, listenToActions } from './told-actions.ts'

const batchSize = 10_000
const maximumConsumers = 32
const insertGapMs = 200
/** Who is told of views writes them down: under load fifty times in a second, not once for each batch of reports. */
const viewsRestMs = 20

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
  /** The header in which a proxy tells the country of a request; undefined: countries are not known. */
  readonly countryHeader?: string | undefined
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
  /** Takes the actions that only a client knows, in the same manner. */
  reportActions(
    batch: RequestOf<typeof reportActions>['body'],
    watcher: Watcher,
  ): Promise<ResponseOf<typeof reportActions>>
  /** What the headers of a request tell about the app it came from. */
  originOf(headers: RequestHeaders): Origin
  /**
   * Notes the slots of a page that goes to a viewer now. It returns at once: the answer need not wait for the disk, and
   * nothing that happens here can fail the page.
   */
  served(page: ServedPage): void
  /** Makes facts of the actions that other modules tell; before the jobs start. */
  listen(bus: Bus): void
  /**
   * Hands every accepted view fact, in journal order and at least once, to another module. After a failure the same
   * batch comes again.
   */
  onViews(
    name: string,
    checkpoint: Checkpoint,
    handler: (facts: readonly ViewFact[]) => Promise<void>,
  ): Consumer
  /** The reports that `telemetry_view_final` may not know yet: a reader takes these beside the final table. */
  unsettled(): Unsettled
  /** Makes the final table of the unsettled days again, the oldest first, a few at a time. */
  settle(options?: SettleOptions): Promise<void>
  /** Resolves when the final table lacks nothing that was there `ageMs` ago; nothing at all where that is cheap. */
  settleWithin(ageMs: number): Promise<void>
  /** Resolves when every unsettled day has been made again. */
  settled(): Promise<void>
  /** What came of slots, as far as it is told on these days; slots that never came into view are absent. */
  watchesOf(
    slotIds: readonly string[],
    days: { readonly from: string; readonly to: string },
  ): Promise<readonly SlotWatch[]>
  /** What came of a shared address, as far as it is copied by now. */
  shareResults(share: {
    readonly token: string
    readonly postId: string
    readonly sharerId: string
  }): Promise<ShareResults>
  /** Resolves when the record at this journal offset, by default the newest, can be seen in ClickHouse. */
  flushed(offset?: number): Promise<void>
  /** Lets the batches under way finish, then ends all copying. */
  stop(): Promise<void>
}

/**
 * Opens telemetry: remembers the newest event ids, removes what an interrupted copy left in ClickHouse beyond the
 * checkpoint, and goes on copying from there.
 *
 * @example
 * const telemetry = await openTelemetry({ journal, clickhouse, clock, log, posts, checkpoint: fileCheckpoint(path) })
 */
export const openTelemetry = async (parts: TelemetryParts): Promise<Telemetry> => {
  const { journal, clickhouse, clock, checkpoint, posts } = parts
  const log = parts.log.child({ module: 'telemetry' })
  const { recent, slots } = await readMemory(journal)
  const removed = await deleteCopiesFrom(clickhouse, await checkpoint.load())
  if (removed > 0) log.event('telemetry.copy_repeated', { rows: removed })
  const settler = await viewSettler({ clickhouse, clock, log })
  const stopping = new AbortController()
  const handle = factCopier({
    ...{ clickhouse, clock, signal: stopping.signal, onViewsCopied: settler.changed },
    minimumGapMs: parts.insertGapMs ?? insertGapMs,
  })
  const copier = consume(journal, { name: 'telemetry.clickhouse', checkpoint, batchSize, log, handle })
  await copier.started
  const consumers = new Map([['telemetry.clickhouse', copier]])
  const shared = { journal, clickhouse, clock, log, posts, recent, slots, calendarOf: createCalendars() }
  const pages = pageServer(shared)
  const flushed = async (offset?: number) => {
    await pages.written()
    const last = offset ?? journal.end - 1
    if (last >= 0) await copier.caughtUp(last)
  }
  return {
    ...openReporters(shared),
    originOf: (headers) => originOf(headers, parts.countryHeader),
    served: pages.served,
    listen: (bus) => listenToActions(bus, actionWriter(shared)),
    onViews: (name, ownCheckpoint, handler) => {
      const isFree = !consumers.has(name) && consumers.size < maximumConsumers
      assert(isFree, 'each consumer of views has its own name')
      const handleViews = async (records: Parameters<typeof viewFactsIn>[0]) => {
        const facts = viewFactsIn(records)
        if (facts.length > 0) await handler(facts)
      }
      const consumer = consume(journal, {
        ...{ name, checkpoint: ownCheckpoint, batchSize, log, handle: handleViews },
        ...{ concerns: isView, restMs: viewsRestMs },
      })
      consumers.set(name, consumer)
      return consumer
    },
    unsettled: settler.unsettled,
    settle: settler.settle,
    settleWithin: settler.settleWithin,
    settled: settler.settled,
    watchesOf: (slotIds, days) => readSlotWatches(clickhouse, slotIds, days),
    shareResults: (share) => readShareResults(clickhouse, share),
    flushed,
    stop: async () => {
      stopping.abort()
      await pages.written()
      await Promise.all([settler.stop(), ...[...consumers.values()].map((consumer) => consumer.stop())])
    },
  }
}
