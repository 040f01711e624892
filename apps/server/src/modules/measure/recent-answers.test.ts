import { expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { recentAnswers } from './recent-answers.ts'

const counting = () => {
  const clock = virtualClock(0)
  let computed = 0
  const answers = recentAnswers<number>(clock, { freshMs: 1000, usableMs: 3000, most: 2 })
  return { clock, ask: (key: string) => answers(key, async () => (computed += 1)) }
}

test('an answer is computed once while it is fresh, also for those who ask at the same time', async () => {
  const { clock, ask } = counting()
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual([1, 1, 2])
  clock.advance(999)
  expect(await ask('a')).toBe(1)
})

test('an old answer is given once more while a new one is computed', async () => {
  const { clock, ask } = counting()
  await ask('a')
  clock.advance(1000)
  expect(await Promise.all([ask('a'), ask('a')])).toEqual([1, 1])
  expect(await ask('a')).toBe(2)
})

test('a very old answer is not given any more', async () => {
  const { clock, ask } = counting()
  await ask('a')
  clock.advance(3000)
  expect(await ask('a')).toBe(2)
})

test('the oldest answer makes room', async () => {
  const { ask } = counting()
  await ask('a')
  await ask('b')
  await ask('c')
  expect(await ask('a')).toBe(4)
})

test('a failure is not kept', async () => {
  const clock = virtualClock(0)
  const answers = recentAnswers<number>(clock, { freshMs: 1000, usableMs: 3000, most: 2 })
  await expect(answers('a', async () => Promise.reject(new TypeError('no')))).rejects.toThrow('no')
  expect(await answers('a', async () => 1)).toBe(1)
})
