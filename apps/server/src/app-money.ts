import type { FastifyInstance } from 'fastify'
import type { Config } from '#config'
import { createPayments, createSandbox, type Payments, type SandboxOptions } from '#modules/payments'
import type { Engines } from './engines.ts'

/** Money from and to the world. */
export interface Money {
  readonly payments: Payments
  serve(http: FastifyInstance): void
  /** Begins the work that repeats itself. */
  start(): Promise<void>
}

type Surroundings = Omit<SandboxOptions, 'db'> & {
  readonly config: Pick<Config, 'publicUrl'>
  readonly engines: Pick<Engines, 'db'>
}

/** Whoever asks for money enters its purpose here, with the handlers that post it. */
export const wireMoney = ({ config, engines, ...around }: Surroundings): Money => {
  const { clock, ids, log, jobs } = around
  const parts = { db: engines.db, clock, ids, log, jobs }
  const sandbox = createSandbox(parts)
  const { publicUrl } = config
  const payments = createPayments({ ...parts, publicUrl, provider: sandbox.provider, purposes: {} })
  return {
    payments,
    serve: (http) => {
      payments.serve(http)
      sandbox.serve(http)
    },
    start: async () => {
      await payments.start()
      await sandbox.start()
    },
  }
}
