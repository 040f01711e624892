import type { PersonId } from '@busker/contract'
import type { Identity } from '#modules/identity'
import { keepCopying, keepLedger, type Ledger } from '#modules/ledger'
import type { Measure } from '#modules/measure'
import { createPayments, createSandbox, type Payments, type Sandbox } from '#modules/payments'
import type { Posts } from '#modules/posts'
import { createRewards, payoutPurpose, type RewardNumbers, type Rewards } from '#modules/rewards'
import type { Social } from '#modules/social'
import { createWallet, type Wallet } from '#modules/wallet'
import type { Telemetry } from '#modules/telemetry'
import type { Bus } from '#platform/bus'
import type { Jobs } from '#platform/jobs'
import type { Hub } from '#platform/realtime'
import type { ProcessOptions } from './app-media.ts'
import type { Engines } from './engines.ts'

/** What money goes through: the books are made before, because they need nobody. */
interface MoneyParts extends ProcessOptions {
  readonly engines: Engines
  readonly jobs: Jobs
  readonly bus: Bus
  readonly publish: Hub['publish']
  readonly identity: Identity
  readonly social: Social
  readonly posts: Posts
  readonly telemetry: Telemetry
  readonly measure: Measure
  readonly ledger: Ledger
}

export interface Money {
  readonly payments: Payments
  readonly sandbox: Sandbox
  readonly wallet: Wallet
  readonly rewards: Rewards
  /** Begins the work that repeats itself. */
  startMoney(): Promise<void>
}

/** Views of a person as everybody's boards count them. */
const numbersOf = (measure: Measure): RewardNumbers => ({
  viewsOf: async (personId: PersonId, days) => {
    const { rows } = await measure.metric('views', { scope: { kind: 'author', authorId: personId }, ...days })
    const value = rows[0]?.value ?? null
    return typeof value === 'number' ? value : null
  },
})

/** Payments, what they are for, and who hears of them. */
export const wireMoney = (parts: MoneyParts): Money => {
  const { config, clock, ids, log, jobs, engines, telemetry, measure } = parts
  const { db, clickhouse } = engines
  const sandbox = createSandbox({ db, clock, ids, log, jobs, speed: config.sandboxSpeed })
  const wallet = createWallet({ ...parts, ...config, db, payments: () => payments })
  const payments: Payments = createPayments({
    ...{ db, clock, ids, log, jobs, publicUrl: config.publicUrl, provider: sandbox.provider },
    purposes: { ...wallet.purposes, [payoutPurpose]: { onPayout: (...told) => rewards.onPayout(...told) } },
    report: wallet.report,
  })
  const rewards: Rewards = createRewards({
    ...{ ...parts, db, clickhouse, payments, numbers: numbersOf(measure) },
    facts: { settled: () => telemetry.settled() },
  })
  const startBooks = keepLedger({ jobs, clock, db, ledger: parts.ledger })
  const startCopying = keepCopying({ jobs, clock, db, clickhouse, currency: config.currency })
  const startMoney = async () => {
    await startBooks()
    await startCopying()
    for (const module of [payments, sandbox, wallet, rewards]) await module.start()
  }
  return { payments, sandbox, wallet, rewards, startMoney }
}
