import {
  events as contractEvents,
  type EventPayload,
  type PersonId,
  type PostId,
  type RealtimeMessage,
  type RewardTermsBody,
} from '@busker/contract'
import { currencyOf, type Currency } from '@busker/money'
import { createLedger, type Ledger } from '#modules/ledger'
import { createPayments, createSandbox, type Payments, type Sandbox } from '#modules/payments'
import { assert } from '#platform/assert'
import type { Clickhouse } from '#platform/clickhouse'
import { virtualClock, type VirtualClock } from '#platform/clock'
import { seededIds, type Ids } from '#platform/ids'
import type { JobDefinition, Jobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import type { Database } from '#platform/postgres'
import { createRewards, type Rewards } from './create-rewards.ts'
import type { RewardsDeps } from './deps.ts'
import { payoutPurpose } from './payout-steps.ts'
import { setTerms } from './programme.ts'

export const dayMs = 86_400_000
/** A server looks more often; a test has less time. */
const stepMs = 6 * 3_600_000
export const startOfTime = Date.parse('2026-03-01T00:00:00Z')

export const usd = ((): Currency => {
  const currency = currencyOf('USD')
  assert(currency !== null, 'a currency in use')
  return currency
})()

/** The same id for the same number, of people and of posts. */
export const personAt = (number: number): PersonId =>
  `01900000-0000-7000-8000-${String(number).padStart(12, '0')}` as PersonId
export const postAt = (number: number): PostId =>
  `01900000-0000-7000-9000-${String(number).padStart(12, '0')}` as PostId

export const smallTerms: RewardTermsBody = {
  ...{ effectiveFrom: '2026-03-01', currency: 'USD', period: 'month', poolMicro: '1000000000' },
  ...{ rightsBasisPoints: 500, holdBackBasisPoints: 1000, proRataBasisPoints: 5000, viewerCapViews: 60 },
  ...{ shortestVideoMs: 30_000, firstViewsUnpaid: 1, followers: 10, viewsIn30Days: 100, minimumAge: 18 },
  ...{ accountAgeDays: 0, minimumPayoutMicro: '1000000', closeAfterDays: 4, finalAfterDays: 30 },
  ...{ reserveBasisPoints: 1000, reserveDays: 90, holdFromMicro: '900000000' },
}

/** A queue whose jobs run when the test says so, in the order of asking. */
const queue = () => {
  const handlers = new Map<string, (payload: unknown) => Promise<void>>()
  const waiting: { readonly name: string; readonly payload: unknown }[] = []
  const jobs: Pick<Jobs, 'enqueue' | 'handle'> = {
    enqueue: async <Payload>(_handle: unknown, job: JobDefinition<Payload>, payload: Payload) => {
      waiting.push({ name: job.name, payload })
    },
    handle: <Payload>(
      job: JobDefinition<Payload>,
      handler: (payload: Payload, context: { attempt: number; signal: AbortSignal }) => Promise<void>,
    ) => {
      const { signal } = new AbortController()
      handlers.set(job.name, (payload) => handler(job.payload.parse(payload), { attempt: 1, signal }))
    },
  }
  const run = async (name: string): Promise<void> => {
    for (const job of waiting.splice(0)) {
      if (job.name === name) await handlers.get(name)?.(job.payload)
      else waiting.push(job)
    }
  }
  return { jobs, run }
}

export interface RewardsBench {
  readonly clock: VirtualClock
  readonly ids: Ids
  readonly ledger: Ledger
  readonly payments: Payments
  readonly sandbox: Sandbox
  readonly rewards: Rewards
  readonly deps: RewardsDeps
  readonly told: { readonly personId: PersonId; readonly message: RealtimeMessage }[]
  /** What other modules were told. */
  readonly events: EventPayload<'rewards.payout_ended'>['outcome'][]
  /** Hands payouts over that wait for it. */
  submit(): Promise<void>
  /** Goes on in time, with what payments do meanwhile. */
  pass(ms: number): Promise<void>
  /** A payee whom the provider has checked. */
  check(personId: PersonId, country?: string): Promise<void>
}

interface BenchOptions {
  readonly database: Database
  readonly clickhouse: Clickhouse
  readonly changes?: (deps: RewardsDeps) => Partial<RewardsDeps>
}

/** The module on databases of the test, with real books, and the sandbox as the provider of payments. */
export const createBench = (options: BenchOptions): RewardsBench => {
  const { database: db, clickhouse } = options
  const clock = virtualClock(startOfTime)
  const ids = seededIds(clock, 'rewards')
  const log = silentLog()
  const { jobs, run } = queue()
  const ledger = createLedger({ db, clock, ids })
  const chance = { lost: 0, doubled: 0, late: 0, answerLost: 0, requestLost: 0 }
  const sandbox = createSandbox({
    ...{ db, clock, ids: seededIds(clock, 'sandbox'), log, jobs, chance, seed: 'rewards' },
  })
  const payments: Payments = createPayments({
    ...{ db, clock, ids, log, jobs, publicUrl: undefined, provider: sandbox.provider },
    purposes: { [payoutPurpose]: { onPayout: (...all) => rewards.onPayout(...all) } },
    report: { onFee: async () => undefined, onUnmatched: async () => undefined },
  })
  const told: RewardsBench['told'] = []
  const events: RewardsBench['events'] = []
  const base: RewardsDeps = {
    ...{ db, clickhouse, clock, ids, log, jobs, ledger, payments },
    identity: {
      getAuthors: async () => new Map(),
      agesOn: async (_handle, ids) => new Map(ids.map((id) => [id, { years: 30, accountDays: 100 }])),
    },
    social: { followersOf: async () => 50 },
    posts: { lookUp: async (_handle, postIds) => new Map(postIds.map((postId) => [postId, true])) },
    numbers: { viewsOf: async () => 1000 },
    facts: { settled: async () => undefined },
    bus: {
      emit: async (_tx, _name, payload) =>
        void events.push(contractEvents['rewards.payout_ended'].parse(payload).outcome),
    },
    publish: (personId, message) => void told.push({ personId, message }),
  }
  const deps: RewardsDeps = { ...base, ...options.changes?.(base) }
  const rewards: Rewards = createRewards(deps)
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= stepMs) {
      clock.advance(Math.min(left, stepMs))
      await sandbox.tick()
      await payments.resolve()
      // No webhook arrives here: what came back is found in the report of the day before.
      const yesterday = new Date(clock.nowMs() - dayMs).toISOString().slice(0, 10)
      if (clock.now().getUTCHours() >= 18) await payments.reconcile(yesterday)
    }
  }
  return {
    ...{ clock, ids, ledger, payments, sandbox, rewards, deps, told, events, pass },
    submit: () => run('rewards.submit_payout'),
    check: async (personId, country = 'DE') => {
      const account = await payments.onboard({ party: personId, country, returnPath: '/earnings' })
      await sandbox.act(account.url?.split('/').at(-1) ?? '', { kind: 'approve' })
      await pass(stepMs)
    },
  }
}

/** Terms that are in force now. */
export const giveTerms = (bench: RewardsBench, changes: Partial<RewardTermsBody> = {}) =>
  setTerms(bench.deps, personAt(999), { ...smallTerms, ...changes, reason: 'for the test' })

/** Something that a creator may ask for at once, by the way in which the fund pays. */
export const earn = async (bench: RewardsBench, personId: PersonId, amountMicro: bigint): Promise<void> => {
  const period = `test ${bench.ids.uuid()}`
  const part = { owner: personId, amountMicro }
  const transfers = [
    {
      template: 'fund_top_up',
      params: { period, currency: usd, amountMicro, from: { kind: 'fund' } },
    },
    { template: 'fund_allocation', params: { period, currency: usd, rights: [], creators: [part] } },
    { template: 'pending_release', params: { currency: usd, parts: [part] } },
  ] as const
  for (const transfer of transfers) {
    const key = `${period} ${transfer.template}`
    await bench.deps.db.transaction((tx) =>
      bench.ledger.postOne(tx, { do: 'transfer', scope: 'test', key, transfer }),
    )
  }
}
