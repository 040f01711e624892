import { beforeEach, expect, test, vi } from 'vitest'
import { monotonicMs } from '#shared/clock'
import { createCombo, type ComboState, type Tick } from './combo.ts'

const lost = new Error('lost')
const refusal = new Error('refused')

/** A combo on virtual time. `answers` are given in their order; when they are used up, everything is taken. */
const stage = (answers: (Error | null)[] = []) => {
  const sent: Tick[] = []
  const states: ComboState[] = []
  const ids = { last: 0 }
  const combo = createCombo({
    send: async (tick) => {
      sent.push(tick)
      const answer = answers.shift() ?? null
      if (answer !== null) throw answer
    },
    mayRetry: (error) => error === lost,
    changed: (state) => states.push(state),
    nowMs: monotonicMs,
    uuid: () => `combo-${(ids.last += 1)}`,
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  const tapAfter = async (ms: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(ms)
    combo.tap(1)
  }
  return { combo, sent, tapAfter, last: () => states.at(-1), wait: vi.advanceTimersByTimeAsync }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

test('the first tap goes at once, and a double tap is one gift', async () => {
  const { combo, sent, tapAfter, wait } = stage()
  combo.tap(1)
  await tapAfter(150)
  await wait(5000)
  expect(sent).toEqual([{ comboId: 'combo-1', tick: 0, count: 1 }])
})

test('taps of a second go together, one request for each second', async () => {
  const { combo, sent, tapAfter, last, wait } = stage()
  combo.tap(1)
  await tapAfter(500)
  for (let taps = 0; taps < 5; taps += 1) await tapAfter(150)
  await tapAfter(600)
  await wait(5000)
  expect(sent).toEqual([
    { comboId: 'combo-1', tick: 0, count: 1 },
    { comboId: 'combo-1', tick: 1, count: 6 },
    { comboId: 'combo-1', tick: 2, count: 1 },
  ])
  expect(last()).toEqual({ tapped: 8, taken: 8, phase: 'still', error: null })
})

test('a lost answer is asked for again under the same key, and nothing overtakes it', async () => {
  const { combo, sent, tapAfter, last, wait } = stage([lost, lost])
  combo.tap(1)
  await wait(0)
  expect(last()?.phase).toBe('waiting_for_network')
  await tapAfter(450)
  await wait(20_000)
  const first = { comboId: 'combo-1', tick: 0, count: 1 }
  expect(sent).toEqual([first, first, first, { comboId: 'combo-1', tick: 1, count: 1 }])
  expect(last()).toEqual({ tapped: 2, taken: 2, phase: 'still', error: null })
})

test('a refusal ends the combo: what was tapped after it is not sent', async () => {
  const { combo, sent, tapAfter, last, wait } = stage([null, refusal])
  combo.tap(1)
  await tapAfter(500)
  await wait(1000)
  expect(last()).toEqual({ tapped: 1, taken: 1, phase: 'still', error: refusal })
  await wait(5000)
  expect(sent).toHaveLength(2)
  await tapAfter(500)
  await wait(2000)
  expect(sent.at(-1)).toEqual({ comboId: 'combo-2', tick: 0, count: 1 })
})

test('after a rest the next tap begins another combo', async () => {
  const { combo, sent, tapAfter, wait } = stage()
  combo.tap(1)
  await tapAfter(3500)
  await wait(2000)
  expect(sent.map(({ comboId, tick }) => `${comboId}/${tick}`)).toEqual(['combo-1/0', 'combo-2/0'])
})

test('whoever closes the page has sent what they tapped', async () => {
  const { combo, sent, tapAfter, wait } = stage()
  combo.tap(1)
  await tapAfter(500)
  combo.dispose()
  await wait(5000)
  expect(sent.map(({ count }) => count)).toEqual([1, 1])
})

test('a line that stays away ends it, too', async () => {
  const { combo, sent, last, wait } = stage(Array.from({ length: 30 }, () => lost))
  combo.tap(1)
  await wait(600_000)
  expect(sent).toHaveLength(18)
  expect(last()?.phase).toBe('still')
  expect(last()?.error).toBe(lost)
})

test('no tick holds more than the server takes', async () => {
  const { combo, sent, tapAfter, wait } = stage()
  combo.tap(50)
  for (let taps = 0; taps < 4; taps += 1) {
    await tapAfter(450)
    combo.tap(60)
  }
  await wait(5000)
  expect(Math.max(...sent.map(({ count }) => count))).toBeLessThanOrEqual(100)
})
