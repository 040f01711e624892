import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ListPosition } from '#platform/list-page'
import type { Edge } from '../rules/cycles.ts'
import type { SendRow } from './sends.ts'
import type { WalletTables } from './tables.ts'

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

export const addFlows = async (tx: Tx, sends: readonly SendRow[]): Promise<void> => {
  const grouped = Map.groupBy(sends, (send) => `${send.payerId}:${send.creatorId}:${dayOf(send.at)}`)
  // In one order for everybody, so that no two batches wait in a circle.
  const rows = [...grouped.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...more]]) =>
      first === undefined
        ? []
        : [
            {
              ...{ payer_id: first.payerId, creator_id: first.creatorId, day: dayOf(first.at) },
              coins: more.reduce((sum, { coins }) => sum + coins, first.coins),
            },
          ],
    )
  await within<WalletTables>(tx)
    .insertInto('wallet.flow')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['payer_id', 'creator_id', 'day'])
        .doUpdateSet({ coins: sql`wallet.flow.coins + excluded.coins` }),
    )
    .execute()
}

/** More than that and the search says so instead of looking at a part. */
export const mostEdges = 200_000

/**
 * What people gave one another since a day, among those who both give and are given: nobody else can be part of a cycle,
 * so fans who only give and creators who only receive are never read.
 */
export const listEdges = async (handle: Queryable, since: Date): Promise<Edge[]> => {
  const { rows } = await sql<Edge>`
    with lately as materialized (
      select payer_id, creator_id, sum(coins)::bigint as coins from wallet.flow
      where day >= ${dayOf(since)}::date group by payer_id, creator_id
    )
    select payer_id as payer, creator_id as creator, coins from lately
    where payer_id in (select creator_id from lately) and creator_id in (select payer_id from lately)
    limit ${mostEdges + 1}`.execute(within<WalletTables>(handle))
  return rows
}

export interface PairRow {
  readonly payerId: PersonId
  readonly creatorId: PersonId
  readonly coins: bigint
  readonly givenCoins: bigint
  readonly sharesDevice: boolean
  readonly sharesAddress: boolean
}

/** Of pairs that used the same device: what one gave the other since a day, and all that they gave. */
export const findPairs = async (
  handle: Queryable,
  pairs: readonly { payerId: PersonId; creatorId: PersonId }[],
  since: Date,
): Promise<PairRow[]> => {
  const { rows } = await sql<PairRow>`
    select p.payer as "payerId", p.creator as "creatorId", true as "sharesDevice",
      exists (select from wallet.mark a join wallet.mark b using (kind, mark)
        where a.person_id = p.payer and b.person_id = p.creator and kind = 'address') as "sharesAddress",
      (select coalesce(sum(coins), 0)::bigint from wallet.flow
        where payer_id = p.payer and creator_id = p.creator and day >= ${dayOf(since)}::date) as coins,
      (select coalesce(sum(coins), 0)::bigint from wallet.flow
        where payer_id = p.payer and day >= ${dayOf(since)}::date) as "givenCoins"
    from unnest(${pairs.map(({ payerId }) => payerId)}::uuid[], ${pairs.map(({ creatorId }) => creatorId)}::uuid[])
      as p (payer, creator)
    where exists (select from wallet.mark a join wallet.mark b using (kind, mark)
      where a.person_id = p.payer and b.person_id = p.creator and kind = 'device')`.execute(
    within<WalletTables>(handle),
  )
  return rows
}

export const insertMarks = async (
  handle: Queryable,
  personId: PersonId,
  { marks, at }: { marks: readonly { kind: 'device' | 'address'; mark: string }[]; at: Date },
): Promise<void> => {
  await within<WalletTables>(handle)
    .insertInto('wallet.mark')
    .values(marks.map((mark) => ({ person_id: personId, ...mark, seen_on: dayOf(at) })))
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'kind', 'mark']).doUpdateSet({ seen_on: sql`excluded.seen_on` }),
    )
    .execute()
}

