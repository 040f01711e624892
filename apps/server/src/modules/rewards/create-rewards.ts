import type { FastifyInstance } from 'fastify'
import type { Queryable, Tx } from '#platform/postgres'
import { checkPools, type PoolsChecked } from './check-pools.ts'
import type { RewardsDeps, ToldPayout } from './deps.ts'
import { serveRewards } from './http.ts'
import { onPayout } from './payout-steps.ts'
import { keepTurning, turnPeriods } from './periods.ts'
import { keepReserves } from './keep-reserves.ts'
import { handleSubmits } from './request-payout.ts'

/** The creator fund, payouts, and what creators and operators see of money. */
export interface Rewards {
  /** What became of a payout, in the transaction of that change: the handler of `payoutPurpose`. */
  onPayout(tx: Tx, told: ToldPayout): Promise<void>
  /** Opens, closes and finalises the periods that are due. */
  turn(signal?: AbortSignal): Promise<void>
  /** Gives back reserves that are old enough, and collects what is owed. */
  keepReserves(signal?: AbortSignal): Promise<void>
  serve(app: FastifyInstance): void
  /** Begins the work that repeats itself. */
  /** Whether all that was put into the pools of closed periods was paid or is left in them (I13). */
  checkPools(handle: Queryable): Promise<PoolsChecked>
  start(): Promise<void>
}

/**
 * Wires the module. Its jobs are handled from here on.
 *
 * @example const rewards = createRewards({ db, clickhouse, clock, ids, log, jobs, identity, social, posts, ledger, … })
 */
export const createRewards = (deps: RewardsDeps): Rewards => {
  handleSubmits(deps)
  const start = keepTurning(deps)
  return {
    onPayout: (tx, told) => onPayout(deps, tx, told),
    turn: (signal) => turnPeriods(deps, signal),
    keepReserves: (signal) => keepReserves(deps, signal),
    checkPools: (handle) => checkPools(deps, handle),
    serve: (app) => serveRewards(app, deps),
    start,
  }
}
