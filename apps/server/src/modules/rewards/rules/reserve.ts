import { percentOf } from '@busker/money'

const dayMs = 86_400_000

/** Something that became available to a payee, and when: how old a sum is tells how surely it was paid for. */
export interface Credit {
  readonly atMs: number
  readonly amountMicro: bigint
}

export interface ReserveTerms {
  readonly basisPoints: number
  readonly days: number
}

export interface ReserveNeed {
  /** What must be kept back now. */
  readonly neededMicro: bigint
  /** When which part of it is free again, soonest first. */
  readonly until: readonly { readonly day: string; readonly amountMicro: bigint }[]
}

/**
 * The rolling reserve of a payee. A payee is new until the first credit has become as old as the reserve lasts; what they
 * are credited while they are new keeps a part back until it has that age itself. Whoever is longer here keeps nothing.
 */
export const reserveNeed = (
  credits: readonly Credit[],
  { basisPoints, days }: ReserveTerms,
  nowMs: number,
): ReserveNeed => {
  const lastsMs = days * dayMs
  const firstMs = credits.reduce((least, { atMs }) => (atMs < least ? atMs : least), nowMs)
  const byDay = new Map<string, bigint>()
  let neededMicro = 0n
  for (const { atMs, amountMicro } of credits) {
    if (atMs >= firstMs + lastsMs || atMs + lastsMs <= nowMs) continue
    const kept = percentOf(amountMicro, BigInt(basisPoints))
    neededMicro += kept
    const day = new Date(atMs + lastsMs).toISOString().slice(0, 10)
    byDay.set(day, (byDay.get(day) ?? 0n) + kept)
  }
  const until = [...byDay].sort(([one], [other]) => (one < other ? -1 : 1))
  return { neededMicro, until: until.map(([day, amountMicro]) => ({ day, amountMicro })) }
}

/**
 * How much of what is available is old enough. Money leaves oldest first, so what is there are the latest credits.
 */
export const seasonedPart = (
  credits: readonly Credit[],
  availableMicro: bigint,
  olderThanMs: number,
): bigint => {
  let young = 0n
  for (const { atMs, amountMicro } of credits) if (atMs > olderThanMs) young += amountMicro
  return young >= availableMicro ? 0n : availableMicro - young
}
