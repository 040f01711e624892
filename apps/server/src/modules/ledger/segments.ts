import type { Operation } from './port.ts'
import { needsOf } from './rules/decide.ts'
import type { Needs } from './rules/plan.ts'

const nothing: Needs = {}

const needed = (operation: Operation): Needs => {
  if (operation.do !== 'transfer') return nothing
  try {
    return needsOf(operation.transfer, { txnId: '', atMs: 0 })
  } catch {
    // It fails again when it is prepared, and there it is told to whoever asked.
    return nothing
  }
}

/** What operations that are done together read or change, beside what is taken from. */
const together = () => {
  const keys = new Set<string>()
  const rows = new Set<string>()
  let givesOrConverts = false
  const rowsOf = ({ lots = [], takesOf = [], past = [] }: Needs): string[] => [
    ...[...lots, ...takesOf].map((lotId) => `lot ${lotId}`),
    ...past.map((txnId) => `past ${txnId}`),
  ]
  return {
    clashes: (key: string, needs: Needs): boolean =>
      keys.has(key) ||
      rowsOf(needs).some((row) => rows.has(row)) ||
      (givesOrConverts && (needs.takesOf ?? []).length > 0),
    add: (key: string, needs: Needs): void => {
      keys.add(key)
      for (const row of rowsOf(needs)) rows.add(row)
      if ((needs.lotsOf ?? []).length + (needs.matureOf ?? []).length > 0) givesOrConverts = true
    },
  }
}

/**
 * Cuts a row of operations where one must see what those before it wrote: a key that comes a second time hears what came of
 * the first; who asks for a lot, its gifts or an earlier transfer that was just changed must take from accounts that only
 * the change names, and these are locked by what is read.
 */
export const segmentsOf = (operations: readonly Operation[]): Operation[][] => {
  const segments: Operation[][] = []
  let current = together()
  for (const operation of operations) {
    const key = JSON.stringify([operation.scope, operation.key])
    const needs = needed(operation)
    const last = segments.at(-1)
    if (last === undefined || current.clashes(key, needs)) {
      segments.push([operation])
      current = together()
    } else last.push(operation)
    current.add(key, needs)
  }
  return segments
}
