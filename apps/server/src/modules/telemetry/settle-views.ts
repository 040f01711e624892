import { dateOf, dayNumber, type Unsettled, type ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import type { Log } from '#platform/log'
import { openPastDays } from './past-days.ts'
import {
  daysSharingViews,
  readSettled,
  readUnsettled,
  remakeDay,
  saveSettled,
  type DayAt,
} from './store/settled-views.ts'

/** Zones make up to three days open at once; late reports touch three more. More than that is a first filling. */
const daysAtOnce = 8
/** A first filling of the final table may have years before it; so many turns are its end. */
const mostTurns = 1000
/** Facts are accepted for 72 hours, and days end twelve hours after UTC's; views may move from one day to the next. */
const changingDays = 6

/** A reader waits for the days to be made again if the last time took less than this. */
const cheapMs = 500
const dayMs = 86_400_000

export interface SettleOptions {
  /** Makes no further day once aborted. */
  readonly signal?: AbortSignal
}

/** Keeps `telemetry_view_final`, the table with one row per view, up to date with the reports. */
export interface ViewSettler {
  /** These reports can be seen in ClickHouse: their days are to be made again. */
  changed(facts: readonly ViewFact[]): void
  /** What the final table does not know yet. */
  unsettled(): Unsettled
  settle(options?: SettleOptions): Promise<void>
  /**
   * Resolves when the final table lacks nothing that was there `ageMs` ago. Where making the days again is cheap it
   * lacks nothing at all. A failure is logged; what is unsettled then stays so.
   */
  settleWithin(ageMs: number): Promise<void>
  settled(): Promise<void>
  /** Waits for the day under way and makes no further one. */
  stop(): Promise<void>
}

/** One day. Only what came since the last time is read from the reports. */
const settleDay = async (clickhouse: Clickhouse, at: DayAt): Promise<void> => {
  const { day } = at
  const since = { day, offset: await readSettled(clickhouse, day) }
  // A view belongs to one day; only a traveller's, or one that began on the stroke of midnight, moves between two.
  const sharing = await daysSharingViews(clickhouse, since)
  for (const one of [day, ...sharing]) {
    const from = one === day ? [day, ...sharing] : [one, day]
    await remakeDay(clickhouse, one, { ...since, from })
  }
  await saveSettled(clickhouse, at)
}

interface OpenDay {
  /** Reports from this place in the journal to before that one are not in the final table. */
  readonly from: number
  readonly end: number
  /** When the first of them came. */
  readonly sinceMs: number
}

/** The days that have reports which the final table does not know. */
const openDays = (days: Map<string, OpenDay>) => ({
  first: (most: number): string[] => [...days.keys()].sort().slice(0, most),
  get size() {
    return days.size
  },
  get oldestMs() {
    return Math.min(...[...days.values()].map(({ sinceMs }) => sinceMs))
  },
  endOf: (day: string): number => days.get(day)?.end ?? 0,
  reported: ({ localDate, journalOffset }: ViewFact, nowMs: number): void => {
    const known = days.get(localDate)
    days.set(localDate, {
      from: Math.min(known?.from ?? journalOffset, journalOffset),
      end: Math.max(known?.end ?? 0, journalOffset + 1),
      sinceMs: known?.sinceMs ?? nowMs,
    })
  },
  /** Reports that came while the day was made keep it open. */
  made: ({ day, offset }: DayAt, beganMs: number): void => {
    const end = days.get(day)?.end ?? offset
    if (end === offset) days.delete(day)
    else days.set(day, { from: offset, end, sinceMs: beganMs })
  },
  list: (): Unsettled => ({
    days: [...days.keys()].sort(),
    fromOffset: Math.min(...[...days.values()].map(({ from }) => from), Number.MAX_SAFE_INTEGER),
  }),
})

/** Opens the settler: days with reports that the final table does not know are unsettled from the start. */
export const viewSettler = async (options: {
  clickhouse: Clickhouse
  clock: Clock
  log: Log
}): Promise<ViewSettler> => {
  const { clickhouse, clock, log } = options
  // How long these have waited is not known: too long.
  const found = await readUnsettled(clickhouse)
  const open = openDays(new Map(found.map(({ day, from, end }) => [day, { from, end, sinceMs: 0 }])))
  const past = await openPastDays(clickhouse)
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  /** How long the last day took. */
  let costMs = 0

  const work = async ({ signal }: SettleOptions): Promise<void> => {
    for (const day of open.first(daysAtOnce)) {
      if (isStopped || signal?.aborted === true) return
      const at = { day, offset: open.endOf(day) }
      const beganMs = clock.nowMs()
      await past.leave(day)
      await settleDay(clickhouse, at)
      costMs = clock.nowMs() - beganMs
      open.made(at, beganMs)
      log.event('telemetry.day_settled', { day, journalOffset: at.offset })
    }
    // Days that are still to be made again, and their neighbours, are not over.
    const [unmade] = open.first(1).map((day) => dayNumber(day) - 2)
    const over = Math.floor(clock.nowMs() / dayMs) - changingDays
    await past.fill(dateOf(Math.max(0, Math.min(over, unmade ?? over))))
  }

  /** One at a time: two would fill the same fresh day. A failed one does not hold up the next. */
  const settle = (turnOptions: SettleOptions = {}): Promise<void> => {
    const turn = running.then(() => work(turnOptions))
    running = turn.catch(() => undefined)
    return turn
  }

  const settleWhile = async (isDue: () => boolean, mostTurns: number): Promise<void> => {
    for (let turns = 0; turns < mostTurns && open.size > 0 && isDue() && !isStopped; turns += 1)
      await settle()
  }

  return {
    changed: (facts) => {
      for (const fact of facts) open.reported(fact, clock.nowMs())
    },
    unsettled: () => ({ ...open.list(), ...(past.until === null ? {} : { pastUntil: past.until }) }),
    settle,
    settleWithin: async (ageMs) => {
      const isDue = () => costMs < cheapMs || clock.nowMs() - open.oldestMs > ageMs
      // Who asks waits for the days that are open now, not for those that reports open meanwhile.
      await settleWhile(isDue, Math.ceil(open.size / daysAtOnce)).catch((error: unknown) =>
        log.error('telemetry.settling_failed', error),
      )
    },
    settled: () => settleWhile(() => true, mostTurns),
    stop: async () => {
      isStopped = true
      await running
    },
  }
}
