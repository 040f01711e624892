import { expect, test } from 'vitest'
import { oneJob } from '../../testing/one-job.ts'
import { keepRefreshing, keepWatching } from './jobs.ts'

const start = (watch: () => Promise<boolean>) => {
  const job = oneJob()
  return { ...job, begin: keepWatching({ ...job.parts, watch }) }
}

test('it looks every ten minutes, and again at once while it is behind', async () => {
  let isBehind = true
  const watching = start(async () => isBehind)
  await watching.begin()
  await watching.work()
  isBehind = false
  await watching.work()
  expect(watching.due).toEqual([null, 0, 600_000])
})

test('a failure is the queue’s to repeat, and the watch never ends', async () => {
  const watching = start(() => Promise.reject(new TypeError('the engine is away')))
  await expect(watching.work()).rejects.toThrow('the engine is away')
  expect(watching.due).toEqual([])
  await watching.giveUp()
  expect(watching.due).toEqual([600_000])
})

test('boards are computed every half minute, and at most a third of the time', async () => {
  const job = oneJob()
  const took = [1000, 90_000]
  const begin = keepRefreshing({
    ...job.parts,
    refresh: async () => {
      job.clock.advance(took.shift() ?? 0)
    },
  })
  await begin()
  await job.work()
  await job.work()
  expect(job.due).toEqual([null, 30_000, 180_000])
})
