import { expect, test } from 'vitest'
import { templates } from './rules/catalog.ts'
import { runHistory } from './test-histories.ts'

// A thousand: npm run soak -- ledger-histories.
const seeds = 16
const steps = 3000

test(`${seeds} random histories of ${steps} steps keep every invariant`, { timeout: 300_000 }, () => {
  const done = new Map<string, number>()
  for (let seed = 1; seed <= seeds; seed += 1) {
    const history = runHistory({ seed, steps })
    expect(history.faults).toEqual([])
    for (const [name, times] of history.done) done.set(name, (done.get(name) ?? 0) + times)
  }
  // A template that never succeeds is not tested at all.
  const rare = Object.keys(templates).filter((name) => (done.get(name) ?? 0) < seeds)
  expect(rare).toEqual([])
})

test('a seed is the same history each time', () => {
  const texts = [1, 2].map(() =>
    runHistory({ seed: 7, steps: 300 }).events.map((event) =>
      JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    ),
  )
  expect(texts[0]).toEqual(texts[1])
})
