import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '#platform/digest'
import { pathOf, rootOf, sumTree, topNode, topOf, type Leaf } from './sum-tree.ts'

const leaves = fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 40 }).map((list) =>
  list.map((number): Leaf => ({
    ...{ creatorKey: sha256(`${number}`), views: number % 7, amountMicro: BigInt(number) },
    linesDigest: sha256(`lines ${number}`),
  })),
)
const shared = sha256('shared')

test('every leaf has a path to the one top, which sums all; the order decides nothing', () => {
  fc.assert(
    fc.property(leaves, (list) => {
      const tree = sumTree(list)
      const top = topNode(tree)
      expect(top.amountMicro).toBe(list.reduce((sum, { amountMicro }) => sum + amountMicro, 0n))
      expect(top.views).toBe(list.reduce((sum, { views }) => sum + views, 0))
      for (const leaf of list) expect(topOf(leaf, pathOf(tree, leaf.creatorKey))).toEqual(top)
      expect(topNode(sumTree(list.toReversed()))).toEqual(top)
    }),
  )
})

test('omitting, inflating or splitting a leaf makes another root', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), (list, pick) => {
      fc.pre(list.length > 1)
      const place = pick % list.length
      const one = list[place] ?? list[0]
      if (one === undefined) return
      const rootOfLeaves = (changed: readonly Leaf[]) => rootOf(topNode(sumTree(changed)), shared)
      const root = rootOfLeaves(list)
      const others = list.toSpliced(place, 1)
      const half = { ...one, creatorKey: sha256('half'), amountMicro: 0n, views: 0 }
      const inflated = { ...one, amountMicro: one.amountMicro + 1n }
      expect(rootOfLeaves(others)).not.toBe(root)
      expect(rootOfLeaves([...others, inflated])).not.toBe(root)
      expect(rootOfLeaves([...others, { ...one, views: one.views + 1 }])).not.toBe(root)
      expect(rootOfLeaves([...list, half])).not.toBe(root)
      expect(rootOf(topNode(sumTree(list)), sha256('other terms'))).not.toBe(root)
    }),
  )
})

test('two sides cannot trade what they hold under one hash', () => {
  const leaf = (creatorKey: string, amountMicro: bigint): Leaf => ({
    ...{ creatorKey, amountMicro, views: 1, linesDigest: shared },
  })
  const tree = sumTree([leaf('a', 5n), leaf('b', 7n)])
  const [sibling] = pathOf(tree, 'a')
  if (sibling === undefined) return expect(sibling).toBeDefined()
  const traded = topOf(leaf('a', 6n), [{ ...sibling, amountMicro: 6n }])
  expect(traded.amountMicro).toBe(12n)
  expect(traded.hash).not.toBe(topNode(tree).hash)
  expect(() => sumTree([leaf('a', 5n), leaf('a', 7n)])).toThrow('one leaf')
})
