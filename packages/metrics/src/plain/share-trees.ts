/** Who came to a post through whom. */
export interface Pair {
  readonly tree: string
  readonly parent: string
  readonly child: string
}

/** Neighbours of each node of each tree. */
type Trees = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

const treesOf = (pairs: readonly Pair[]): Trees => {
  const trees = new Map<string, Map<string, Set<string>>>()
  for (const { tree, parent, child } of pairs) {
    const nodes = trees.get(tree) ?? new Map<string, Set<string>>()
    trees.set(tree, nodes)
    for (const [one, other] of [
      [parent, child],
      [child, parent],
    ] as const) {
      nodes.set(one, (nodes.get(one) ?? new Set<string>()).add(other))
    }
  }
  return trees
}

const distancesFrom = (nodes: ReadonlyMap<string, ReadonlySet<string>>, start: string): number[] => {
  const reached = new Map([[start, 0]])
  // A map is walked in order of insertion, also what is added while it is walked: breadth first.
  for (const [node, distance] of reached) {
    for (const next of nodes.get(node) ?? []) if (!reached.has(next)) reached.set(next, distance + 1)
  }
  return [...reached.values()].filter((distance) => distance > 0)
}

/** Σ d over ordered pairs ÷ number of ordered pairs, by walking from every node. */
export const meanDistanceOf = (pairs: readonly Pair[]): number | null => {
  const all = [...treesOf(pairs).values()].flatMap((nodes) =>
    [...nodes.keys()].flatMap((start) => distancesFrom(nodes, start)),
  )
  return all.length === 0 ? null : all.reduce((sum, distance) => sum + distance, 0) / all.length
}
