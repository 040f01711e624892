/** Who came to a post through whom. */
export interface Edge {
  readonly tree: string
  readonly parent: string
  readonly child: string
}

/** Nodes of a tree from its root outwards. The parent of a node comes before it. */
const outwards = (childrenOf: ReadonlyMap<string, readonly string[]>, root: string): readonly string[] => {
  const order = [root]
  const seen = new Set(order)
  // `order` grows while it is walked; `seen` bounds it by the number of nodes.
  for (const node of order) {
    for (const child of childrenOf.get(node) ?? []) {
      if (seen.has(child)) continue
      seen.add(child)
      order.push(child)
    }
  }
  return order
}

interface Pairs {
  readonly distance: number
  readonly pairs: number
}

/**
 * Who came by the feed, shared, and later came once more by the link of somebody whom they had brought, makes a circle
 * with them, which has no root. There are few of these and they are small, so all of them are walked from every node.
 */
const pairsInCircles = (edges: readonly Edge[], rooted: ReadonlySet<string>): Pairs => {
  const neighbours = new Map<string, string[]>()
  for (const { parent, child } of edges.filter((edge) => !rooted.has(edge.parent))) {
    neighbours.set(parent, [...(neighbours.get(parent) ?? []), child])
    neighbours.set(child, [...(neighbours.get(child) ?? []), parent])
  }
  let distance = 0
  let ordered = 0
  for (const start of neighbours.keys()) {
    const reached = new Map([[start, 0]])
    for (const [node, steps] of reached) {
      for (const next of neighbours.get(node) ?? []) if (!reached.has(next)) reached.set(next, steps + 1)
    }
    distance += [...reached.values()].reduce((sum, steps) => sum + steps, 0)
    ordered += reached.size - 1
  }
  return { distance: distance / 2, pairs: ordered / 2 }
}

/**
 * Sum of the distances of all pairs of nodes, and how many pairs. An edge lies between the nodes below it and all the
 * others: it is on the way of below × (all − below) pairs.
 */
const pairsOf = (edges: readonly Edge[]): Pairs => {
  const children = new Set(edges.map(({ child }) => child))
  const parentOf = new Map(edges.map(({ parent, child }) => [child, parent]))
  const childrenOf = new Map<string, string[]>()
  for (const { parent, child } of edges) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child])
  const roots = [...childrenOf.keys()].filter((node) => !children.has(node))
  let { distance, pairs } = pairsInCircles(
    edges,
    new Set(roots.flatMap((root) => outwards(childrenOf, root))),
  )
  for (const root of roots) {
    const nodes = outwards(childrenOf, root)
    const sizes = new Map<string, number>()
    for (const node of nodes.toReversed()) {
      const size = (sizes.get(node) ?? 0) + 1
      const parent = parentOf.get(node)
      if (node === root || parent === undefined) continue
      distance += size * (nodes.length - size)
      sizes.set(parent, (sizes.get(parent) ?? 0) + size)
    }
    pairs += (nodes.length * (nodes.length - 1)) / 2
  }
  return { distance, pairs }
}

/** Structural virality (Goel et al. 2015) over all trees: a star of ten has 1.8, a chain of ten 3.667. */
export const meanDistance = (edges: readonly Edge[]): number | null => {
  const trees = [...Map.groupBy(edges, ({ tree }) => tree).values()].map(pairsOf)
  const pairs = trees.reduce((sum, tree) => sum + tree.pairs, 0)
  return pairs === 0 ? null : trees.reduce((sum, tree) => sum + tree.distance, 0) / pairs
}
