import type { ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import { sleep, type Clock } from '#platform/clock'
import type { JournalRecord } from '#platform/journal'
import { viewFactsIn } from './journal-records.ts'
import { insertFacts, storedEventIds } from './store/view-facts.ts'

export interface CopyOptions {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  /** Every insert makes a part that the engine must merge later, so inserts keep this distance. */
  readonly minimumGapMs: number
  readonly signal: AbortSignal
}

const firstOfEach = (facts: readonly ViewFact[]): ViewFact[] =>
  [...new Map(facts.toReversed().map((fact) => [fact.eventId, fact])).values()].toReversed()

/**
 * Copies batches of journal records to ClickHouse. It may be given the same records again (after a crash or a failed
 * insert): what is stored already is left out, so each event is there once.
 */
export const factCopier = (options: CopyOptions): ((records: readonly JournalRecord[]) => Promise<void>) => {
  let nextInsertMs = 0
  return async (records) => {
    const facts = firstOfEach(viewFactsIn(records))
    if (facts.length === 0) return
    const waitMs = Math.min(options.minimumGapMs, nextInsertMs - options.clock.nowMs())
    if (waitMs > 0) await sleep(waitMs, options.signal)
    const stored = await storedEventIds(options.clickhouse, facts)
    const fresh = facts.filter((fact) => !stored.has(fact.eventId))
    if (fresh.length > 0) await insertFacts(options.clickhouse, fresh)
    nextInsertMs = options.clock.nowMs() + options.minimumGapMs
  }
}
