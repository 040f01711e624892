import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { seeded } from '../random.ts'
import { beliefOf, stageAfter } from './first-viewers.ts'
import { HeldFrom, labelsOf } from './outcomes.ts'
import { outcomeAt, valueFile } from './value-file.ts'

const told = (watchedMs: number, durationMs: number, playedMs = Math.min(watchedMs, durationMs)) => {
  const labels = labelsOf({ watchedMs, playedMs, durationMs }, new HeldFrom().ms(durationMs))
  return Object.entries(outcomeAt)
    .filter(([, at]) => labels[at] === 1)
    .map(([name]) => name)
    .toSorted()
}

test.each([
  ['left at once', 900, 30_000, ['skip']],
  ['left within a tenth of a long one', 9000, 120_000, ['skip']],
  ['a while, not long', 9000, 30_000, []],
  ['long', 19_000, 60_000, ['held']],
  ['a short one to its end', 7000, 7000, ['finish', 'held']],
  ['a very short one to its end is no skip', 1500, 1500, ['finish', 'held']],
  ['twice', 20_000, 10_000, ['finish', 'held', 'rewatch']],
])('%s', (_, watchedMs, durationMs, expected) => {
  expect(told(watchedMs, durationMs)).toEqual(expected)
})

test('the threshold of a bucket comes to hold the usual share, whatever people do', () => {
  const usual = valueFile.outcomes[outcomeAt.held]?.usual ?? 0
  for (const scale of [0.3, 1.2]) {
    const heldFrom = new HeldFrom()
    const random = seeded(5)
    let held = 0
    const [warm, count] = [4000, 8000]
    for (let at = 0; at < warm + count; at += 1) {
      const watchedMs = -Math.log(1 - random.uniform()) * 15_000 * scale
      if (at >= warm && watchedMs >= heldFrom.ms(60_000)) held += 1
      heldFrom.learn(watchedMs, 60_000)
    }
    expect(Math.abs(held / count - usual)).toBeLessThan(0.03)
  }
})

test('a new video is judged when it had its viewers, not before; belief narrows around the share', () => {
  const quota = valueFile.rules.freshQuota
  expect(stageAfter(quota - 1, quota - 1)).toBe('testing')
  expect(stageAfter(quota, quota / 2)).toBe('graduated')
  expect(stageAfter(quota, 3)).toBe('ended')
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (shown, share) => {
        const { mean, low, high } = beliefOf(shown, Math.round(shown * share))
        expect(low).toBeLessThan(mean)
        expect(high).toBeGreaterThan(mean)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
      },
    ),
  )
  const width = (shown: number): number => beliefOf(shown, shown / 2).high - beliefOf(shown, shown / 2).low
  expect(width(400)).toBeLessThan(width(40) / 2)
})
