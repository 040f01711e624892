/** What one person gave another within the time that is looked at. */
export interface Edge {
  readonly payer: string
  readonly creator: string
  readonly coins: bigint
}

/** Below this a gift between creators is a courtesy, not a round trip. */
const leastCoins = 100n
/** Every step of a round trip carries at least a quarter of the largest: else nothing comes back that is worth the way. */
const largestRatio = 4n

export interface GiftGraph {
  coinsOf(payer: string, creator: string): bigint
  givenBy(payer: string): ReadonlyMap<string, bigint>
  givenTo(creator: string): ReadonlyMap<string, bigint>
}

type Flows = Map<string, Map<string, bigint>>

const addTo = (flows: Flows, [from, to]: readonly [string, string], coins: bigint): void => {
  const inner = flows.get(from) ?? new Map<string, bigint>()
  inner.set(to, (inner.get(to) ?? 0n) + coins)
  flows.set(from, inner)
}

const nobody: ReadonlyMap<string, bigint> = new Map()

export const giftGraph = (edges: Iterable<Edge>): GiftGraph => {
  const [out, into] = [new Map<string, Map<string, bigint>>(), new Map<string, Map<string, bigint>>()]
  for (const { payer, creator, coins } of edges) {
    addTo(out, [payer, creator], coins)
    addTo(into, [creator, payer], coins)
  }
  return {
    coinsOf: (payer, creator) => out.get(payer)?.get(creator) ?? 0n,
    givenBy: (payer) => out.get(payer) ?? nobody,
    givenTo: (creator) => into.get(creator) ?? nobody,
  }
}

/** Whether money that takes this way comes back: every step carries enough, and none much less than another. */
const isRoundTrip = (graph: GiftGraph, people: readonly string[]): boolean => {
  const steps = people.map((payer, at) => graph.coinsOf(payer, people[(at + 1) % people.length] ?? payer))
  const smallest = steps.reduce((least, coins) => (coins < least ? coins : least))
  const largest = steps.reduce((most, coins) => (coins > most ? coins : most))
  return smallest >= leastCoins && smallest * largestRatio >= largest
}

/**
 * The shortest round trip over at most four people that a gift from one to another is part of: the people, the giver
 * first. Null: there is none. What is looked at is (given by the creator) × (given to the payer), both of which are empty
 * for nearly every fan.
 */
export const cycleThrough = (graph: GiftGraph, payer: string, creator: string): readonly string[] | null => {
  const check = (...people: string[]): readonly string[] | null =>
    new Set(people).size === people.length && isRoundTrip(graph, people) ? people : null
  const direct = check(payer, creator)
  if (direct) return direct
  const [next, last] = [graph.givenBy(creator), graph.givenTo(payer)]
  for (const between of next.keys()) {
    const found = last.has(between) ? check(payer, creator, between) : null
    if (found) return found
  }
  for (const third of next.keys())
    for (const fourth of last.keys()) {
      const found = graph.coinsOf(third, fourth) > 0n ? check(payer, creator, third, fourth) : null
      if (found) return found
    }
  return null
}
