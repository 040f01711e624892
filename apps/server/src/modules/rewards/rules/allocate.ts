import { splitByWeights, sumOf, type Micro } from '@busker/money'
import { assert } from '#platform/assert'
import { cappedPpm, directedFine, partsOf, wholeOf, type Pool, type PoolParts } from './pool.ts'

/** A qualified view that asks for its part: for a line (video and day) of a creator, by a viewer. */
export interface Claim {
  readonly creatorKey: string
  readonly lineKey: string
  readonly viewerId: string
  readonly weightPpm: bigint
}

/** The claims of one line together. */
export interface LineClaims {
  readonly lineKey: string
  readonly cappedPpm: bigint
  readonly directedFine: bigint
}

/** What one line is paid, by both ways of sharing. */
export interface LineShare extends LineClaims {
  readonly proRataMicro: Micro
  readonly directedMicro: Micro
}

export interface CreatorShare {
  readonly creatorKey: string
  readonly cappedPpm: bigint
  readonly proRataMicro: Micro
  readonly directedMicro: Micro
  readonly lines: readonly LineShare[]
}

/**
 * Of the creators, those with at least this remainder got one 10⁻⁶ more (of equal remainders, up to this key): with it
 * each creator recomputes their own share to the unit and learns nothing of the others.
 */
export interface Cut {
  readonly remainder: bigint
  readonly creatorKey: string
}

export interface Allocation {
  readonly parts: PoolParts
  /** What viewers directed, all creators together. */
  readonly directedMicro: Micro
  /** What was shared pro rata, with what nobody could direct. */
  readonly proRataMicro: Micro
  /** Nobody had weight: it stays in the pool. */
  readonly unallocatedMicro: Micro
  /** What all creators' views weigh under the caps. */
  readonly cappedPpm: bigint
  readonly cut: Cut | null
  readonly creators: ReadonlyMap<string, CreatorShare>
}

/** What all qualified views of each viewer weigh, before the cap. */
export const viewerWeights = (
  claims: Iterable<Pick<Claim, 'viewerId' | 'weightPpm'>>,
): Map<string, bigint> => {
  const weights = new Map<string, bigint>()
  for (const { viewerId, weightPpm } of claims)
    weights.set(viewerId, (weights.get(viewerId) ?? 0n) + weightPpm)
  return weights
}

/** Shares what a creator gets over the lines; the ways of sharing each by their own weights. */
export const shareOverLines = (
  lines: readonly LineClaims[],
  paid: { readonly proRataMicro: Micro; readonly directedMicro: Micro },
): LineShare[] => {
  if (lines.length === 0) return []
  const keys = lines.map(({ lineKey }) => lineKey)
  const proRata = splitByWeights(
    paid.proRataMicro,
    lines.map((line) => line.cappedPpm),
    keys,
  )
  const directed = splitByWeights(
    paid.directedMicro,
    lines.map((line) => line.directedFine),
    keys,
  )
  return lines.map((line, index) => ({
    ...line,
    proRataMicro: proRata[index] ?? 0n,
    directedMicro: directed[index] ?? 0n,
  }))
}

/** A creator's part of what is shared pro rata, from what is published: weight, sum of weights, amount and cut. */
export const proRataOf = (
  claim: { readonly creatorKey: string; readonly cappedPpm: bigint },
  shared: Pick<Allocation, 'proRataMicro' | 'cappedPpm' | 'cut'>,
): Micro => {
  if (claim.cappedPpm === 0n || shared.cappedPpm === 0n) return 0n
  const product = shared.proRataMicro * claim.cappedPpm
  const remainder = product % shared.cappedPpm
  const { cut } = shared
  const isAbove =
    cut !== null &&
    (remainder > cut.remainder || (remainder === cut.remainder && claim.creatorKey <= cut.creatorKey))
  return product / shared.cappedPpm + (isAbove ? 1n : 0n)
}

interface Weighing {
  readonly creatorKey: string
  readonly cappedPpm: bigint
}

