import type { Unsettled, ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import type { Log } from '#platform/log'
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
/** A first filling of the final table may have years before it; so many days are its end. */
const mostRounds = 1000
/** A reader waits for the days to be made again if the last time took less than this. */
const cheapMs = 500

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

/** Opens the settler: days with reports that the final table does not know are unsettled from the start. */
export const viewSettler = async (options: {
  clickhouse: Clickhouse
  clock: Clock
  log: Log
}): Promise<ViewSettler> => {
  const { clickhouse, clock, log } = options
  // How long these have waited is not known: too long.
  const unsettled = new Map(
    (await readUnsettled(clickhouse)).map(({ day, from, end }) => [day, { from, end, sinceMs: 0 }]),
  )
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  /** How long the last day took. */
  let costMs = 0

  const next = (): DayAt | null => {
    const [first] = [...unsettled].sort(([one], [other]) => (one < other ? -1 : 1))
    return first === undefined ? null : { day: first[0], offset: first[1].end }
  }

  const work = async ({ signal }: SettleOptions): Promise<void> => {
    for (let days = 0; days < daysAtOnce && !isStopped && signal?.aborted !== true; days += 1) {
      const at = next()
      if (at === null) return
      const beganMs = clock.nowMs()
      await settleDay(clickhouse, at)
      costMs = clock.nowMs() - beganMs
      // Reports that came meanwhile keep the day unsettled.
      const end = unsettled.get(at.day)?.end ?? at.offset
      if (end === at.offset) unsettled.delete(at.day)
      else unsettled.set(at.day, { from: at.offset, end, sinceMs: beganMs })
      log.event('telemetry.day_settled', { day: at.day, journalOffset: at.offset })
    }
  }

  /** One at a time: two would fill the same fresh day. A failed one does not hold up the next. */
  const settle = (options: SettleOptions = {}): Promise<void> => {
    const turn = running.then(() => work(options))
    running = turn.catch(() => undefined)
    return turn
  }

  return {
    changed: (facts) => {
      const nowMs = clock.nowMs()
      for (const { localDate, journalOffset } of facts) {
        const known = unsettled.get(localDate) ?? {
          from: journalOffset,
          end: journalOffset + 1,
          sinceMs: nowMs,
        }
        unsettled.set(localDate, {
          from: Math.min(known.from, journalOffset),
          end: Math.max(known.end, journalOffset + 1),
          sinceMs: known.sinceMs,
        })
      }
    },
    unsettled: () => ({
      days: [...unsettled.keys()].sort(),
      fromOffset: Math.min(...[...unsettled.values()].map(({ from }) => from), Number.MAX_SAFE_INTEGER),
    }),
    settle,
    settleWithin: async (ageMs) => {
      const oldestMs = () => Math.min(...[...unsettled.values()].map(({ sinceMs }) => sinceMs))
      const isDue = () => unsettled.size > 0 && (costMs < cheapMs || clock.nowMs() - oldestMs() > ageMs)
      try {
        for (let round = 0; round < mostRounds && isDue() && !isStopped; round += 1) await settle()
      } catch (error) {
        log.error('telemetry.settling_failed', error)
      }
    },
    settled: async () => {
      for (let round = 0; round < mostRounds && unsettled.size > 0 && !isStopped; round += 1) await settle()
    },
    stop: async () => {
      isStopped = true
      await running
    },
  }
}
