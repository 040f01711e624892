import { hash } from 'node:crypto'
import { type Account, nameOf } from './rules/chart.ts'

const largest = 200_000

/**
 * The number of an account: the first 64 bits of the SHA-256 of its name. So a batch needs no read to know it, and a row
 * that was renamed is found out. Two names with one number are refused by the database; of ten million accounts that is to be
 * expected once in four hundred thousand instances.
 */
export const accountIdOf = (account: Account): string =>
  Buffer.from(hash('sha256', nameOf(account), 'hex').slice(0, 16), 'hex')
    .readBigInt64BE()
    .toString()

/** Numbers that were made before, and which accounts are known to be in the database. Both are only shortcuts. */
export interface AccountIds {
  idOf(account: Account): string
  isKept(id: string): boolean
  /** After the commit that made them. */
  keep(ids: readonly string[]): void
}

export const accountIds = (): AccountIds => {
  const numbers = new Map<string, string>()
  const kept = new Set<string>()
  const idOf = (account: Account): string => {
    const name = nameOf(account)
    const known = numbers.get(name)
    if (known !== undefined) return known
    if (numbers.size >= largest) numbers.clear()
    const id = accountIdOf(account)
    numbers.set(name, id)
    return id
  }
  const keep = (ids: readonly string[]): void => {
    if (kept.size >= largest) kept.clear()
    for (const id of ids) kept.add(id)
  }
  return { idOf, isKept: (id) => kept.has(id), keep }
}
