import type { MetricDefinition } from '@busker/contract'
import type { Period } from './period.ts'

const dayMs = 86_400_000
const weekDays = 7
/** 1 January 1970 was a Thursday: three days later the count of days begins on a Monday. */
const thursday = 3

/** Monday to Sunday of the last week that is over. */
export const lastCompleteWeek = (nowMs: number): Period => {
  const today = Math.floor(nowMs / dayMs)
  const monday = today - ((today + thursday) % weekDays) - weekDays
  const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10)
  return { from: dateOf(monday), to: dateOf(monday + weekDays - 1) }
}

/** So many numbers are asked for at once: a tree is shown piece by piece, not after the slowest of a hundred. */
const mostAsked = 24

/**
 * The numbers of the platform in requests of a bearable size. A vanity number is only answered beside its pairs, so they
 * travel together.
 */
export const requestsOf = (definitions: ReadonlyMap<string, MetricDefinition>): string[][] => {
  const requests: Set<string>[] = []
  const isFed = (id: string): boolean => {
    const definition = definitions.get(id)
    return definition?.missing === null && definition.scopes.includes('platform')
  }
  for (const [id] of definitions) {
    if (!isFed(id) || requests.some((request) => request.has(id))) continue
    const together = new Set([id])
    // A set is walked in order of insertion, also what is added while it is walked.
    for (const one of together) for (const pair of definitions.get(one)?.pairs ?? []) together.add(pair)
    const last = requests.at(-1)
    const fits = last !== undefined && new Set([...last, ...together]).size <= mostAsked
    if (fits) for (const one of together) last.add(one)
    else requests.push(together)
  }
  return requests.map((request) => [...request])
}
