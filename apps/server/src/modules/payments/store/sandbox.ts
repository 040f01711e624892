import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { BalanceLine, ProviderObject } from '../provider.ts'
import type { SandboxPage, SandboxTables } from './sandbox-tables.ts'

export interface SandboxObject {
  readonly ref: string
  readonly kind: ProviderObject['kind']
  readonly requestKey: string | null
  readonly requestHash: string | null
  readonly chargeRef: string | null
  readonly version: bigint
  readonly status: string
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly capturedMinor: bigint
  readonly code: string | null
  readonly scenario: string
  readonly page: SandboxPage
  readonly createdAt: Date
}

const select = (handle: Queryable) =>
  within<SandboxTables>(handle)
    .selectFrom('payments_sandbox.object')
    .select([
      'ref',
      'kind',
      'request_key as requestKey',
      'request_hash as requestHash',
      'charge_ref as chargeRef',
      'version',
      'status',
      'amount_minor as amountMinor',
      'currency',
      'captured_minor as capturedMinor',
      'code',
      'scenario',
      'page',
      'created_at as createdAt',
    ])

export const findSandboxObject = async (
  handle: Queryable,
  asked: { readonly key: string } | { readonly ref: string },
): Promise<SandboxObject | null> => {
  const query =
    'key' in asked
      ? select(handle).where('request_key', '=', asked.key)
      : select(handle).where('ref', '=', asked.ref)
  return (await query.executeTakeFirst()) ?? null
}

export const lockSandboxObject = async (tx: Tx, ref: string): Promise<SandboxObject | null> =>
  (await select(tx).where('ref', '=', ref).forUpdate().executeTakeFirst()) ?? null

/** Refunds and disputes of a charge. */
export const findSandboxBackward = (handle: Queryable, chargeRef: string): Promise<SandboxObject[]> =>
  select(handle).where('charge_ref', '=', chargeRef).execute()

/** False when the key was used before. */
export const insertSandboxObject = async (tx: Tx, row: SandboxObject): Promise<boolean> => {
  const inserted = await within<SandboxTables>(tx)
    .insertInto('payments_sandbox.object')
    .values({
      ref: row.ref,
      kind: row.kind,
      request_key: row.requestKey,
      request_hash: row.requestHash,
      charge_ref: row.chargeRef,
      version: row.version,
      status: row.status,
      amount_minor: row.amountMinor,
      currency: row.currency,
      captured_minor: row.capturedMinor,
      code: row.code,
      scenario: row.scenario,
      page: row.page,
      created_at: row.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export const updateSandboxObject = async (tx: Tx, row: SandboxObject): Promise<void> => {
  await within<SandboxTables>(tx)
    .updateTable('payments_sandbox.object')
    .set({
      version: row.version,
      status: row.status,
      captured_minor: row.capturedMinor,
      code: row.code,
      scenario: row.scenario,
      page: row.page,
    })
    .where('ref', '=', row.ref)
    .execute()
}

export const insertSandboxLine = async (
  tx: Tx,
  line: BalanceLine & { readonly objectRef: string },
): Promise<void> => {
  await within<SandboxTables>(tx)
    .insertInto('payments_sandbox.line')
    .values({
      line_ref: line.lineRef,
      kind: line.kind,
      object_ref: line.objectRef,
      amount_minor: line.amountMinor,
      currency: line.currency,
      booked_at: line.bookedAt,
    })
    .execute()
}

export const findSandboxLines = (
  handle: Queryable,
  period: { readonly from: Date; readonly to: Date },
): Promise<BalanceLine[]> =>
  within<SandboxTables>(handle)
    .selectFrom('payments_sandbox.line')
    .select([
      'line_ref as lineRef',
      'kind',
      'object_ref as objectRef',
      'amount_minor as amountMinor',
      'currency',
      'booked_at as bookedAt',
    ])
    .where('booked_at', '>=', period.from)
    .where('booked_at', '<', period.to)
    .orderBy('booked_at')
    .orderBy('line_ref')
    .execute()

export interface Timer {
  readonly timerRef: string
  readonly objectRef: string
  readonly happening: string
  readonly dueAt: Date
}

export const insertTimer = async (tx: Tx, timer: Timer): Promise<void> => {
  await within<SandboxTables>(tx)
    .insertInto('payments_sandbox.timer')
    .values({
      timer_ref: timer.timerRef,
      object_ref: timer.objectRef,
      happening: timer.happening,
      due_at: timer.dueAt,
    })
    .execute()
}

/** Takes the timer that is due first away; null: none is. */
export const takeDueTimer = async (tx: Tx, at: Date): Promise<Timer | null> => {
  const { rows } = await sql<Timer>`
    delete from payments_sandbox.timer where timer_ref = (
      select timer_ref from payments_sandbox.timer where due_at <= ${at}
      order by due_at, timer_ref limit 1 for update skip locked)
    returning timer_ref as "timerRef", object_ref as "objectRef", happening, due_at as "dueAt"
  `.execute(within<SandboxTables>(tx))
  return rows[0] ?? null
}

export interface Delivery {
  readonly deliveryRef: string
  readonly eventId: string
  readonly body: string
  readonly dueAt: Date
  readonly attempts: number
}

export const insertDelivery = async (tx: Tx, delivery: Delivery): Promise<void> => {
  await within<SandboxTables>(tx)
    .insertInto('payments_sandbox.delivery')
    .values({
      delivery_ref: delivery.deliveryRef,
      event_id: delivery.eventId,
      body: delivery.body,
      due_at: delivery.dueAt,
      attempts: delivery.attempts,
    })
    .execute()
}

export const findDueDeliveries = (handle: Queryable, at: Date, limit: number): Promise<Delivery[]> =>
  within<SandboxTables>(handle)
    .selectFrom('payments_sandbox.delivery')
    .select(['delivery_ref as deliveryRef', 'event_id as eventId', 'body', 'due_at as dueAt', 'attempts'])
    .where('due_at', '<=', at)
    .orderBy('due_at')
    .orderBy('delivery_ref')
    .limit(limit)
    .execute()

export const deleteDelivery = async (handle: Queryable, deliveryRef: string): Promise<void> => {
  await within<SandboxTables>(handle)
    .deleteFrom('payments_sandbox.delivery')
    .where('delivery_ref', '=', deliveryRef)
    .execute()
}

export const deferDelivery = async (
  handle: Queryable,
  deliveryRef: string,
  next: { readonly dueAt: Date; readonly attempts: number },
): Promise<void> => {
  await within<SandboxTables>(handle)
    .updateTable('payments_sandbox.delivery')
    .set({ due_at: next.dueAt, attempts: next.attempts })
    .where('delivery_ref', '=', deliveryRef)
    .execute()
}

/** When something happens by itself next. */
export const nextDueAt = async (handle: Queryable): Promise<Date | null> => {
  const { rows } = await sql<{ dueAt: Date | null }>`
    select least((select min(due_at) from payments_sandbox.timer),
                 (select min(due_at) from payments_sandbox.delivery)) as "dueAt"
  `.execute(within<SandboxTables>(handle))
  return rows[0]?.dueAt ?? null
}

/** What is kept under this name; of several that try to set it at once, one succeeds. */
export const settingOnce = async (handle: Queryable, name: string, made: string): Promise<string> => {
  await within<SandboxTables>(handle)
    .insertInto('payments_sandbox.setting')
    .values({ name, value: made })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await within<SandboxTables>(handle)
    .selectFrom('payments_sandbox.setting')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.value
}
