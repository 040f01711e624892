import type { PayoutId, PayoutRail, PayoutState, PersonId } from '@busker/contract'
import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { assert } from '#platform/assert'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface PayoutRow {
  readonly payoutId: PayoutId
  readonly personId: PersonId
  readonly requestKey: string
  readonly rail: PayoutRail
  readonly currency: Currency
  readonly askedMicro: bigint | null
  readonly amountMicro: bigint
  readonly withheldMicro: bigint
  readonly jurisdiction: string
  readonly state: PayoutState
  readonly note: string | null
  readonly requestTxn: string
  readonly paidTxn: string | null
  readonly requestedAt: Date
  readonly changedAt: Date
}

export interface PayoutStep {
  readonly payoutId: PayoutId
  readonly state: PayoutState
  readonly note: string | null
  readonly at: Date
}

const select = (handle: Queryable) =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.payout')
    .select([
      'payout_id as payoutId',
      'person_id as personId',
      'request_key as requestKey',
      'rail',
      'currency',
      'asked_micro as askedMicro',
      'amount_micro as amountMicro',
      'withheld_micro as withheldMicro',
      'jurisdiction',
      'state',
      'note',
      'request_txn as requestTxn',
      'paid_txn as paidTxn',
      'requested_at as requestedAt',
      'changed_at as changedAt',
    ])

/** Whatever changes what a payee may take waits for one another. */
export const lockPayee = async (tx: Tx, personId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rewards.payee:${personId}`}, 0))`.execute(
    within<RewardsTables>(tx),
  )
}

export const findByKey = (
  handle: Queryable,
  personId: PersonId,
  requestKey: string,
): Promise<PayoutRow | undefined> =>
  select(handle).where('person_id', '=', personId).where('request_key', '=', requestKey).executeTakeFirst()

export const findPayout = (handle: Queryable, payoutId: PayoutId): Promise<PayoutRow | undefined> =>
  select(handle).where('payout_id', '=', payoutId).executeTakeFirst()

export interface PayoutQuery {
  readonly personId?: PersonId
  readonly state?: PayoutState | undefined
  /** The last of the page before. */
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export const listPayouts = (handle: Queryable, query: PayoutQuery): Promise<PayoutRow[]> => {
  const { personId, state, before, limit } = query
  return select(handle)
    .$if(personId !== undefined, (rows) => rows.where('person_id', '=', personId ?? null))
    .$if(state !== undefined, (rows) => rows.where('state', '=', state ?? null))
    .$if(before !== null, (rows) => rows.where(sql<boolean>`payout_id < ${before}::uuid`))
    .orderBy('payout_id', 'desc')
    .limit(limit)
    .execute()
}

/** The steps of payouts, oldest first; a payout has at most a few dozen. */
export const stepsOf = async (
  handle: Queryable,
  payoutIds: readonly PayoutId[],
): Promise<ReadonlyMap<PayoutId, PayoutStep[]>> => {
  if (payoutIds.length === 0) return new Map()
  const rows = await within<RewardsTables>(handle)
    .selectFrom('rewards.payout_step')
    .select(['payout_id as payoutId', 'state', 'note', 'at'])
    .where('payout_id', 'in', payoutIds)
    .orderBy('payout_id')
    .orderBy('step')
    .execute()
  return Map.groupBy(rows, ({ payoutId }) => payoutId)
}

const insertStep = async (tx: Tx, step: PayoutStep): Promise<void> => {
  await sql`
    insert into rewards.payout_step (payout_id, step, state, note, at)
    select ${step.payoutId}, count(*), ${step.state}, ${step.note}, ${step.at}
    from rewards.payout_step where payout_id = ${step.payoutId}`.execute(within<RewardsTables>(tx))
}

export const insertPayout = async (tx: Tx, row: PayoutRow): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.payout')
    .values({
      payout_id: row.payoutId,
      person_id: row.personId,
      request_key: row.requestKey,
      rail: row.rail,
      currency: row.currency,
      asked_micro: row.askedMicro,
      amount_micro: row.amountMicro,
      withheld_micro: row.withheldMicro,
      jurisdiction: row.jurisdiction,
      state: row.state,
      note: row.note,
      request_txn: row.requestTxn,
      requested_at: row.requestedAt,
      changed_at: row.changedAt,
    })
    .execute()
  await insertStep(tx, { payoutId: row.payoutId, state: row.state, note: row.note, at: row.requestedAt })
}

