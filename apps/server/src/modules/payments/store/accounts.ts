import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Due } from './movements.ts'
import type { AccountState, PaymentsTables } from './tables.ts'

export interface AccountRow {
  readonly party: string
  readonly provider: string
  readonly country: string
  readonly providerRef: string | null
  readonly providerVersion: bigint
  readonly state: AccountState
  readonly url: string | null
  readonly createdAt: Date
  readonly changedAt: Date
  readonly lookAt: Date | null
  readonly looks: number
}

const select = (handle: Queryable) =>
  within<PaymentsTables>(handle)
    .selectFrom('payments.account')
    .select([
      'party',
      'provider',
      'country',
      'provider_ref as providerRef',
      'provider_version as providerVersion',
      'state',
      'url',
      'created_at as createdAt',
      'changed_at as changedAt',
      'look_at as lookAt',
      'looks',
    ])

export const findAccount = async (
  handle: Queryable,
  provider: string,
  party: string,
): Promise<AccountRow | null> =>
  (await select(handle).where('provider', '=', provider).where('party', '=', party).executeTakeFirst()) ??
  null

export const lockAccount = async (tx: Tx, provider: string, party: string): Promise<AccountRow | null> =>
  (await select(tx)
    .where('provider', '=', provider)
    .where('party', '=', party)
    .forUpdate()
    .executeTakeFirst()) ?? null

export const findAccountByRef = async (
  handle: Queryable,
  provider: string,
  ref: string,
): Promise<AccountRow | null> =>
  (await select(handle)
    .where('provider', '=', provider)
    .where('provider_ref', '=', ref)
    .executeTakeFirst()) ?? null

export const findDueAccounts = (handle: Queryable, { provider, at, limit }: Due): Promise<AccountRow[]> =>
  select(handle)
    .where('look_at', '<=', at)
    .where('provider', '=', provider)
    .orderBy('look_at')
    .limit(limit)
    .execute()

export const insertAccount = async (handle: Queryable, row: AccountRow): Promise<void> => {
  await within<PaymentsTables>(handle)
    .insertInto('payments.account')
    .values({
      party: row.party,
      provider: row.provider,
      country: row.country,
      provider_ref: row.providerRef,
      provider_version: row.providerVersion,
      state: row.state,
      url: row.url,
      created_at: row.createdAt,
      changed_at: row.changedAt,
      look_at: row.lookAt,
      looks: row.looks,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const updateAccount = async (handle: Queryable, row: AccountRow): Promise<void> => {
  await within<PaymentsTables>(handle)
    .updateTable('payments.account')
    .set({
      provider_ref: row.providerRef,
      provider_version: row.providerVersion,
      state: row.state,
      url: row.url,
      changed_at: row.changedAt,
      look_at: row.lookAt,
      looks: row.looks,
    })
    .where('provider', '=', row.provider)
    .where('party', '=', row.party)
    .execute()
}
