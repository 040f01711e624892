import { assert } from '#platform/assert'
import type { Queryable } from '#platform/postgres'
import { toAccount } from './store/read-batch.ts'
import { findLanes } from './store/chains.ts'
import { findPosted, type PostedRow } from './store/closes.ts'
import type { PostedPage } from './views.ts'

const startOf = /^(\d+:\d+)(,\d+:\d+)*$/

/** `lane:no` of each lane that was read, joined by commas; the empty text is the beginning. */
const read = (position: string): Map<number, string> => {
  assert(position === '' || startOf.test(position), 'a position was given by a page before')
  const parts = position === '' ? [] : position.split(',')
  return new Map(parts.map((part) => [Number(part.split(':')[0]), part.split(':')[1] ?? '0']))
}

const write = (places: ReadonlyMap<number, string>): string =>
  [...places].map(([lane, no]) => `${lane}:${no}`).join(',')

const toPosted = ({ no: _no, lane: _lane, legs, ...row }: PostedRow): PostedPage['transfers'][number] => ({
  ...row,
  legs: legs.map(([kind, currency, owner, side, amount]) => ({
    account: toAccount(kind, currency, owner),
    side: side === 'd' ? 'debit' : 'credit',
    amount: BigInt(amount),
  })),
})

/** Transfers after a position, each once, whatever is being posted meanwhile. At most `limit` of each lane. */
export const postedAfter = async (
  handle: Queryable,
  position: string,
  limit: number,
): Promise<PostedPage> => {
  const places = read(position)
  for (const { lane } of await findLanes(handle)) if (!places.has(lane)) places.set(lane, '0')
  const rows = await findPosted(
    handle,
    [...places].map(([lane, no]) => ({ lane, no })),
    limit,
  )
  for (const { lane, no } of rows) places.set(lane, no)
  return { transfers: rows.map(toPosted), position: write(places) }
}
