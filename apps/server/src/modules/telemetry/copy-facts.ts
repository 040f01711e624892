import type { ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import { sleep, type Clock } from '#platform/clock'
import type { JournalRecord } from '#platform/journal'
import {
  actionFactsIn,
  impressionFactsIn,
  intakesIn,
  playbackFactsIn,
  restatementsIn,
  viewFactsIn,
} from './journal-records.ts'
import {
  actionTable,
  deleteFrom,
  impressionTable,
  intakeTable,
  playbackTable,
  restatementTable,
  storedIdentities,
  viewTable,
  type FactTable,
} from './store/fact-table.ts'

export interface CopyOptions {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  /** Every insert makes a part that the engine must merge later, so small inserts keep this distance. */
  readonly minimumGapMs: number
  readonly signal: AbortSignal
  /** These view facts can be seen in ClickHouse now. */
  onViewsCopied(facts: readonly ViewFact[]): void
}

/** So many records are no small insert: whoever has them lags behind. */
const largeBatch = 2000

/** The way of one kind of record into its table. */
interface Lane {
  readonly table: string
  /** What is to be written of these records, or null. */
  prepare(records: readonly JournalRecord[]): ((clickhouse: Clickhouse) => Promise<void>) | null
}

const lane = <Fact>(
  factsIn: (records: readonly JournalRecord[]) => Fact[],
  table: FactTable<Fact>,
): Lane => ({
  table: table.name,
  prepare: (records) => {
    // Of repeated ones the first is kept, so the map is filled from the end.
    const byIdentity = factsIn(records)
      .toReversed()
      .map((fact) => [table.identityOf(fact), fact] as const)
    const facts = [...new Map(byIdentity).values()].toReversed()
    if (facts.length === 0) return null
    return async (clickhouse) => {
      const stored = await storedIdentities(clickhouse, table, facts)
      const fresh = facts.filter((fact) => !stored.has(table.identityOf(fact)))
      if (fresh.length > 0) await clickhouse.insert(table.name, fresh.map(table.toRow))
    }
  },
})

const lanes: readonly Lane[] = [
  lane(viewFactsIn, viewTable),
  lane(playbackFactsIn, playbackTable),
  lane(actionFactsIn, actionTable),
  lane(impressionFactsIn, impressionTable),
  lane(restatementsIn, restatementTable),
  lane(intakesIn, intakeTable),
]

/** Removes what an interrupted copy left beyond its checkpoint. Returns how many rows. */
export const deleteCopiesFrom = (clickhouse: Clickhouse, journalOffset: number): Promise<number> =>
  deleteFrom(
    clickhouse,
    lanes.map(({ table }) => table),
    journalOffset,
  )

/**
 * Copies batches of journal records to ClickHouse. It may be given the same records again (after a crash or a failed
 * insert): what is stored already is left out, so each event is there once.
 */
export const factCopier = (options: CopyOptions): ((records: readonly JournalRecord[]) => Promise<void>) => {
  const { clickhouse, clock, minimumGapMs, signal, onViewsCopied } = options
  let nextInsertMs = 0
  return async (records) => {
    const writes = lanes.map(({ prepare }) => prepare(records)).filter((write) => write !== null)
    if (writes.length === 0) return
    const isLarge = records.length >= largeBatch
    const waitMs = isLarge ? 0 : Math.min(minimumGapMs, nextInsertMs - clock.nowMs())
    if (waitMs > 0) await sleep(waitMs, signal)
    for (const write of writes) await write(clickhouse)
    nextInsertMs = clock.nowMs() + minimumGapMs
    onViewsCopied(viewFactsIn(records))
  }
}
