/** Measures of how well something was ranked or foretold. Shapes: one number for each example, in any order. */

/** Places from 1 by falling value; equal values share the mean of their places. */
const ranksOf = (values: ArrayLike<number>): Float64Array => {
  const order = Uint32Array.from({ length: values.length }, (_, at) => at).sort(
    (one, other) => (values[one] ?? 0) - (values[other] ?? 0),
  )
  const ranks = new Float64Array(values.length)
  let from = 0
  while (from < order.length) {
    let to = from + 1
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1
    for (let at = from; at < to; at += 1) ranks[order[at] ?? 0] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}

export interface Foretold {
  readonly score: ArrayLike<number>
  /** 1 for what happened, else 0. */
  readonly label: ArrayLike<number>
}

/** The chance that something that happened was scored above something that did not; a tie counts half. null: one kind only. */
export const auc = ({ score, label }: Foretold): number | null => {
  const ranks = ranksOf(score)
  let [happened, sum] = [0, 0]
  for (let at = 0; at < label.length; at += 1) {
    if (label[at] !== 1) continue
    happened += 1
    sum += ranks[at] ?? 0
  }
  const others = label.length - happened
  return happened === 0 || others === 0 ? null : (sum - (happened * (happened + 1)) / 2) / (happened * others)
}

/** Mean of -log of the chance that was given to what came, in nats; scores are chances. */
export const logLoss = ({ score, label }: Foretold): number => {
  const least = 1e-7
  let sum = 0
  for (let at = 0; at < label.length; at += 1) {
    const chance = Math.min(1 - least, Math.max(least, score[at] ?? 0))
    sum -= Math.log(label[at] === 1 ? chance : 1 - chance)
  }
  return sum / label.length
}

/** AUC of each group with both kinds, weighted by its size (GAUC of Zhu et al., 2017). null: no group has both. */
export const groupAuc = ({ score, label }: Foretold, group: ArrayLike<number>): number | null => {
  const groups = new Map<number, { score: number[]; label: number[] }>()
  for (let at = 0; at < label.length; at += 1) {
    const key = group[at] ?? 0
    const own = groups.get(key) ?? { score: [], label: [] }
    groups.set(key, own)
    own.score.push(score[at] ?? 0)
    own.label.push(label[at] ?? 0)
  }
  let [sum, size] = [0, 0]
  for (const own of groups.values()) {
    const value = auc(own)
    if (value === null) continue
    sum += value * own.label.length
    size += own.label.length
  }
  return size === 0 ? null : sum / size
}

/** The share of pairs with different values that are foretold in the right order; a tie counts half (XAUC). */
export const xauc = (foretold: ArrayLike<number>, told: ArrayLike<number>): number | null => {
  // Kendall by merging: of all pairs, those that differ in what was told, and those in the right order.
  const order = Uint32Array.from({ length: told.length }, (_, at) => at).sort(
    (one, other) => (told[one] ?? 0) - (told[other] ?? 0) || (foretold[one] ?? 0) - (foretold[other] ?? 0),
  )
  const ranks = ranksOf(foretold)
  const places = [...new Set(ranks)].sort((one, other) => one - other)
  const placeOf = new Map(places.map((rank, at) => [rank, at + 1]))
  const tree = new Float64Array(places.length + 1)
  const upTo = (end: number): number => {
    let sum = 0
    for (let at = end; at > 0; at -= at & -at) sum += tree[at] ?? 0
    return sum
  }
  const add = (from: number): void => {
    for (let at = from; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1
  }
  let [right, pairs, seen, from] = [0, 0, 0, 0]
  while (from < order.length) {
    let to = from
    while (to < order.length && told[order[to] ?? 0] === told[order[from] ?? 0]) to += 1
    for (let at = from; at < to; at += 1) {
      const place = placeOf.get(ranks[order[at] ?? 0] ?? 0) ?? 1
      const below = upTo(place - 1)
      right += below + (upTo(place) - below) / 2
    }
    pairs += seen * (to - from)
    for (let at = from; at < to; at += 1) add(placeOf.get(ranks[order[at] ?? 0] ?? 0) ?? 1)
    seen += to - from
    from = to
  }
  return pairs === 0 ? null : right / pairs
}

export const meanAbsoluteError = (foretold: ArrayLike<number>, told: ArrayLike<number>): number => {
  let sum = 0
  for (let at = 0; at < told.length; at += 1) sum += Math.abs((foretold[at] ?? 0) - (told[at] ?? 0))
  return sum / told.length
}

/** How many of the wanted ones are among the first `most`, of as many as fit there or, as in `recall`, of all. */
const hits = (ranked: ArrayLike<number>, wanted: ReadonlySet<number>, most: number): number => {
  let found = 0
  for (let at = 0; at < Math.min(most, ranked.length); at += 1) if (wanted.has(ranked[at] ?? -1)) found += 1
  return found
}

/** The share of the wanted ones that are among the first. */
export const recall = (ranked: ArrayLike<number>, wanted: ReadonlySet<number>, most: number): number =>
  hits(ranked, wanted, most) / wanted.size

/** Discounted gain of the first, of the most there could be; each wanted one is worth 1 (Järvelin and Kekäläinen, 2002). */
export const ndcg = (ranked: ArrayLike<number>, wanted: ReadonlySet<number>, most: number): number => {
  let [gain, best] = [0, 0]
  for (let at = 0; at < most; at += 1) {
    const worth = 1 / Math.log2(at + 2)
    if (at < wanted.size) best += worth
    if (at < ranked.length && wanted.has(ranked[at] ?? -1)) gain += worth
  }
  return gain / best
}
