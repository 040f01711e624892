import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { intervalOf } from './charts/cells.ts'

export type Light = 'ok' | 'watch' | 'alarm'

type Cell = Pick<MeasuredMetric['rows'][number], 'value' | 'interval'>

/** Less than this part of itself is no reason to look. */
const noticeable = 0.02
/** And so much, when it is sure, is a reason to act. */
const alarming = 0.1
/** A share that nobody knows how sure it is must also move by half a point. */
const alarmingPoints = 0.005

/**
 * Whether a number that must not get worse did, against the period before. An alarm is a large step that is no chance:
 * the two intervals have nothing in common. What might be chance, or is small, is to be watched. A number without an
 * interval is judged by the size of its step alone; of a share also by its points, since a tenth of next to nothing is
 * nothing. Null: there is nothing to compare.
 */
export const lightOf = (
  { direction, unit }: Pick<MetricDefinition, 'direction' | 'unit'>,
  now: Cell | undefined,
  before: Cell | null | undefined,
): Light | null => {
  if (typeof now?.value !== 'number' || typeof before?.value !== 'number') return null
  if (direction === 'neither') return null
  if (now.value === before.value) return 'ok'
  // From nothing to something is a step of any size.
  const gained = (now.value - before.value) / before.value
  const worse = direction === 'up' ? -gained : gained
  if (worse < noticeable) return 'ok'
  const [mine, theirs] = [intervalOf(now), intervalOf(before)]
  if (mine === null || theirs === null) {
    const isTiny = unit === 'share' && Math.abs(now.value - before.value) < alarmingPoints
    return worse >= alarming && !isTiny ? 'alarm' : 'watch'
  }
  const isSure = mine[0] > theirs[1] || mine[1] < theirs[0]
  if (isSure) return worse >= alarming ? 'alarm' : 'watch'
  // Each lies within the other's reach: nothing says that anything has changed.
  const isChance = now.value >= theirs[0] && now.value <= theirs[1]
  return isChance ? 'ok' : 'watch'
}
