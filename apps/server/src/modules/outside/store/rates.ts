import type { ClientId, ExchangeRate, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

export const rateLimit = 5000

/** The rates of a client, newest day first. */
export const listRates = (handle: Queryable, clientId: ClientId): Promise<ExchangeRate[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.rate')
    .select(['day', 'from_currency as from', 'to_currency as to', 'rate'])
    .where('client_id', '=', clientId)
    .orderBy('day', 'desc')
    .orderBy('from_currency')
    .orderBy('to_currency')
    .limit(rateLimit + 1)
    .execute()

/** Of two for the same day and currencies the last one is kept. */
export const upsertRates = async (
  tx: Tx,
  given: {
    readonly clientId: ClientId
    readonly rates: readonly ExchangeRate[]
    readonly by: PersonId
    readonly at: Date
  },
): Promise<void> => {
  const rates = new Map(given.rates.map((rate) => [`${rate.day} ${rate.from} ${rate.to}`, rate]))
  await within<OutsideTables>(tx)
    .insertInto('outside.rate')
    .values(
      [...rates.values()].map(({ day, from, to, rate }) => ({
        ...{ client_id: given.clientId, day, from_currency: from, to_currency: to, rate },
        ...{ set_by: given.by, set_at: given.at },
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['client_id', 'from_currency', 'to_currency', 'day']).doUpdateSet({
        rate: sql`excluded.rate`,
        set_by: sql`excluded.set_by`,
        set_at: sql`excluded.set_at`,
      }),
    )
    .execute()
}

export const deleteRate = async (
  tx: Tx,
  clientId: ClientId,
  { day, from, to }: Omit<ExchangeRate, 'rate'>,
): Promise<void> => {
  await within<OutsideTables>(tx)
    .deleteFrom('outside.rate')
    .where('client_id', '=', clientId)
    .where('day', '=', day)
    .where('from_currency', '=', from)
    .where('to_currency', '=', to)
    .execute()
}
