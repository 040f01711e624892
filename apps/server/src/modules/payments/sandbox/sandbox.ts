import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import { defineJob, type Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { PaymentProvider } from '../provider.ts'
import { nextDueAt, settingOnce, type SandboxObject } from '../store/sandbox.ts'
import { act, type Act } from './act.ts'
import { calm, usualChance, type Chance, type SandboxDeps } from './deps.ts'
import { runTimers } from './happen.ts'
import { serveSandboxPages } from './http.ts'
import { sandboxProvider } from './provider.ts'
import { deliverDue, type Deliver } from './webhooks.ts'

export interface SandboxOptions {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Pick<Jobs, 'enqueue' | 'handle'>
  /** Left out: a network on a bad day, or a calm one where it is faster than a bank. */
  readonly chance?: Chance
  /** So many times faster than a bank: what takes days can be seen in seconds. 1 unless told. */
  readonly speed?: number
  /** What chance is drawn from; left out: made once for each data folder. */
  readonly seed?: string
}

/** A payment provider inside of Busker that moves no real money and behaves as badly as real ones do. */
export interface Sandbox {
  readonly provider: PaymentProvider
  /** Its pages, and the way of its webhooks into this server. */
  serve(app: FastifyInstance): void
  /** Begins its own work. */
  start(): Promise<void>
  /** Lets happen what is due, and sends what is due. */
  tick(deliver?: Deliver): Promise<void>
  /** What a person does on a page. */
  act(ref: string, chosen: Act): Promise<SandboxObject | null>
}

const tickJob = defineJob({
  name: 'payments.sandbox',
  payload: z.object({}),
  maximumAttempts: 3,
  line: 'payments.sandbox',
})
/** Runs as long as the server does: what happens by itself, and what a death between a change and its job left. */
const beatJob = defineJob({
  name: 'payments.sandbox_beat',
  payload: z.object({}),
  maximumAttempts: 3,
  line: 'payments.sandbox',
})
const usualPauseMs = 60_000
const shortestPauseMs = 500

const once = (make: () => Promise<string>): (() => Promise<string>) => {
  let made: Promise<string> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}

/** Through the server without a network: the same bytes, headers, route and signature, whatever address it listens at. */
const deliverInto =
  (app: FastifyInstance): Deliver =>
  async (raw, headers) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/payments/webhooks/sandbox',
      payload: Buffer.from(raw),
      headers: { ...headers, 'content-type': 'application/json' },
    })
    return answer.statusCode === 200
  }

/**
 * Makes the sandbox on its own tables.
 *
 * @example const sandbox = createSandbox({ db, clock, ids, log, jobs })
 */
export const createSandbox = (options: SandboxOptions): Sandbox => {
  const { db, clock, ids, log, jobs, speed = 1 } = options
  const beat = (runAt: Date): Promise<void> =>
    jobs.enqueue(db.pool, beatJob, {}, { key: beatJob.name, runAt })
  const deps: SandboxDeps = {
    ...{ db, clock, ids, log },
    chance: options.chance ?? (speed > 1 ? calm : usualChance),
    speed,
    secret: once(() => settingOnce(db.pool, 'webhook_secret', ids.token())),
    seed: once(() => settingOnce(db.pool, 'seed', options.seed ?? ids.token())),
    wake: () => jobs.enqueue(db.pool, tickJob, {}, { key: tickJob.name }),
  }
  let deliverHere: Deliver = async () => false
  const tick = async (deliver: Deliver = deliverHere): Promise<void> => {
    await runTimers(deps)
    await deliverDue(deps, deliver)
  }
  jobs.handle(tickJob, () => tick())
  const longestPauseMs = Math.max(shortestPauseMs, usualPauseMs / speed)
  jobs.handle(
    beatJob,
    async () => {
      await tick()
      const latestMs = clock.nowMs() + longestPauseMs
      const dueMs = (await nextDueAt(db.pool))?.getTime() ?? latestMs
      await beat(new Date(Math.min(dueMs, latestMs)))
    },
    { onGivenUp: () => beat(new Date(clock.nowMs() + longestPauseMs)) },
  )
  return {
    provider: sandboxProvider(deps),
    serve: (app) => {
      deliverHere = deliverInto(app)
      serveSandboxPages(app, deps)
    },
    start: () => beat(clock.now()),
    tick,
    act: (ref, chosen) => act(deps, { ref, version: null }, chosen),
  }
}
