import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advance, isAtEnd, machines, movementKinds, type MovementKind } from './machines.ts'

/** How a thing goes at the provider, one version after another. */
const truths: Readonly<Record<MovementKind, readonly (readonly string[])[]>> = {
  charge: [
    ['open', 'captured'],
    ['open', 'processing', 'captured'],
    ['open', 'authorized', 'captured'],
    ['open', 'processing', 'failed'],
    ['open', 'failed'],
    ['authorized', 'failed'],
  ],
  refund: [
    ['pending', 'succeeded'],
    ['pending', 'failed'],
    ['pending', 'succeeded', 'returned'],
  ],
  payout: [
    ['pending', 'paid'],
    ['pending', 'failed'],
    ['pending', 'paid', 'returned'],
  ],
  dispute: [['open'], ['open', 'won'], ['open', 'lost']],
}

/** What of the truth is told to a purpose, by our names. */
const toldNames: Readonly<Record<string, string>> = {
  captured: 'settled',
  failed: 'failed',
  succeeded: 'succeeded',
  paid: 'paid',
  returned: 'returned',
  won: 'won',
  lost: 'lost',
}

const toldOf = (kind: MovementKind, truth: readonly string[]): string[] =>
  truth.flatMap((status) =>
    kind === 'dispute' && status === 'open' ? ['opened'] : (toldNames[status] ?? []),
  )

const story = fc
  .constantFrom(...movementKinds)
  .chain((kind) => fc.tuple(fc.constant(kind), fc.constantFrom(...truths[kind])))
  .chain(([kind, truth]) =>
    fc.record({
      kind: fc.constant(kind),
      truth: fc.constant(truth),
      // Messages in any order, doubled and lost; the last word is looked up in the end.
      heard: fc.array(fc.nat({ max: truth.length - 1 }), { maxLength: 12 }),
    }),
  )

test('whatever is lost, doubled or overtaken, the end is the truth and each step is told once, in order', () => {
  fc.assert(
    fc.property(story, ({ kind, truth, heard }) => {
      let state = kind === 'dispute' ? 'seen' : 'requested'
      let version = -1
      const told: string[] = []
      for (const now of [...heard, truth.length - 1]) {
        if (now <= version) continue
        version = now
        const step = advance(kind, state, truth[now] ?? '')
        told.push(...(step?.steps ?? []))
        state = step?.state ?? state
      }
      expect(told).toEqual(toldOf(kind, truth))
      expect(state).toBe(toldOf(kind, truth).at(-1))
    }),
    { numRuns: 2000 },
  )
})

test('what is not in the table changes nothing, and nothing leads away from a failure', () => {
  expect(advance('charge', 'settled', 'failed')).toBeNull()
  expect(advance('charge', 'failed', 'captured')).toBeNull()
  expect(advance('payout', 'returned', 'paid')).toBeNull()
  expect(advance('payout', 'failed', 'paid')).toBeNull()
  expect(advance('dispute', 'won', 'lost')).toBeNull()
  expect(advance('refund', 'pending', 'refused')).toBeNull()
  expect(advance('charge', 'toString', 'constructor')).toBeNull()
})

test('every way through a machine ends, and no step is told twice on it', () => {
  const walk = (kind: MovementKind, state: string, told: readonly string[]): number => {
    expect(new Set(told).size).toBe(told.length)
    const ways = Object.values(machines[kind][state] ?? {})
    if (ways.length === 0) expect(isAtEnd(kind, state)).toBe(true)
    return 1 + ways.reduce((sum, way) => sum + walk(kind, way.state, [...told, ...way.steps]), 0)
  }
  for (const kind of movementKinds)
    expect(walk(kind, kind === 'dispute' ? 'seen' : 'requested', [])).toBeGreaterThan(3)
})
