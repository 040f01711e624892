import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { BalanceLine } from '../provider.ts'
import type { PaymentsTables } from './tables.ts'

export interface TakenLine extends BalanceLine {
  readonly provider: string
  readonly unexpectedMinor: bigint
}

export const isTaken = async (handle: Queryable, provider: string, lineRef: string): Promise<boolean> => {
  const row = await within<PaymentsTables>(handle)
    .selectFrom('payments.report_line')
    .select('line_ref')
    .where('provider', '=', provider)
    .where('line_ref', '=', lineRef)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a line of this kind was taken for this thing already: then nothing more of it is expected. */
export const hasLineOf = async (
  handle: Queryable,
  provider: string,
  line: Pick<BalanceLine, 'objectRef' | 'kind'>,
): Promise<boolean> => {
  const row = await within<PaymentsTables>(handle)
    .selectFrom('payments.report_line')
    .select('line_ref')
    .where('provider', '=', provider)
    .where('object_ref', '=', line.objectRef)
    .where('kind', '=', line.kind)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** False when somebody took it meanwhile. */
export const insertLine = async (tx: Tx, line: TakenLine, takenAt: Date): Promise<boolean> => {
  const inserted = await within<PaymentsTables>(tx)
    .insertInto('payments.report_line')
    .values({
      provider: line.provider,
      line_ref: line.lineRef,
      kind: line.kind,
      object_ref: line.objectRef,
      amount_minor: line.amountMinor,
      currency: line.currency,
      booked_at: line.bookedAt,
      unexpected_minor: line.unexpectedMinor,
      taken_at: takenAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export const lastReportedDay = async (handle: Queryable, provider: string): Promise<string | null> => {
  const row = await within<PaymentsTables>(handle)
    .selectFrom('payments.reported_day')
    .select((select) => select.fn.max<string | null>('day').as('day'))
    .where('provider', '=', provider)
    .executeTakeFirst()
  return row?.day ?? null
}

export const firstMovementAt = async (handle: Queryable, provider: string): Promise<Date | null> => {
  const row = await within<PaymentsTables>(handle)
    .selectFrom('payments.movement')
    .select((select) => select.fn.min<Date | null>('created_at').as('at'))
    .where('provider', '=', provider)
    .executeTakeFirst()
  return row?.at ?? null
}

export const insertReportedDay = async (
  handle: Queryable,
  row: { readonly provider: string; readonly day: string; readonly readAt: Date },
): Promise<void> => {
  await within<PaymentsTables>(handle)
    .insertInto('payments.reported_day')
    .values({ provider: row.provider, day: row.day, read_at: row.readAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * What our books say the provider holds for us: what was told to purposes, fees, and money that nobody expected; and what
 * its report says. One reading, so that both are of one moment.
 */
export interface BalanceRow {
  readonly oursMinor: bigint
  readonly awaitedMinor: bigint
  readonly reportedMinor: bigint
  readonly unreported: bigint
}

export const balanceRow = async (
  handle: Queryable,
  provider: string,
  currency: Currency,
): Promise<BalanceRow> => {
  const { rows } = await sql<BalanceRow>`
    with moved as (
      select coalesce(sum(case
        when kind = 'charge' and state = 'settled' then captured_minor
        when kind = 'refund' and state = 'succeeded' then -amount_minor
        when kind = 'dispute' and state in ('opened', 'lost') then -amount_minor
        when kind = 'payout' and state = 'paid' then -amount_minor
        else 0 end), 0)::int8 as minor,
        coalesce(sum(amount_minor) filter (where kind = 'refund' and state in ('requested', 'pending')), 0)::int8
          as awaited
      from payments.movement where provider = ${provider} and currency = ${currency}),
    told as (
      select coalesce(sum(amount_minor), 0)::int8 as reported,
             coalesce(sum(case when kind = 'fee' then amount_minor else unexpected_minor end), 0)::int8 as besides
      from payments.report_line where provider = ${provider} and currency = ${currency}),
    missing as (
      select count(*) as lines from payments.movement m
      where m.provider = ${provider} and m.currency = ${currency}
        and m.state in ('settled', 'succeeded', 'opened', 'won', 'lost', 'paid', 'returned')
        and m.changed_at < (
          select max(d.day) + 1 from payments.reported_day d where d.provider = ${provider}
        )::timestamp at time zone 'UTC'
        and not exists (
          select from payments.report_line l where l.provider = m.provider and l.object_ref = m.provider_ref
        ))
    select moved.minor + told.besides as "oursMinor", moved.awaited as "awaitedMinor",
      told.reported as "reportedMinor", missing.lines as unreported
    from moved, told, missing
  `.execute(within<PaymentsTables>(handle))
  const [row] = rows
  return row ?? { oursMinor: 0n, awaitedMinor: 0n, reportedMinor: 0n, unreported: 0n }
}
