import { expect, test, vi } from 'vitest'
import { withinMs } from './within.ts'

test('waits for the work, but not longer than it may', async () => {
  vi.useFakeTimers()
  const ended: string[] = []
  void withinMs(300, Promise.resolve()).then(() => ended.push('done'))
  void withinMs(300, Promise.reject(new Error('refused'))).then(() => ended.push('refused'))
  void withinMs(300, new Promise(() => undefined)).then(() => ended.push('late'))
  await vi.advanceTimersByTimeAsync(299)
  expect(ended.toSorted()).toEqual(['done', 'refused'])
  await vi.advanceTimersByTimeAsync(1)
  expect(ended).toContain('late')
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})
