import type { SpendingLimits } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { givenBy, maximaOf, nothingSpent } from './people.ts'
import {
  byWindow,
  changedLimit,
  countsFrom,
  limitAt,
  spentIn,
  startOfHour,
  windows,
  type Window,
} from './rules/limits.ts'
import { findPerson, lockPeople, updateLimits } from './store/people.ts'
import { boughtSince } from './store/purchases.ts'

const textOrNull = (amount: bigint | null): string | null => (amount === null ? null : String(amount))

/** What somebody lets themselves spend, and what they spent. */
export const getLimits = async (wallet: Wallet, { personId }: PersonViewer): Promise<SpendingLimits> => {
  const { pool } = wallet.db
  const nowMs = wallet.clock.nowMs()
  const [settings, person, given, purchases] = await Promise.all([
    wallet.catalogue.settings(),
    findPerson(pool, personId),
    givenBy(pool, [personId], nowMs),
    boughtSince(pool, personId, new Date(countsFrom('month', nowMs))),
  ])
  const maxima = maximaOf(settings)
  const bought = spentIn(
    purchases
      .filter(({ state }) => state !== 'declined' && state !== 'refunded')
      .map(({ createdAt, priceMicro }) => ({
        ...{ atMs: startOfHour(createdAt.getTime()), amountMicro: priceMicro },
      })),
    nowMs,
  )
  const windowOf = (window: Window) => {
    const { limitMicro, next } = limitAt(person.limits[window], nowMs)
    return {
      ...{ limitMicro: textOrNull(limitMicro), maximumMicro: textOrNull(maxima[window]) },
      next:
        next === null
          ? null
          : { limitMicro: textOrNull(next.limitMicro), from: new Date(next.fromMs).toISOString() },
      boughtMicro: String(bought[window]),
      givenMicro: String((given.get(personId) ?? nothingSpent)[window]),
    }
  }
  return { currency: wallet.currency, ...byWindow(windowOf) }
}

export type AskedLimits = Partial<Record<`${Window}Micro`, string | null | undefined>>

export const setLimits = async (
  wallet: Wallet,
  viewer: PersonViewer,
  asked: AskedLimits,
): Promise<SpendingLimits> => {
  const maxima = maximaOf(await wallet.catalogue.settings())
  const wanted = byWindow((window) => {
    const text = asked[`${window}Micro`]
    return text === undefined || text === null ? text : BigInt(text)
  })
  for (const window of windows) {
    const [limit, maximum] = [wanted[window], maxima[window]]
    if (typeof limit === 'bigint' && maximum !== null && limit > maximum)
      throw new AppError('limit_above_maximum')
  }
  const nowMs = wallet.clock.nowMs()
  await wallet.db.transaction(async (tx) => {
    const person = (await lockPeople(tx, [viewer.personId])).get(viewer.personId)
    assert(person !== undefined, 'who is locked has a row')
    const changed = byWindow((window) => {
      const limit = wanted[window]
      return limit === undefined ? person.limits[window] : changedLimit(person.limits[window], limit, nowMs)
    })
    await updateLimits(tx, viewer.personId, changed)
  })
  return getLimits(wallet, viewer)
}
