import type { Clickhouse } from '#platform/clickhouse'
import { sleep, type Clock } from '#platform/clock'
import type { JournalRecord } from '#platform/journal'
import { playbackFactsIn, viewFactsIn } from './journal-records.ts'
import { storedEventIds, type FactTable } from './store/fact-table.ts'
import { playbackTable } from './store/playback-facts.ts'
import { viewTable } from './store/view-facts.ts'

export interface CopyOptions {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  /** Every insert makes a part that the engine must merge later, so inserts keep this distance. */
  readonly minimumGapMs: number
  readonly signal: AbortSignal
}

const firstOfEach = <Fact extends { readonly eventId: string }>(facts: readonly Fact[]): Fact[] =>
  [...new Map(facts.toReversed().map((fact) => [fact.eventId, fact])).values()].toReversed()

const insertFresh = async <Fact extends { readonly eventId: string }>(
  clickhouse: Clickhouse,
  table: FactTable<Fact>,
  facts: readonly Fact[],
): Promise<void> => {
  if (facts.length === 0) return
  const stored = await storedEventIds(clickhouse, table, facts)
  const fresh = facts.filter((fact) => !stored.has(fact.eventId))
  if (fresh.length > 0) await table.insert(clickhouse, fresh)
}

/**
 * Copies batches of journal records to ClickHouse. It may be given the same records again (after a crash or a failed
 * insert): what is stored already is left out, so each event is there once.
 */
export const factCopier = (options: CopyOptions): ((records: readonly JournalRecord[]) => Promise<void>) => {
  const { clickhouse, clock, minimumGapMs, signal } = options
  let nextInsertMs = 0
  return async (records) => {
    const views = firstOfEach(viewFactsIn(records))
    const playings = firstOfEach(playbackFactsIn(records))
    if (views.length + playings.length === 0) return
    const waitMs = Math.min(minimumGapMs, nextInsertMs - clock.nowMs())
    if (waitMs > 0) await sleep(waitMs, signal)
    await insertFresh(clickhouse, viewTable, views)
    await insertFresh(clickhouse, playbackTable, playings)
    nextInsertMs = clock.nowMs() + minimumGapMs
  }
}