const splitProRata = (total: Micro, weighing: readonly Weighing[]): { shares: Micro[]; cut: Cut | null } => {
  const shares = splitByWeights(
    total,
    weighing.map((one) => one.cappedPpm),
    weighing.map(({ creatorKey }) => creatorKey),
  )
  const sum = sumOf(weighing.map((one) => one.cappedPpm))
  let cut: Cut | null = null
  for (const [index, { creatorKey, cappedPpm: weight }] of weighing.entries()) {
    if (shares[index] === (total * weight) / sum) continue
    const remainder = (total * weight) % sum
    const isLast =
      cut === null ||
      remainder < cut.remainder ||
      (remainder === cut.remainder && creatorKey > cut.creatorKey)
    if (isLast) cut = { remainder, creatorKey }
  }
  return { shares, cut }
}

type Lines = Map<string, { cappedPpm: bigint; directedFine: bigint }>

/** Claims by creator and line, in the order of their keys, so that the order of the input is forgotten. */
const gather = (claims: readonly Claim[], pool: Pool & PoolParts & Brought): Map<string, LineClaims[]> => {
  const viewers = viewerWeights(claims)
  const capPpm = BigInt(pool.split.viewerCapPpm)
  const { poolMicro, directableMicro } = pool
  const creators = new Map<string, Lines>()
  for (const { creatorKey, lineKey, viewerId, weightPpm } of claims) {
    assert(weightPpm >= 0n, 'no claim is negative')
    if (weightPpm === 0n) continue
    const viewerPpm = viewers.get(viewerId) ?? 0n
    const lines: Lines = creators.get(creatorKey) ?? new Map()
    creators.set(creatorKey, lines)
    const line = lines.get(lineKey) ?? { cappedPpm: 0n, directedFine: 0n }
    lines.set(lineKey, line)
    const broughtMicro = pool.brought.get(viewerId) ?? 0n
    line.cappedPpm += cappedPpm(weightPpm, viewerPpm, capPpm)
    line.directedFine += directedFine(weightPpm, { poolMicro, directableMicro, broughtMicro, viewerPpm })
  }
  const byKey = <T>([one]: [string, T], [other]: [string, T]) => (one < other ? -1 : 1)
  return new Map(
    [...creators]
      .toSorted(byKey)
      .map(([key, lines]) => [
        key,
        [...lines].toSorted(byKey).map(([lineKey, line]) => ({ lineKey, ...line })),
      ]),
  )
}

interface Brought {
  /** What each viewer brought to the pool. */
  readonly brought: ReadonlyMap<string, Micro>
}

/**
 * Shares a pool among creators. What each viewer brought goes to whom they watched, by the weight of their views; the
 * rest, with what viewers without qualified views brought and with what rounding leaves, is shared by weights under the
 * viewers' caps. All parts sum to the pool; neither the order of the claims nor a creator without weight changes anything.
 */
export const allocate = (claims: readonly Claim[], pool: Pool & Brought): Allocation => {
  const broughtMicro = sumOf(pool.brought.values())
  assert(broughtMicro <= pool.poolMicro, 'viewers brought at most what is in the pool')
  const parts = partsOf(pool)
  const byCreator = gather(claims, { ...pool, ...parts })
  const weighing = [...byCreator].map(([creatorKey, lines]) => ({
    ...{ creatorKey, lines, cappedPpm: sumOf(lines.map((line) => line.cappedPpm)) },
    directedMicro: wholeOf(sumOf(lines.map((line) => line.directedFine))),
  }))
  const directedMicro = sumOf(weighing.map((one) => one.directedMicro))
  const total = sumOf(weighing.map((one) => one.cappedPpm))
  const left = parts.proRataMicro + parts.directableMicro - directedMicro
  const proRataMicro = total === 0n ? 0n : left
  const split = total === 0n ? { shares: [], cut: null } : splitProRata(proRataMicro, weighing)
  const creators = new Map(
    weighing.map(({ lines, ...one }, index): [string, CreatorShare] => {
      const paid = { proRataMicro: split.shares[index] ?? 0n, directedMicro: one.directedMicro }
      return [one.creatorKey, { ...one, ...paid, lines: shareOverLines(lines, paid) }]
    }),
  )
  return {
    ...{ parts, directedMicro, proRataMicro, cappedPpm: total, cut: split.cut, creators },
    unallocatedMicro: left - proRataMicro,
  }
}
