import type { Queryable } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import { paidByPeriod } from './store/statements.ts'

export interface PoolsChecked {
  readonly ok: boolean
  readonly detail: string
}

/**
 * I13: what statements and holders of rights got of each closed period, and what is left in its pool, is what was put into
 * the pool, to the last unit.
 */
export const checkPools = async (
  deps: Pick<RewardsDeps, 'clock' | 'ledger'>,
  handle: Queryable,
): Promise<PoolsChecked> => {
  const periods = await paidByPeriod(handle)
  const flows = await deps.ledger.flowsOf(handle, {
    ...{ kinds: ['fund_pool'], by: 'owner', from: new Date(0), until: new Date(deps.clock.nowMs() + 1) },
  })
  const wrong = periods.flatMap(({ periodId, paidMicro, rightsMicro }) => {
    const own = flows.filter(({ part }) => part === periodId)
    const put = own.filter(({ template }) => template === 'fund_top_up')
    const putMicro = put.reduce((sum, { credits }) => sum + credits, 0n)
    const leftMicro = own.reduce((sum, { credits, debits }) => sum + credits - debits, 0n)
    const toldMicro = paidMicro + rightsMicro + leftMicro
    return toldMicro === putMicro ? [] : [`${periodId}: ${toldMicro} beside ${putMicro}`]
  })
  const [first] = wrong
  return first === undefined
    ? {
        ok: true,
        detail: `what was put into each pool was paid or is left in it, of ${periods.length} periods`,
      }
    : { ok: false, detail: `not so ${wrong.length} times, the first: ${first}` }
}