/** What is no longer looked at is not kept. */
export const forgetBefore = async (handle: Queryable, before: Date): Promise<void> => {
  const tables = within<WalletTables>(handle)
  await tables.deleteFrom('wallet.mark').where('seen_on', '<', dayOf(before)).execute()
  await tables.deleteFrom('wallet.flow').where('day', '<', dayOf(before)).execute()
  await tables.deleteFrom('wallet.given').where('hour', '<', before).execute()
}

/** From where the search goes on. Only one search runs at a time. */
export const lockScreened = async (tx: Tx): Promise<Date | null> => {
  const row = await within<WalletTables>(tx)
    .selectFrom('wallet.screened')
    .select('until')
    .forUpdate()
    .executeTakeFirst()
  return row?.until ?? null
}

export const setScreened = async (tx: Tx, until: Date): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.screened')
    .values({ only_row: true, until })
    .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ until }))
    .execute()
}

/** Pairs between whom something was given in this time. */
export const pairsBetween = (
  handle: Queryable,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<{ payerId: PersonId; creatorId: PersonId }[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.send')
    .select(['payer_id as payerId', 'creator_id as creatorId'])
    .distinct()
    .where('at', '>=', from)
    .where('at', '<=', to)
    .orderBy('payer_id')
    .orderBy('creator_id')
    .limit(limit)
    .execute()

/** What a pair gave since then and still counts: the sends that a suspicion is about. */
export const countedBetween = async (
  tx: Tx,
  pair: { payerId: string; creatorId: string },
  since: Date,
): Promise<{ sendId: string }[]> =>
  within<WalletTables>(tx)
    .selectFrom('wallet.send as s')
    .leftJoin('wallet.flag as f', 'f.send_id', 's.send_id')
    .select('s.send_id as sendId')
    .where(sql<boolean>`payer_id = ${pair.payerId}::uuid and creator_id = ${pair.creatorId}::uuid`)
    .where('s.at', '>=', since)
    .where('s.state', '=', 'counted')
    // What somebody looked at and released is not held again.
    .where('f.flag_id', 'is', null)
    .orderBy('s.at')
    .limit(10_000)
    .execute()

export interface FlagRow {
  readonly flagId: string
  readonly sendId: string
  readonly reasons: readonly ('cycle' | 'same_device' | 'same_address')[]
  readonly cycle: readonly PersonId[]
  readonly state: 'open' | 'released' | 'kept'
  readonly at: Date
  readonly decidedAt: Date | null
  readonly decidedBy: PersonId | null
}

export const insertFlags = async (tx: Tx, flags: readonly FlagRow[]): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.flag')
    .values(
      flags.map((flag) => ({
        ...{ flag_id: flag.flagId, send_id: flag.sendId, reasons: [...flag.reasons] },
        ...{ cycle: [...flag.cycle], state: flag.state, at: flag.at },
      })),
    )
    .execute()
}

const flagColumns = [
  ...(['flag_id as flagId', 'send_id as sendId', 'reasons', 'cycle', 'state', 'at'] as const),
  ...(['decided_at as decidedAt', 'decided_by as decidedBy'] as const),
] as const

export const listFlags = (
  handle: Queryable,
  request: { state: FlagRow['state']; after: ListPosition | null; limit: number },
): Promise<FlagRow[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.flag')
    .select(flagColumns)
    .where('state', '=', request.state)
    .$if(request.after !== null, (query) =>
      query.where(
        sql<boolean>`(at, flag_id) < (${request.after?.at ?? null}, ${request.after?.id ?? null}::uuid)`,
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('flag_id', 'desc')
    .limit(request.limit)
    .execute()

export const lockFlag = async (tx: Tx, flagId: string): Promise<FlagRow | null> =>
  (await within<WalletTables>(tx)
    .selectFrom('wallet.flag')
    .select(flagColumns)
    .where('flag_id', '=', flagId)
    .forUpdate()
    .executeTakeFirst()) ?? null

export const decideFlag = async (
  tx: Tx,
  flagId: string,
  to: { state: 'released' | 'kept'; at: Date; by: PersonId; note: string },
): Promise<void> => {
  await within<WalletTables>(tx)
    .updateTable('wallet.flag')
    .set({ state: to.state, decided_at: to.at, decided_by: to.by, note: to.note })
    .where('flag_id', '=', flagId)
    .execute()
}
