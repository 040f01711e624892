import type { Currency } from '@busker/money'
import { assert } from '#platform/assert'
import type { Lot, Take } from './rules/plan.ts'

type Row = Readonly<Record<string, unknown>>

const big = (row: Row, name: string): bigint => {
  const value = row[name]
  assert(typeof value === 'bigint', `a whole number: ${name}`)
  return value
}
const time = (row: Row, name: string): number => {
  const value = row[name]
  assert(value instanceof Date, `a time: ${name}`)
  return value.getTime()
}
const text = (row: Row, name: string): string => String(row[name])

/** Checked boundary: rows as the database keeps them, read by tests alone. */
export const toLot = (row: Row): Lot => ({
  ...{ lotId: text(row, 'lot_id'), owner: text(row, 'owner'), currency: text(row, 'currency') as Currency },
  ...{ provider: text(row, 'provider'), jurisdiction: text(row, 'jurisdiction'), coins: big(row, 'coins') },
  ...{
    valueMicro: big(row, 'value_micro'),
    taxMicro: big(row, 'tax_micro'),
    coinsLeft: big(row, 'coins_left'),
  },
  ...{ valueLeftMicro: big(row, 'value_left_micro'), state: text(row, 'state') as Lot['state'] },
  ...{ boughtAtMs: time(row, 'bought_at'), seasonedAtMs: time(row, 'seasoned_at') },
})

export const toTake = (row: Row): Take => ({
  ...{ txnId: text(row, 'txn_id'), lotId: text(row, 'lot_id'), creator: text(row, 'creator') },
  ...{ currency: text(row, 'currency') as Currency, coins: big(row, 'coins') },
  ...{ valueMicro: big(row, 'value_micro'), payeeMicro: big(row, 'payee_micro') },
  ...{ diamonds: big(row, 'diamonds'), state: text(row, 'state') as Take['state'] },
  maturesAtMs: time(row, 'matures_at'),
})
