import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auc, groupAuc, logLoss, meanAbsoluteError, ndcg, recall, xauc } from './judge.ts'

const pairs = (score: readonly number[], label: readonly number[]): number | null => {
  let [right, all] = [0, 0]
  for (const [one, own] of score.entries())
    for (const [other, its] of score.entries()) {
      if ((label[one] ?? 0) <= (label[other] ?? 0)) continue
      all += 1
      right += own > its ? 1 : own === its ? 0.5 : 0
    }
  return all === 0 ? null : right / all
}

const examples = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 5 })), {
  maxLength: 40,
})

test('law: AUC and XAUC are the share of pairs in the right order, ties by half', () => {
  fc.assert(
    fc.property(examples, (all) => {
      const score = all.map(([one]) => one)
      const told = all.map(([, one]) => one)
      const label = told.map((one) => (one > 2 ? 1 : 0))
      const close = (one: number | null, other: number | null) =>
        other === null ? expect(one).toBeNull() : expect(one).toBeCloseTo(other, 12)
      close(auc({ score, label }), pairs(score, label))
      close(xauc(score, told), pairs(score, told))
    }),
  )
})

test('places of a list, by hand', () => {
  const ranked = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
  expect(ndcg(ranked, new Set([1, 3, 5, 7]), 10)).toBeCloseTo(0.6766372989, 10)
  expect(recall(ranked, new Set([1, 3, 50, 70]), 3)).toBe(0.25)
  expect(ndcg([4, 2], new Set([4, 2, 9]), 2)).toBe(1)
})

test('groups with one kind say nothing; the others count by their size', () => {
  const score = [3, 1, 1, 2, 9]
  const label = [1, 0, 1, 0, 1]
  expect(groupAuc({ score, label }, [1, 1, 2, 2, 3])).toBe(0.5)
  expect(groupAuc({ score: [1], label: [1] }, [1])).toBeNull()
})

test('loss in nats and seconds', () => {
  expect(logLoss({ score: [0.5, 0.25], label: [1, 0] })).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 12)
  expect(Number.isFinite(logLoss({ score: [0], label: [1] }))).toBe(true)
  expect(meanAbsoluteError([1, 5], [2, 2])).toBe(2)
})
