import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { MovementKind } from '../rules/machines.ts'
import type { Backward } from '../rules/refundable.ts'
import type { PaymentsTables } from './tables.ts'

export interface MovementRow {
  readonly movementId: string
  readonly kind: MovementKind
  readonly provider: string
  readonly requestKey: string | null
  readonly requestHash: string | null
  readonly purpose: string
  readonly reference: string
  readonly party: string
  readonly chargeId: string | null
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly description: string
  readonly returnPath: string
  readonly state: string
  readonly capturedMinor: bigint
  readonly code: string | null
  readonly providerRef: string | null
  readonly providerVersion: bigint
  readonly url: string | null
  readonly createdAt: Date
  readonly changedAt: Date
  readonly sentAt: Date | null
  readonly lookAt: Date | null
  readonly looks: number
}

const columns = [
  'movement_id as movementId',
  'kind',
  'provider',
  'request_key as requestKey',
  'request_hash as requestHash',
  'purpose',
  'reference',
  'party',
  'charge_id as chargeId',
  'amount_minor as amountMinor',
  'currency',
  'description',
  'return_path as returnPath',
  'state',
  'captured_minor as capturedMinor',
  'code',
  'provider_ref as providerRef',
  'provider_version as providerVersion',
  'url',
  'created_at as createdAt',
  'changed_at as changedAt',
  'sent_at as sentAt',
  'look_at as lookAt',
  'looks',
] as const

/** False when this key, or this thing of the provider, has a row already; it then waits until that row is committed. */
export const insertMovement = async (tx: Tx, row: MovementRow): Promise<boolean> => {
  const inserted = await within<PaymentsTables>(tx)
    .insertInto('payments.movement')
    .values({
      movement_id: row.movementId,
      kind: row.kind,
      provider: row.provider,
      request_key: row.requestKey,
      request_hash: row.requestHash,
      purpose: row.purpose,
      reference: row.reference,
      party: row.party,
      charge_id: row.chargeId,
      amount_minor: row.amountMinor,
      currency: row.currency,
      description: row.description,
      return_path: row.returnPath,
      state: row.state,
      captured_minor: row.capturedMinor,
      code: row.code,
      provider_ref: row.providerRef,
      provider_version: row.providerVersion,
      url: row.url,
      created_at: row.createdAt,
      changed_at: row.changedAt,
      sent_at: row.sentAt,
      look_at: row.lookAt,
      looks: row.looks,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

const select = (handle: Queryable) =>
  within<PaymentsTables>(handle).selectFrom('payments.movement').select(columns)

export const findMovement = async (handle: Queryable, movementId: string): Promise<MovementRow | null> =>
  (await select(handle).where('movement_id', '=', movementId).executeTakeFirst()) ?? null

export const findByRequest = async (
  handle: Queryable,
  kind: MovementKind,
  requestKey: string,
): Promise<MovementRow | null> =>
  (await select(handle).where('kind', '=', kind).where('request_key', '=', requestKey).executeTakeFirst()) ??
  null

interface ProviderName {
  readonly provider: string
  readonly kind?: MovementKind
  readonly ref: string
}

export const findByRef = async (
  handle: Queryable,
  { provider, kind, ref }: ProviderName,
): Promise<MovementRow | null> =>
  (await select(handle)
    .where('provider', '=', provider)
    .where('provider_ref', '=', ref)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'charge'))
    .executeTakeFirst()) ?? null

/** Whoever changes a movement holds its row; of a refund or dispute that begins, the row of its charge. */
export const lockMovement = async (tx: Tx, movementId: string): Promise<MovementRow | null> =>
  (await select(tx).where('movement_id', '=', movementId).forUpdate().executeTakeFirst()) ?? null

/** What changes of a movement; everything else of it never does. */
export type Progress = Pick<
  MovementRow,
  | 'movementId'
  | 'state'
  | 'capturedMinor'
  | 'code'
  | 'providerRef'
  | 'providerVersion'
  | 'url'
  | 'changedAt'
  | 'lookAt'
  | 'looks'
>

export const updateProgress = async (tx: Tx, row: Progress): Promise<void> => {
  await within<PaymentsTables>(tx)
    .updateTable('payments.movement')
    .set({
      state: row.state,
      captured_minor: row.capturedMinor,
      code: row.code,
      provider_ref: row.providerRef,
      provider_version: row.providerVersion,
      url: row.url,
      changed_at: row.changedAt,
      look_at: row.lookAt,
      looks: row.looks,
    })
    .where('movement_id', '=', row.movementId)
    .execute()
}

export const markSent = async (handle: Queryable, movementId: string, sentAt: Date): Promise<void> => {
  await within<PaymentsTables>(handle)
    .updateTable('payments.movement')
    .set((column) => ({ sent_at: sql<Date>`coalesce(${column.ref('sent_at')}, ${sentAt})` }))
    .where('movement_id', '=', movementId)
    .execute()
}

/** Puts off the next look at something that is not at its end. */
export const putOff = async (
  handle: Queryable,
  movementId: string,
  next: { readonly lookAt: Date; readonly looks: number },
): Promise<void> => {
  await within<PaymentsTables>(handle)
    .updateTable('payments.movement')
    .set({ look_at: next.lookAt, looks: next.looks })
    .where('movement_id', '=', movementId)
    .where('look_at', 'is not', null)
    .execute()
}

/** Of this provider, what is to be looked at by then. */
export interface Due {
  readonly provider: string
  readonly at: Date
  readonly limit: number
}

export const findDue = (handle: Queryable, { provider, at, limit }: Due): Promise<MovementRow[]> =>
  select(handle)
    .where('look_at', '<=', at)
    .where('provider', '=', provider)
    .orderBy('look_at')
    .limit(limit)
    .execute()

/** Refunds and disputes of a charge. */
export const findBackward = (
  handle: Queryable,
  chargeId: string,
  without: string | null = null,
): Promise<Backward[]> =>
  within<PaymentsTables>(handle)
    .selectFrom('payments.movement')
    .select(['kind', 'state', 'amount_minor as amountMinor'])
    .where('charge_id', '=', chargeId)
    .$if(without !== null, (query) => query.where('movement_id', '!=', without ?? ''))
    .$narrowType<{ kind: 'refund' | 'dispute' }>()
    .execute()

export const listByReference = (
  handle: Queryable,
  asked: { readonly kind: MovementKind; readonly purpose: string; readonly reference: string },
): Promise<MovementRow[]> =>
  select(handle)
    .where('kind', '=', asked.kind)
    .where('purpose', '=', asked.purpose)
    .where('reference', '=', asked.reference)
    .orderBy('movement_id', 'desc')
    .limit(1000)
    .execute()

export const listOfCharge = (
  handle: Queryable,
  kind: 'refund' | 'dispute',
  chargeId: string,
): Promise<MovementRow[]> =>
  select(handle)
    .where('kind', '=', kind)
    .where('charge_id', '=', chargeId)
    .orderBy('movement_id', 'desc')
    .limit(1000)
    .execute()

export const insertTransition = async (
  tx: Tx,
  row: {
    readonly movementId: string
    readonly transition: string
    readonly providerVersion: bigint
    readonly at: Date
  },
): Promise<void> => {
  await within<PaymentsTables>(tx)
    .insertInto('payments.transition')
    .values({
      movement_id: row.movementId,
      transition: row.transition,
      provider_version: row.providerVersion,
      happened_at: row.at,
    })
    .execute()
}
