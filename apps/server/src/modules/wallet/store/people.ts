import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import { z } from 'zod'
import { byWindow, type Limits, type Window } from '../rules/limits.ts'
import type { SendCount } from '../rules/velocity.ts'
import type { WalletTables } from './tables.ts'

/** What is kept of somebody who bought, gave or set a limit. */
export interface PersonRow {
  readonly personId: PersonId
  readonly limits: Limits
  readonly openDisputes: number
  readonly everDisputed: boolean
  readonly firstPaidAt: Date | null
  readonly sends: SendCount
}

const nextLimit = z.object({
  limitMicro: z
    .string()
    .transform((text) => BigInt(text))
    .nullable(),
  fromMs: z.int(),
})
const nextLimits = z.object({
  ...{ day: nextLimit.optional(), week: nextLimit.optional(), month: nextLimit.optional() },
})

const columns = [
  ...(['person_id', 'day_limit_micro', 'week_limit_micro', 'month_limit_micro', 'next_limits'] as const),
  ...(['open_disputes', 'ever_disputed', 'first_paid_at'] as const),
  ...(['minute', 'minute_sends', 'day', 'day_sends'] as const),
] as const

interface Selected extends Pick<
  WalletTables['wallet.person'],
  Exclude<(typeof columns)[number], 'next_limits'>
> {
  readonly next_limits: unknown
}

const toPerson = (row: Selected): PersonRow => {
  const next = nextLimits.parse(row.next_limits)
  const own = { day: row.day_limit_micro, week: row.week_limit_micro, month: row.month_limit_micro }
  return {
    personId: row.person_id,
    limits: byWindow((window: Window) => ({ limitMicro: own[window], next: next[window] ?? null })),
    ...{ openDisputes: row.open_disputes, everDisputed: row.ever_disputed, firstPaidAt: row.first_paid_at },
    sends: {
      ...{ minute: row.minute, minuteSends: row.minute_sends },
      ...{ day: row.day, daySends: row.day_sends },
    },
  }
}

const unknownPerson = (personId: PersonId): PersonRow => ({
  ...{ personId, openDisputes: 0, everDisputed: false, firstPaidAt: null },
  limits: byWindow(() => ({ limitMicro: null, next: null })),
  sends: { minute: 0n, minuteSends: 0, day: 0n, daySends: 0 },
})

/** Nobody else changes what these people have until the transaction ends. Rows are taken in the order of their ids. */
export const lockPeople = async (
  tx: Tx,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, PersonRow>> => {
  const sorted = [...new Set(ids)].toSorted()
  const tables = within<WalletTables>(tx)
  const find = () =>
    tables
      .selectFrom('wallet.person')
      .select(columns)
      .where('person_id', 'in', sorted)
      .orderBy('person_id')
      .forNoKeyUpdate()
      .execute()
  let rows = await find()
  if (rows.length < sorted.length) {
    await tables
      .insertInto('wallet.person')
      .values(sorted.map((personId) => ({ person_id: personId, next_limits: '{}', ...blank })))
      .onConflict((conflict) => conflict.column('person_id').doNothing())
      .execute()
    rows = await find()
  }
  return new Map(rows.map((row) => [row.person_id, toPerson(row)]))
}

const blank = {
  ...{ day_limit_micro: null, week_limit_micro: null, month_limit_micro: null },
  ...{ open_disputes: 0, ever_disputed: false, first_paid_at: null },
  ...{ minute: 0n, minute_sends: 0, day: 0n, day_sends: 0 },
}

/** Somebody of whom nothing is kept has no limit and no past. */
export const findPerson = async (handle: Queryable, personId: PersonId): Promise<PersonRow> => {
  const row = await within<WalletTables>(handle)
    .selectFrom('wallet.person')
    .select(columns)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row === undefined ? unknownPerson(personId) : toPerson(row)
}

const writeNext = (limits: Limits): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(limits).flatMap(([window, { next }]) =>
        next === null
          ? []
          : [
              [
                window,
                {
                  fromMs: next.fromMs,
                  limitMicro: next.limitMicro === null ? null : String(next.limitMicro),
                },
              ],
            ],
      ),
    ),
  )

export const updateLimits = async (tx: Tx, personId: PersonId, limits: Limits): Promise<void> => {
  await within<WalletTables>(tx)
    .updateTable('wallet.person')
    .set({
      ...{ day_limit_micro: limits.day.limitMicro, week_limit_micro: limits.week.limitMicro },
      ...{ month_limit_micro: limits.month.limitMicro, next_limits: writeNext(limits) },
    })
    .where('person_id', '=', personId)
    .execute()
}

export const markPaid = async (tx: Tx, personId: PersonId, at: Date): Promise<void> => {
  await within<WalletTables>(tx)
    .updateTable('wallet.person')
    .set((update) => ({ first_paid_at: update.fn.coalesce('first_paid_at', sql<Date>`${at}::timestamptz`) }))
    .where('person_id', '=', personId)
    .execute()
}

export const addDispute = async (tx: Tx, personId: PersonId, change: 1 | -1): Promise<void> => {
  await within<WalletTables>(tx)
    .updateTable('wallet.person')
    .set((update) => ({ open_disputes: update('open_disputes', '+', change), ever_disputed: true }))
    .where('person_id', '=', personId)
    .execute()
}

export const updateSendCounts = async (
  tx: Tx,
  counts: readonly { personId: PersonId; sends: SendCount }[],
): Promise<void> => {
  const list = <Value>(of: (one: (typeof counts)[number]) => Value) => counts.map(of)
  await sql`
    update wallet.person p set minute = c.minute, minute_sends = c.minute_sends, day = c.day, day_sends = c.day_sends
    from unnest(${list((one) => one.personId)}::uuid[], ${list((one) => String(one.sends.minute))}::bigint[],
      ${list((one) => one.sends.minuteSends)}::int[], ${list((one) => String(one.sends.day))}::bigint[],
      ${list((one) => one.sends.daySends)}::int[]) as c (person_id, minute, minute_sends, day, day_sends)
    where p.person_id = c.person_id`.execute(within<WalletTables>(tx))
}

/** What these people gave since then, by the hour. */
export const givenSince = (
  handle: Queryable,
  ids: readonly PersonId[],
  since: Date,
): Promise<{ personId: PersonId; hour: Date; givenMicro: bigint }[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.given')
    .select(['person_id as personId', 'hour', 'given_micro as givenMicro'])
    .where('person_id', 'in', ids)
    .where('hour', '>=', since)
    .execute()

export const addGiven = async (
  tx: Tx,
  rows: readonly { personId: PersonId; hour: Date; givenMicro: bigint }[],
): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.given')
    .values(rows.map((row) => ({ person_id: row.personId, hour: row.hour, given_micro: row.givenMicro })))
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'hour']).doUpdateSet((update) => ({
        given_micro: sql<bigint>`${update.ref('wallet.given.given_micro')} + excluded.given_micro`,
      })),
    )
    .execute()
}
