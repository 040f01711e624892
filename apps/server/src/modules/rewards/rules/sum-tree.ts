import type { Micro } from '@busker/money'
import { assert } from '#platform/assert'
import { sha256 } from '#platform/digest'

/** What one creator is committed to: views, amount, and everything the statement says. */
export interface Leaf {
  readonly creatorKey: string
  readonly views: number
  readonly amountMicro: Micro
  /** Of the lines of the statement. */
  readonly linesDigest: string
}

/** A node: what is below it, added up, and a hash of both sides with their sums. */
export interface SumNode {
  readonly hash: string
  readonly views: number
  readonly amountMicro: Micro
}

/** A node beside the way from a leaf to the top, and on which side it stands. */
export interface Sibling extends SumNode {
  readonly side: 'left' | 'right'
}

const written = ({ hash, views, amountMicro }: SumNode): string => `${hash} ${views} ${amountMicro}`

/** Leaves and inner nodes are hashed apart, so that none can be shown as the other. */
export const leafNode = ({ creatorKey, views, amountMicro, linesDigest }: Leaf): SumNode => {
  assert(views >= 0 && amountMicro >= 0n, 'a leaf is not negative')
  const hash = sha256(`busker fund leaf\n${creatorKey} ${views} ${amountMicro} ${linesDigest}`)
  return { hash, views, amountMicro }
}

const join = (left: SumNode, right: SumNode): SumNode => ({
  // Both sums are hashed, not only their total: else two nodes could trade what they hold.
  hash: sha256(`busker fund node\n${written(left)}\n${written(right)}`),
  views: left.views + right.views,
  amountMicro: left.amountMicro + right.amountMicro,
})

const above = (level: readonly SumNode[]): SumNode[] => {
  const next: SumNode[] = []
  for (let index = 0; index < level.length; index += 2) {
    const [left, right] = [level[index], level[index + 1]]
    // Who has nobody beside them goes up alone: a doubled leaf would count twice.
    if (left !== undefined) next.push(right === undefined ? left : join(left, right))
  }
  return next
}

/** A tree over all creators of a period, level by level; the first are the leaves in the order of their keys. */
export interface SumTree {
  readonly levels: readonly (readonly SumNode[])[]
  readonly placeOf: ReadonlyMap<string, number>
}

/** Builds the tree; the order in which creators are given decides nothing. */
export const sumTree = (leaves: readonly Leaf[]): SumTree => {
  assert(leaves.length > 0, 'a tree has a leaf')
  const ordered = leaves.toSorted((one, other) => (one.creatorKey < other.creatorKey ? -1 : 1))
  const placeOf = new Map(ordered.map(({ creatorKey }, place) => [creatorKey, place]))
  assert(placeOf.size === leaves.length, 'each creator has one leaf')
  const levels = [ordered.map(leafNode)]
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) level = above(level)
  return { levels, placeOf }
}

/** The nodes beside the way from a creator's leaf to the top. */
export const pathOf = ({ levels, placeOf }: SumTree, creatorKey: string): Sibling[] => {
  let place = placeOf.get(creatorKey)
  assert(place !== undefined, 'the creator has a leaf')
  const path: Sibling[] = []
  for (const level of levels.slice(0, -1)) {
    const isRight: boolean = place % 2 === 1
    const sibling = level[isRight ? place - 1 : place + 1]
    if (sibling !== undefined) path.push({ side: isRight ? 'left' : 'right', ...sibling })
    place = Math.floor(place / 2)
  }
  return path
}

/** The top node that a leaf and the nodes beside its way make. */
export const topOf = (leaf: Leaf, path: readonly Sibling[]): SumNode =>
  path.reduce<SumNode>(
    (node, { side, ...sibling }) => (side === 'left' ? join(sibling, node) : join(node, sibling)),
    leafNode(leaf),
  )

/** The top of a tree. */
export const topNode = ({ levels }: SumTree): SumNode => {
  const top = levels.at(-1)?.[0]
  assert(top !== undefined, 'a tree has a top')
  return top
}

/**
 * What is published: the top with its sums, and what all creators are told alike (period, terms, pool), so that no two of
 * them can be told different terms under one root.
 */
export const rootOf = (top: SumNode, sharedDigest: string): string =>
  sha256(`busker fund root\n${written(top)}\n${sharedDigest}`)
