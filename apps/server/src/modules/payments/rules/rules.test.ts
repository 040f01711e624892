import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextLook, pauseBeforeLook } from './look-again.ts'
import { expectedMinor } from './match-line.ts'
import { refundableMinor } from './refundable.ts'
import { daysToRead } from './report-days.ts'
import { movementIdIn, requestKeyOf } from './request-key.ts'
import { chargeFeeMinor, chargeScenarios, scenarioOf } from './sandbox-scenarios.ts'

test('a key names one thing, and only ours are read', () => {
  const id = '01900000-0000-7000-8000-00000000000a'
  expect(movementIdIn(requestKeyOf('refund', id), 'refund')).toBe(id)
  expect(movementIdIn(requestKeyOf('refund', id), 'charge')).toBeNull()
  expect(movementIdIn(`busker:charge:${'-'.repeat(36)}`, 'charge')).toBeNull()
  expect(movementIdIn('somebody:else', 'charge')).toBeNull()
  expect(movementIdIn(requestKeyOf('account', 'org 7'), 'account')).toBe('org 7')
})

test('one look after another, each later, never later than the slowest bank', () => {
  const pauses = Array.from({ length: 40 }, (_, looks) => pauseBeforeLook('payout', looks))
  expect(pauses[0]).toBe(60_000)
  expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
  expect(pauses.at(-1)).toBe(6 * 3_600_000)
  expect(nextLook({ kind: 'charge', state: 'settled', looks: 0 }, 0)).toBeNull()
  expect(nextLook({ kind: 'charge', state: 'open', looks: 1 }, 0)).toEqual(new Date(120_000))
})

test('what may be refunded never exceeds what is left, whatever went before', () => {
  const backward = fc.record({
    kind: fc.constantFrom('refund' as const, 'dispute' as const),
    state: fc.constantFrom(
      'requested',
      'pending',
      'succeeded',
      'failed',
      'returned',
      'opened',
      'won',
      'lost',
    ),
    amountMinor: fc.bigInt({ min: 1n, max: 1000n }),
  })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 3000n }), fc.array(backward, { maxLength: 6 }), (captured, all) => {
      const left = refundableMinor(captured, all)
      const gone = all
        .filter(({ kind, state }) => (kind === 'refund' ? !/failed|returned/.test(state) : state !== 'won'))
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
      expect(left).toBe(gone > captured ? 0n : captured - gone)
    }),
  )
})

test('days are read once, in order, today again', () => {
  expect(daysToRead({ first: '2026-02-27', done: null, today: '2026-03-01' })).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
  ])
  expect(daysToRead({ first: '2026-02-27', done: '2026-02-28', today: '2026-03-01' })).toEqual(['2026-03-01'])
  expect(daysToRead({ first: '2020-01-01', done: null, today: '2026-03-01' })).toHaveLength(400)
})

test('a line of the report is held against what our books say', () => {
  const movement = { kind: 'payout', state: 'paid', amountMinor: 70n, capturedMinor: 0n } as const
  expect(expectedMinor('payout', movement)).toBe(-70n)
  expect(expectedMinor('payout_returned', movement)).toBeNull()
  expect(expectedMinor('payout_returned', { ...movement, state: 'returned' })).toBe(70n)
  expect(expectedMinor('charge', movement)).toBeNull()
  expect(expectedMinor('other', movement)).toBeNull()
})

test('the sandbox keeps its fee, rounded up, and never more than there was', () => {
  expect(chargeFeeMinor(1000n)).toBe(59n)
  expect(chargeFeeMinor(499n)).toBe(45n)
  expect(chargeFeeMinor(20n)).toBe(20n)
  expect(scenarioOf(chargeScenarios, 77_002n)).toBe('three_d_secure')
  expect(scenarioOf(chargeScenarios, 499n)).toBe('succeeds')
})
