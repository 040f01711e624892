import type { PersonId } from '@busker/contract'
import type { Queryable } from '#platform/postgres'
import type { Wallet } from './deps.ts'
import {
  byWindow,
  countsFrom,
  effectiveLimit,
  limitAt,
  spentIn,
  type ByWindow,
  type Window,
} from './rules/limits.ts'
import { givenSince, type PersonRow } from './store/people.ts'

const maximumOf = {
  day: 'dayMaximumMicro',
  week: 'weekMaximumMicro',
  month: 'monthMaximumMicro',
} as const satisfies Record<Window, string>

/** The most that this instance lets anybody spend; null: as much as they like. */
export const maximaOf = (settings: Awaited<ReturnType<Wallet['catalogue']['settings']>>) =>
  byWindow((window) => {
    const maximum = settings[maximumOf[window]]
    return maximum === null ? null : BigInt(maximum)
  })

/** What counts for a person now. */
export const limitsNow = (
  person: Pick<PersonRow, 'limits'>,
  maxima: ByWindow<bigint | null>,
  nowMs: number,
): ByWindow<bigint | null> =>
  byWindow((window) => effectiveLimit(limitAt(person.limits[window], nowMs).limitMicro, maxima[window]))

export const nothingSpent: ByWindow<bigint> = byWindow(() => 0n)

/** What these people gave in each window; whoever gave nothing is absent. */
export const givenBy = async (
  handle: Queryable,
  ids: readonly PersonId[],
  nowMs: number,
): Promise<ReadonlyMap<PersonId, ByWindow<bigint>>> => {
  if (ids.length === 0) return new Map()
  const rows = await givenSince(handle, ids, new Date(countsFrom('month', nowMs)))
  const byPerson = Map.groupBy(rows, ({ personId }) => personId)
  return new Map(
    [...byPerson].map(([personId, ofPerson]) => [
      personId,
      spentIn(
        ofPerson.map(({ hour, givenMicro }) => ({ atMs: hour.getTime(), amountMicro: givenMicro })),
        nowMs,
      ),
    ]),
  )
}