export interface PayoutChange {
  readonly payoutId: PayoutId
  readonly from: PayoutState
  readonly to: PayoutState
  readonly note: string | null
  readonly at: Date
  readonly paidTxn?: string
}

/** Only from the state that was seen: false when somebody was faster, and then nothing is written. */
export const movePayout = async (tx: Tx, change: PayoutChange): Promise<boolean> => {
  const { payoutId, from, to, note, at, paidTxn } = change
  const paid = paidTxn === undefined ? {} : { paid_txn: paidTxn, paid_at: at }
  const moved = await within<RewardsTables>(tx)
    .updateTable('rewards.payout')
    .set({ state: to, note, changed_at: at, ...paid })
    .where('payout_id', '=', payoutId)
    .where('state', '=', from)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) return false
  await insertStep(tx, { payoutId, state: to, note, at })
  return true
}

/** What a person asked for in a calendar year and did not get back, by currency. */
export const askedThisYear = async (
  handle: Queryable,
  personId: PersonId,
  given: { readonly currency: Currency; readonly year: string },
): Promise<bigint> => {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(amount_micro), 0)::bigint as sum from rewards.payout
    where person_id = ${personId} and currency = ${given.currency}
      and state not in ('failed', 'returned', 'cancelled')
      and requested_at >= ${`${given.year}-01-01`}::date
      and requested_at < (${`${given.year}-01-01`}::date + interval '1 year')`.execute(
    within<RewardsTables>(handle),
  )
  return rows[0]?.sum ?? 0n
}

export interface PayoutFigures {
  readonly requested: number
  readonly paid: number
  readonly failed: number
  readonly returned: number
  readonly held: number
  readonly unknown: number
  readonly latencyP50Seconds: number | null
  readonly latencyP90Seconds: number | null
}

/** Of payouts that were asked for in these days; held and unknown as they are now. */
export const payoutFigures = async (
  handle: Queryable,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<PayoutFigures> => {
  const { rows } = await sql<PayoutFigures>`
    select count(*)::int as requested,
      count(*) filter (where paid_at is not null)::int as paid,
      count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'returned')::int as returned,
      (select count(*)::int from rewards.payout where state = 'risk_hold') as held,
      (select count(*)::int from rewards.payout where state = 'unknown') as unknown,
      round(percentile_cont(0.5) within group (order by extract(epoch from paid_at - requested_at)))::int
        as "latencyP50Seconds",
      round(percentile_cont(0.9) within group (order by extract(epoch from paid_at - requested_at)))::int
        as "latencyP90Seconds"
    from rewards.payout
    where requested_at >= ${from}::date and requested_at < ${to}::date + interval '1 day'`.execute(
    within<RewardsTables>(handle),
  )
  const [row] = rows
  assert(row !== undefined, 'an aggregate has one row')
  return row
}

/** Who ever asked for a payout of what creators earn, by person and currency, after a place in that order. */
export const payeesAfter = async (
  handle: Queryable,
  after: { readonly personId: PersonId; readonly currency: string } | null,
  limit: number,
): Promise<{ personId: PersonId; currency: string }[]> => {
  const { rows } = await sql<{ personId: PersonId; currency: string }>`
    select distinct person_id as "personId", currency from rewards.payout
    where rail = 'creator' and (${after === null} or (person_id, currency)
      > (${after?.personId ?? null}::uuid, ${after?.currency ?? ''}))
    order by 1, 2 limit ${limit}`.execute(within<RewardsTables>(handle))
  return rows
}
