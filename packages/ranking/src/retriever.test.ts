import { expect, test } from 'vitest'
import { judgeRetrieval } from './evaluate/retrieval.ts'
import { interactionsOf } from './interactions.ts'
import { FairPlace, Retriever } from './retriever.ts'

const items = { size: 2, values: Float32Array.of(1, 0, 0, 1, 0.9, 0.1, 0.5, 0.5) }

test('the closest are chosen first, without what was seen, and what is watched now gains', () => {
  const plain = new Retriever(items, { held: new Float64Array(4), weight: 0.3 })
  expect([...plain.choose(Float32Array.of(1, 0), { seen: [], most: 4 })]).toEqual([0, 2, 3, 1])
  expect([...plain.choose(Float32Array.of(1, 0), { seen: [0], most: 2 })]).toEqual([2, 3])
  const trend = new Retriever(items, { held: Float64Array.of(0, 50, 0, 0), weight: 2 })
  expect(trend.choose(Float32Array.of(1, 0), { seen: [], most: 1 })[0]).toBe(1)
})

test('the last place of a page goes to what was shown least, and nothing is lost', () => {
  const fair = new FairPlace(6, 2)
  const ranked = Int32Array.of(0, 1, 2, 3, 4)
  expect([...fair.arrange(ranked)]).toEqual([0, 1, 2, 3, 4])
  expect([...fair.arrange(ranked)]).toEqual([0, 2, 1, 3, 4])
  expect([...fair.arrange(ranked)]).toEqual([0, 3, 1, 2, 4])
  expect([...fair.arrange(Int32Array.of(5, 4))]).toEqual([5, 4])
})

test('two tastes that do not mix are told apart, and all of the catalogue is shown', () => {
  const [row, column]: [number[], number[]] = [[], []]
  const wanted = new Map<number, Set<number>>()
  for (let user = 0; user < 60; user += 1) {
    const hidden = (user * 7) % 60
    for (let item = user % 2; item < 60; item += 2) {
      if (item === hidden || (user + item) % 3 === 0) continue
      row.push(user)
      column.push(item)
    }
    if (hidden % 2 === user % 2) wanted.set(user, new Set([hidden]))
  }
  const vectors = {
    size: 8,
    rounds: 8,
    regularisation: 0.01,
    frequency: 1,
    unobserved: 0.1,
    spread: 0.1,
    seed: 3,
  }
  const found = judgeRetrieval(
    {
      met: interactionsOf({ row, column }, { rows: 60, columns: 60 }),
      wanted,
      held: new Float64Array(60),
      videos: 60,
    },
    { vectors, trendWeight: 0, fairPlace: true },
  )
  expect(found).toMatchObject({ users: 60, targets: 60, coverage20: 1 })
  expect(found.r20).toBeGreaterThan(0.9)
  expect(found.r50).toBeGreaterThanOrEqual(found.r20)
})
