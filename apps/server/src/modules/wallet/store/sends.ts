import type { GiftId, PersonId, PostId } from '@busker/contract'
import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Order, Sent } from '../rules/decide-sends.ts'
import type { GifterPosition } from '../rules/gifter-cursor.ts'
import type { ListPosition } from '#platform/list-page'
import type { WalletTables } from './tables.ts'

export interface SendRow extends Sent {
  readonly currency: Currency
  readonly txnId: string
  readonly state: 'counted' | 'held' | 'void'
}

const columns = [
  ...(['send_id as sendId', 'payer_id as payerId', 'creator_id as creatorId', 'post_id as postId'] as const),
  ...(['combo_id as comboId', 'tick', 'gift_id as giftId', 'gift_version as giftVersion', 'count'] as const),
  ...(['coins', 'currency', 'value_micro as valueMicro', 'tax_micro as taxMicro'] as const),
  ...(['creator_micro as creatorMicro', 'txn_id as txnId', 'at', 'state'] as const),
] as const

/** Which of these ticks were sent. */
export const findTicks = async (tx: Tx, orders: readonly Order[]): Promise<SendRow[]> =>
  within<WalletTables>(tx)
    .selectFrom('wallet.send')
    .select(columns)
    .where(
      sql<boolean>`(payer_id, combo_id, tick) in (select * from unnest(
        ${orders.map(({ payerId }) => payerId)}::uuid[], ${orders.map(({ comboId }) => comboId)}::uuid[],
        ${orders.map(({ tick }) => tick)}::int[]))`,
    )
    .execute()

export const findByTxns = (handle: Queryable, txnIds: readonly string[]): Promise<SendRow[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.send')
    .select(columns)
    .where('txn_id', 'in', txnIds)
    .execute()

export const findSends = (handle: Queryable, ids: readonly string[]): Promise<SendRow[]> =>
  within<WalletTables>(handle).selectFrom('wallet.send').select(columns).where('send_id', 'in', ids).execute()

export const insertSends = async (tx: Tx, rows: readonly SendRow[]): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.send')
    .values(
      rows.map((row) => ({
        ...{ send_id: row.sendId, payer_id: row.payerId, creator_id: row.creatorId, post_id: row.postId },
        ...{ combo_id: row.comboId, tick: row.tick, gift_id: row.giftId, gift_version: row.giftVersion },
        ...{ count: row.count, coins: row.coins, currency: row.currency, value_micro: row.valueMicro },
        ...{ tax_micro: row.taxMicro, creator_micro: row.creatorMicro, txn_id: row.txnId },
        ...{ at: row.at, state: row.state },
      })),
    )
    .execute()
}

export const updateSendState = async (
  tx: Tx,
  ids: readonly string[],
  state: SendRow['state'],
): Promise<void> => {
  await within<WalletTables>(tx)
    .updateTable('wallet.send')
    .set({ state })
    .where('send_id', 'in', ids)
    .execute()
}

