import { expect, test } from 'vitest'
import { oneJob } from '../../testing/one-job.ts'
import { keepSettled } from './jobs.ts'

const start = (settle: () => Promise<void>) => {
  const job = oneJob()
  return { ...job, begin: keepSettled({ ...job.parts, telemetry: { settle } }) }
}

test('days are made again every minute, or as rarely as keeps it at a tenth of the time', async () => {
  let tookMs = 1000
  const settling = start(async () => settling.clock.advance(tookMs))
  await settling.begin()
  await settling.work()
  tookMs = 20_000
  await settling.work()
  expect(settling.due).toEqual([null, 60_000, 180_000])
})

test('a failure is the queue’s to repeat, and the work never ends', async () => {
  const settling = start(() => Promise.reject(new TypeError('the engine is away')))
  await expect(settling.work()).rejects.toThrow('the engine is away')
  expect(settling.due).toEqual([])
  await settling.giveUp()
  expect(settling.due).toEqual([60_000])
})
