import { z } from 'zod'
import { defineJob, type Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Clock } from '#platform/clock'
import type { Database, Queryable } from '#platform/postgres'
import { MailRefused, type Mail, type Mailer } from './mail.ts'

export interface PostOfficeParts {
  readonly jobs: Pick<Jobs, 'handle' | 'enqueue'>
  readonly mailer: Mailer
  readonly clock: Clock
  readonly db: Database
  readonly log: Log
}

/** What became of an occasion when it was time to write: a message, another hour, or nothing to say any more. */
export type Composed = Omit<Mail, 'mailId'> | { readonly notBefore: Date } | null

export interface MailKind<About> {
  /** Of the job. */
  readonly name: string
  readonly about: z.ZodType<About>
  /** Writes the message when it leaves, so that nothing secret waits in the queue and nothing stale is told. */
  readonly compose: (about: About, mailId: string) => Promise<Composed>
}

export interface Posting<About> {
  readonly mailId: string
  readonly about: About
  readonly notBefore?: Date
}

/** With the queue's growing pauses this is about two days of trying. */
const maximumAttempts = 22

/**
 * Mail that outlives a crash: written as a job in the transaction of its occasion, so it leaves exactly if the occasion
 * holds. A death between the hand-over and the note of it sends the same message again, under the same Message-ID.
 *
 * @example const post = handleMail(parts, { name: 'identity.mail', about, compose })
 */
export const handleMail = <About>(
  { jobs, mailer, clock, db, log }: PostOfficeParts,
  { name, about, compose }: MailKind<About>,
): ((handle: Queryable, posting: Posting<About>) => Promise<void>) => {
  const job = defineJob({ name, payload: z.object({ mailId: z.string(), about }), maximumAttempts })
  const post = (handle: Queryable, posting: Posting<About>): Promise<void> =>
    jobs.enqueue(
      handle,
      job,
      { mailId: posting.mailId, about: posting.about },
      { key: `${name}:${posting.mailId}`, ...(posting.notBefore ? { runAt: posting.notBefore } : {}) },
    )
  jobs.handle(
    job,
    async ({ mailId, about: occasion }) => {
      const composed = await compose(occasion, mailId)
      if (composed === null) return
      if ('notBefore' in composed) {
        // A pause of nothing would turn the queue in circles.
        const notBefore = new Date(Math.max(composed.notBefore.getTime(), clock.nowMs() + 60_000))
        return post(db.pool, { mailId, about: occasion, notBefore })
      }
      await mailer.send({ ...composed, mailId }).catch((error: unknown) => {
        if (!(error instanceof MailRefused)) throw error
        log.warn('mail.refused', { mailId, name, reason: error.message })
      })
    },
    { onGivenUp: async ({ mailId }, error) => log.error('mail.given_up', error, { mailId, name }) },
  )
  return post
}