export const listReceived = (
  handle: Queryable,
  creatorId: PersonId,
  { after, limit }: { after: ListPosition | null; limit: number },
): Promise<SendRow[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.send')
    .select(columns)
    .where('creator_id', '=', creatorId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(at, send_id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('send_id', 'desc')
    .limit(limit)
    .execute()

/** What a creator was given and is held. */
export const heldOf = async (handle: Queryable, creatorId: PersonId): Promise<bigint> => {
  const row = await within<WalletTables>(handle)
    .selectFrom('wallet.send')
    .select((of) => of.fn.coalesce(of.fn.sum<string>('creator_micro'), sql<string>`0`).as('held'))
    .where('creator_id', '=', creatorId)
    .where('state', '=', 'held')
    .executeTakeFirstOrThrow()
  return BigInt(row.held)
}

export interface GifterRow {
  readonly personId: PersonId
  readonly coins: bigint
  readonly gifts: bigint
  readonly giftId: GiftId
  readonly count: number
  readonly at: Date
}

/** What each person gave for a post: in one statement, rows in the order of their keys, so that no two batches wait in a circle. */
export const addGifters = async (tx: Tx, sends: readonly SendRow[]): Promise<void> => {
  const byGifter = [...Map.groupBy(sends, (send) => `${send.postId}:${send.payerId}`).entries()].toSorted(
    ([one], [other]) => (one < other ? -1 : 1),
  )
  const rows = byGifter.flatMap(([, given]) => {
    const last = given.at(-1)
    if (last === undefined) return []
    const coins = given.reduce((sum, send) => sum + send.coins, 0n)
    const gifts = given.reduce((sum, { count }) => sum + BigInt(count), 0n)
    return [
      {
        ...{ post_id: last.postId, person_id: last.payerId, coins, gifts },
        ...{ latest_gift_id: last.giftId, latest_count: last.count, latest_at: last.at },
      },
    ]
  })
  await within<WalletTables>(tx)
    .insertInto('wallet.gifter')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['post_id', 'person_id']).doUpdateSet({
        coins: sql`wallet.gifter.coins + excluded.coins`,
        gifts: sql`wallet.gifter.gifts + excluded.gifts`,
        latest_gift_id: sql`excluded.latest_gift_id`,
        latest_count: sql`excluded.latest_count`,
        latest_at: sql`excluded.latest_at`,
      }),
    )
    .execute()
}

/** Gifts that count no more. Somebody who gave nothing that counts is off the list. */
export const subtractGifters = async (tx: Tx, sends: readonly SendRow[]): Promise<void> => {
  const tables = within<WalletTables>(tx)
  await sql`
    update wallet.gifter g set coins = g.coins - s.coins, gifts = g.gifts - s.gifts
    from (
      select post_id, person_id, sum(coins)::bigint as coins, sum(gifts)::bigint as gifts
      from unnest(${sends.map(({ postId }) => postId)}::uuid[], ${sends.map(({ payerId }) => payerId)}::uuid[],
        ${sends.map(({ coins }) => String(coins))}::bigint[], ${sends.map(({ count }) => count)}::int[])
        as s (post_id, person_id, coins, gifts)
      group by post_id, person_id
    ) as s
    where g.post_id = s.post_id and g.person_id = s.person_id`.execute(tables)
  await tables
    .deleteFrom('wallet.gifter')
    .where('coins', '=', 0n)
    .where('post_id', 'in', [...new Set(sends.map(({ postId }) => postId))])
    .execute()
}

export const gifterTotals = async (
  handle: Queryable,
  postId: PostId,
): Promise<{ coins: bigint; people: bigint }> => {
  const row = await within<WalletTables>(handle)
    .selectFrom('wallet.gifter')
    .select((of) => [
      of.fn.coalesce(of.fn.sum<string>('coins'), sql<string>`0`).as('coins'),
      of.fn.countAll<bigint>().as('people'),
    ])
    .where('post_id', '=', postId)
    .executeTakeFirstOrThrow()
  return { coins: BigInt(row.coins), people: row.people }
}

export const listGifters = (
  handle: Queryable,
  postId: PostId,
  request: { order: 'top' | 'latest'; after: GifterPosition | null; limit: number },
): Promise<GifterRow[]> => {
  const { order, after, limit } = request
  const column = order === 'top' ? ('coins' as const) : ('latest_at' as const)
  const position = order === 'top' ? (after?.coins ?? null) : (after?.at ?? null)
  return within<WalletTables>(handle)
    .selectFrom('wallet.gifter')
    .select(['person_id as personId', 'coins', 'gifts', 'latest_gift_id as giftId'])
    .select(['latest_count as count', 'latest_at as at'])
    .where('post_id', '=', postId)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(${sql.ref(column)}, person_id) < (${position}, ${after?.personId ?? null}::uuid)`,
      ),
    )
    .orderBy(column, 'desc')
    .orderBy('person_id', 'desc')
    .limit(limit)
    .execute()
}
