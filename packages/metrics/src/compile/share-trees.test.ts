import fc from 'fast-check'
import { expect, test } from 'vitest'
import { meanDistanceOf } from '../plain/share-trees.ts'
import { meanDistance, type Edge } from './share-trees.ts'

const star = (nodes: number): Edge[] =>
  Array.from({ length: nodes - 1 }, (_, index) => ({ tree: 't', parent: 'root', child: `n${index}` }))
const chain = (nodes: number): Edge[] =>
  Array.from({ length: nodes - 1 }, (_, index) => ({
    tree: 't',
    parent: `n${index}`,
    child: `n${index + 1}`,
  }))

test('a star of ten, a chain of ten (Goel et al. 2015), and nothing', () => {
  expect(meanDistance(star(10))).toBeCloseTo(1.8, 12)
  expect(meanDistance(chain(10))).toBeCloseTo(11 / 3, 12)
  expect(meanDistance([])).toBeNull()
})

test('two who brought each other are one step apart', () => {
  const circle = [
    { tree: 't', parent: 'ann', child: 'ben' },
    { tree: 't', parent: 'ben', child: 'ann' },
  ]
  expect(meanDistance(circle)).toBe(1)
})

/** Everybody has one who brought them: what the definition makes. */
const brought = fc
  .array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 12 })
  .map((parents) =>
    parents.flatMap((parent, child): Edge[] =>
      parent === child ? [] : [{ tree: 't', parent: `n${parent}`, child: `n${child}` }],
    ),
  )

test('counted by edges and walked from every node, the distances are the same, circles or not', () => {
  fc.assert(
    fc.property(brought, (edges) => {
      const [counted, walked] = [meanDistance(edges), meanDistanceOf(edges)]
      if (counted === null || walked === null) expect(counted).toBe(walked)
      else expect(counted).toBeCloseTo(walked, 12)
    }),
    { numRuns: 500 },
  )
})
