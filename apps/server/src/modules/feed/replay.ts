import { HeldFrom, labelsOf } from '@busker/ranking'
import type { Database } from '#platform/postgres'
import type { Telemetry } from '#modules/telemetry'
import { judgeReplay, type Replay, type ReplayedSlot } from './rules/replay.ts'
import { readChosen } from './store/replay.ts'

export interface ReplayDeps {
  readonly database: Database
  readonly telemetry: Pick<Telemetry, 'watchesOf'>
}

const dayMs = 86_400_000
/** A view may be told as of so long after its slot was served. */
const lateMs = 3 * dayMs

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/**
 * What the instance served from a time to before another one, what came of it, and what other ways of choosing would have been worth. Whether
 * a watch held is told by the length of the video alone, as it is before anything is learned: a bar that moves with what
 * people do could not compare two days.
 */
export const replayServed = async (
  { database, telemetry }: ReplayDeps,
  period: { readonly fromMs: number; readonly toMs: number },
): Promise<Replay> => {
  const heldFrom = new HeldFrom()
  const slots: ReplayedSlot[] = []
  let served = 0
  // A day at a time, so that what is read at once is bounded by the busiest day.
  for (let { fromMs } = period; fromMs < period.toMs; fromMs += dayMs) {
    const toMs = Math.min(period.toMs, fromMs + dayMs)
    const chosen = await readChosen(database.pool, new Date(fromMs), new Date(toMs))
    const watches = await telemetry.watchesOf(
      chosen.map(({ slotId }) => slotId),
      // Days of views are those of their viewers, who may live where it is a day earlier or later.
      { from: dayOf(fromMs - dayMs), to: dayOf(toMs + lateMs) },
    )
    const watchOf = new Map(watches.map((watch) => [watch.slotId, watch]))
    served += chosen.length
    for (const { slotId, ...slot } of chosen) {
      const watch = watchOf.get(slotId)
      if (watch === undefined) continue
      slots.push({ ...slot, held: labelsOf(watch, heldFrom.ms(watch.durationMs))[0] === 1 })
    }
  }
  return judgeReplay(slots, served)
}
