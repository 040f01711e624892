import { expect, test } from 'vitest'
import { z } from 'zod'
import { virtualClock } from '#platform/clock'
import type { Jobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import type { Database } from '#platform/postgres'
import { handleMail, MailRefused, type Composed, type Mail } from './index.ts'

const clock = virtualClock(Date.parse('2026-01-10T12:00:00Z'))
const text: Composed = {
  ...{ to: 'ana@example.org', subject: 'Hi', text: 'Hi', html: '<p>Hi</p>', unsubscribeUrl: null },
}

/** A queue that runs what was written in it, and a mailer that fails so often. */
const office = (compose: () => Composed, failures: Error[] = []) => {
  const sent: Mail[] = []
  const queue: { payload: unknown; options: { key?: string; runAt?: Date } }[] = []
  let work: (payload: unknown) => Promise<void> = async () => undefined
  // Checked boundary: of the queue only these two are used, and the handle is only passed on.
  const jobs = {
    enqueue: async (_handle: unknown, _job: unknown, payload: unknown, options: object) =>
      void queue.push({ payload, options }),
    handle: (_job: unknown, handler: (payload: unknown) => Promise<void>) => {
      work = handler
    },
  } as unknown as Jobs
  const mailer = {
    ...{ way: 'nowhere', leaves: false },
    send: async (mail: Mail) => {
      const failure = failures.shift()
      if (failure) throw failure
      sent.push(mail)
    },
  }
  const db = { pool: {} } as unknown as Database
  const post = handleMail(
    { jobs, mailer, clock, db, log: silentLog() },
    { name: 'test.mail', about: z.object({ n: z.int() }), compose: async () => compose() },
  )
  const run = async () => {
    for (const { payload } of queue.splice(0)) await work(payload)
  }
  return { sent, queue, run, post: () => post(db.pool, { mailId: 'm1', about: { n: 1 } }) }
}

test('it is written when it leaves, and the queue holds nothing of it', async () => {
  const { sent, queue, run, post } = office(() => text)
  await post()
  expect(queue).toEqual([{ payload: { mailId: 'm1', about: { n: 1 } }, options: { key: 'test.mail:m1' } }])
  await run()
  expect(sent).toEqual([{ ...text, mailId: 'm1' }])
})

test('nothing to say is nothing sent; another hour is heeded', async () => {
  let composed: Composed = { notBefore: new Date(clock.nowMs() + 3_600_000) }
  const { sent, queue, run, post } = office(() => composed)
  await post()
  await run()
  expect(queue.map(({ options }) => options.runAt?.toISOString())).toEqual(['2026-01-10T13:00:00.000Z'])
  composed = null
  await run()
  expect([sent, queue]).toEqual([[], []])
})

test('a refusal ends it, any other failure is the queue’s to repeat', async () => {
  const { sent, run, post } = office(() => text, [new MailRefused('no'), new TypeError('busy')])
  await post()
  await run()
  await post()
  await expect(run()).rejects.toThrow('busy')
  await post()
  await run()
  expect(sent).toHaveLength(1)
})
