import type { PersonId, RealtimeMessage } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Identity } from '#modules/identity'
import { createInbox, type Inbox } from '#modules/inbox'
import type { Posts } from '#modules/posts'
import type { Social } from '#modules/social'
import type { Telemetry } from '#modules/telemetry'
import type { Bus } from '#platform/bus'
import { defineJob, keepRepeating, type Jobs } from '#platform/jobs'
import type { MailParts } from './app-mail.ts'
import type { ProcessOptions } from './app-media.ts'
import type { Engines } from './engines.ts'

interface WiringParts extends ProcessOptions, MailParts {
  readonly engines: Engines
  readonly jobs: Jobs
  readonly bus: Bus
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
  readonly identity: Identity
  readonly posts: Posts
  readonly social: Social
  readonly telemetry: Telemetry
}

const sweepJob = defineJob({ name: 'inbox.sweep', payload: z.object({}), maximumAttempts: 3 })
const sweepEveryMs = 86_400_000
const digestJob = defineJob({ name: 'inbox.digests', payload: z.object({}), maximumAttempts: 3 })
const digestEveryMs = 300_000

/** The inbox, which hears from everybody and is asked by nobody. */
export const wireInbox = (
  parts: WiringParts,
  http: FastifyInstance,
): { inbox: Inbox; startInbox: () => Promise<void> } => {
  const { clock, jobs, config } = parts
  const { db } = parts.engines
  const inbox = createInbox({ ...parts, ...config, db })
  inbox.listen()
  inbox.serve(http)
  const repeating = { jobs, clock, db }
  const starts = [
    keepRepeating(repeating, { job: sweepJob, everyMs: sweepEveryMs, work: () => inbox.sweep() }),
    keepRepeating(repeating, { job: digestJob, everyMs: digestEveryMs, work: () => inbox.sendDigests() }),
  ]
  const startInbox = async (): Promise<void> => {
    for (const start of starts) await start()
  }
  return { inbox, startInbox }
}
