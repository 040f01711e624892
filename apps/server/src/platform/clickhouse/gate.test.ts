import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('never more run at once than the gate is wide, in order of arrival', async () => {
  const gate = createGate({ width: 2, longestQueue: 10 })
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (n: number) => async () => {
    running += 1
    most = Math.max(most, running)
    order.push(n)
    await Promise.resolve()
    running -= 1
  }
  await Promise.all([1, 2, 3, 4, 5].map((n) => gate.run(work(n))))
  expect(most).toBe(2)
  expect(order).toEqual([1, 2, 3, 4, 5])
})

test('a full queue refuses, and a failure frees its place', async () => {
  const gate = createGate({ width: 1, longestQueue: 1 })
  const first = Promise.withResolvers<void>()
  const running = gate.run(() => first.promise)
  const waiting = gate.run(async () => 'second')
  await expect(gate.run(async () => 'third')).rejects.toMatchObject({ code: 'overloaded' })
  first.reject(new RangeError('broken'))
  await expect(running).rejects.toThrow('broken')
  await expect(waiting).resolves.toBe('second')
  await gate.idle()
})
