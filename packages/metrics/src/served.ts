import { newest } from './aggregate.ts'
import { impressionSource } from './impression.ts'
import type { GroupRelation } from './relation.ts'
import { facts } from './table.ts'

/** Which retrieval of the feed filled each slot. A slot is served before it is watched, at most two days. */
export const servedSlots = (): GroupRelation => {
  const { relation } = facts(impressionSource, { before: 2, acrossPosts: true }).group(
    ['eventId'],
    (column) => ({ servedBy: newest(column.source, column.journalOffset) }),
  )
  if (relation.kind !== 'group') throw new TypeError('a grouped table has a grouped relation')
  return relation
}
