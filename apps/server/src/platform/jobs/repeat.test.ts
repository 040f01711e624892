import { expect, test } from 'vitest'
import { z } from 'zod'
import { oneJob } from '../../testing/one-job.ts'
import { defineJob, keepRepeating } from './index.ts'

const job = defineJob({ name: 'test.again', payload: z.object({}), maximumAttempts: 3 })

test('it comes again after its pause, or the one that the work names', async () => {
  const queue = oneJob()
  const pauses = [undefined, { pauseMs: 0 }, { pauseMs: 5 }]
  const begin = keepRepeating(queue.parts, { job, everyMs: 60, work: async () => pauses.shift() })
  await begin()
  for (let round = 0; round < 3; round += 1) await queue.work()
  expect(queue.due).toEqual([null, 60, 0, 5])
})

test('a failure is the queue’s to repeat; given up, it comes again all the same', async () => {
  const queue = oneJob()
  keepRepeating(queue.parts, { job, everyMs: 60, work: () => Promise.reject(new TypeError('no disk')) })
  await expect(queue.work()).rejects.toThrow('no disk')
  expect(queue.due).toEqual([])
  await queue.giveUp()
  expect(queue.due).toEqual([60])
})
