import { moderationLabels, reportReasons, type Measures, type PersonId } from '@busker/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appealUntil, mayRule } from './appeals.ts'
import { postEffects, suspensionEffect, type Demand } from './effects.ts'
import { misfit } from './fitting.ts'
import { priorityOf } from './priority.ts'
import { dueAfter, gravest, weightOf } from './severity.ts'
import { gradesOf, strikesAt, suggestedSuspension, type Violation } from './strikes.ts'

const reason = fc.constantFrom(...reportReasons)
const day = 86_400_000
const at = (days: number): Date => new Date(Date.UTC(2026, 0, 1) + days * day)

test('more severe, of more reach, of more reporters: never less pressing', () => {
  const count = fc.nat(10_000_000)
  fc.assert(
    fc.property(
      fc.tuple(reason, reason),
      fc.tuple(count, count),
      fc.tuple(count, count),
      (reasons, reach, people) => {
        const [light, grave] = reasons.toSorted((one, other) => weightOf(one) - weightOf(other))
        const [few, many] = reach.toSorted((one, other) => one - other)
        const [calm, crowd] = people.toSorted((one, other) => one - other)
        const less = { reason: light ?? 'other', reach: few ?? 0, reportersOfDay: calm ?? 0 }
        const more = { reason: grave ?? 'other', reach: many ?? 0, reportersOfDay: crowd ?? 0 }
        const base = priorityOf(less)
        for (const change of [
          { reason: more.reason },
          { reach: more.reach },
          { reportersOfDay: more.reportersOfDay },
        ])
          expect(priorityOf({ ...less, ...change })).toBeGreaterThanOrEqual(base)
        expect(base).toBeGreaterThan(0)
        expect(priorityOf(more)).toBeLessThan(2 ** 31)
      },
    ),
  )
})

test('a child in danger comes before a joke that a thousand people report', () => {
  const child = priorityOf({ reason: 'child_safety', reach: 0, reportersOfDay: 1 })
  expect(child).toBeGreaterThan(priorityOf({ reason: 'other', reach: 0, reportersOfDay: 1000 }))
  expect(child).toBeLessThan(priorityOf({ reason: 'violence', reach: 100_000, reportersOfDay: 8 }))
})

test('the gravest reason leads, and sets the hour', () => {
  expect(gravest('spam', ['other', 'hate', 'nudity'])).toBe('hate')
  expect(gravest('self_harm', ['spam'])).toBe('self_harm')
  const hours = (name: (typeof reportReasons)[number]) =>
    (dueAfter(name, at(0)).getTime() - at(0).getTime()) / 3_600_000
  expect([hours('child_safety'), hours('hate'), hours('spam')]).toEqual([1, 24, 72])
})

const suspension = fc.option(fc.record({ days: fc.option(fc.integer({ min: 1, max: 365 })) }))
const measures: fc.Arbitrary<Measures> = fc.record({
  removed: fc.boolean(),
  limited: fc.boolean(),
  minimumAge: fc.constantFrom(null, 16 as const, 18 as const),
  labels: fc.subarray([...moderationLabels]),
  suspension,
})
const demand: fc.Arbitrary<Demand> = fc.record({
  measures,
  text: fc.string({ maxLength: 3 }),
  decidedAt: fc.integer({ min: 0, max: 50 }).map(at),
})

test('however decisions come and fall, what holds is what those that stand demand', () => {
  const steps = fc.array(fc.record({ demand, falls: fc.boolean(), place: fc.nat(20) }), { maxLength: 12 })
  fc.assert(
    fc.property(steps, (made) => {
      let standing: Demand[] = []
      for (const step of made) {
        standing.splice(step.place % (standing.length + 1), 0, step.demand)
        if (step.falls) standing = standing.filter((one) => one !== step.demand)
      }
      const neverFell = made.filter(({ falls }) => !falls).map((step) => step.demand)
      expect(postEffects(standing)).toEqual(postEffects(neverFell))
      expect(suspensionEffect(standing)).toEqual(suspensionEffect(neverFell))
    }),
  )
})

test('effects never ask for more than one of the decisions, nor for less', () => {
  fc.assert(
    fc.property(fc.array(demand, { maxLength: 6 }), (standing) => {
      const effects = postEffects(standing)
      const all = standing.map((one) => one.measures)
      expect(effects.removed).toBe(all.some(({ removed }) => removed))
      expect(effects.minimumAge).toBe(
        all.reduce<number | null>(
          (most, { minimumAge }) => Math.max(most ?? 0, minimumAge ?? 0) || null,
          null,
        ),
      )
      expect(new Set(effects.labels)).toEqual(new Set(all.flatMap(({ labels }) => labels)))
      const ends = standing.flatMap((one) => {
        const found = suspensionEffect([one])
        return found === null ? [] : [found.until?.getTime() ?? Infinity]
      })
      const found = suspensionEffect(standing)
      expect(found === null ? null : (found.until?.getTime() ?? Infinity)).toBe(
        ends.length === 0 ? null : Math.max(...ends),
      )
    }),
  )
})

const violation = (decisionId: string, rule: Violation['rule'], days: number): Violation => ({
  ...{ decisionId, rule, decidedAt: at(days) },
})

test('a first violation of a rule warns, later ones strike, and strikes lapse after 90 days', () => {
  const violations = [
    violation('a', 'spam', 0),
    violation('b', 'hate', 1),
    violation('c', 'spam', 2),
    violation('d', 'child_safety', 3),
    violation('e', 'spam', 4),
  ]
  const grades = Object.fromEntries(gradesOf(violations.toReversed()))
  expect(grades).toEqual({ a: 'warning', b: 'warning', c: 'strike', d: 'strike', e: 'strike' })
  const counted = (days: number) => strikesAt(violations, at(days)).map(({ rule }) => rule)
  expect(counted(10)).toEqual(['spam', 'child_safety', 'spam'])
  expect(counted(92)).toEqual(['child_safety', 'spam'])
  expect(counted(94)).toEqual([])
  // A decision that falls takes its consequences along: the next one was the first.
  const without = gradesOf(violations.slice(1))
  expect(without.get('c')).toBe('warning')
  expect([0, 1, 2, 3, 4, 9].map(suggestedSuspension)).toEqual([
    ...[null, null, { days: 7 }, { days: 30 }, { days: null }, { days: null }],
  ])
})

test('six months to appeal, also where a month has no such day', () => {
  expect(appealUntil(new Date('2026-01-10T12:30:00Z')).toISOString()).toBe('2026-07-10T12:30:00.000Z')
  expect(appealUntil(new Date('2026-08-31T08:00:00Z')).toISOString()).toBe('2027-02-28T08:00:00.000Z')
})

test('nobody rules on their own decision while there is anybody else', () => {
  const people = ['a', 'b', 'c'].map((name) => name as PersonId)
  const person = fc.constantFrom(...people)
  const asked = fc.record({
    ...{ viewerId: person, decidedBy: fc.option(person), appellantId: person },
    ...{ staff: fc.subarray(people), waitedHours: fc.nat(48) },
  })
  fc.assert(
    fc.property(asked, ({ waitedHours, ...given }) => {
      const now = new Date(at(0).getTime() + waitedHours * 3_600_000)
      const may = mayRule({ ...given, appealedAt: at(0), now })
      const others = given.staff.filter((one) => one !== given.viewerId && one !== given.appellantId)
      if (given.viewerId === given.appellantId) expect(may.rule).toBe('own_case')
      else if (given.viewerId !== given.decidedBy) expect(may).toEqual({ rule: 'yes', samePerson: false })
      else if (others.length > 0) expect(may.rule).toBe('own_decision')
      else expect(may.rule).toBe(waitedHours < 24 ? 'alone' : 'yes')
      if (may.rule === 'yes') expect(may.samePerson).toBe(given.viewerId === given.decidedBy)
    }),
  )
})

test('what cannot be done to such a target is refused', () => {
  const nothing = {
    removed: false,
    limited: false,
    minimumAge: null,
    labels: [],
    suspension: null,
    violation: false,
  }
  expect(misfit('post', nothing)).toMatch(/nothing/)
  expect(misfit('comment', { ...nothing, limited: true })).toMatch(/only a post/)
  expect(misfit('person', { ...nothing, removed: true })).toMatch(/suspended/)
  for (const kind of ['post', 'comment', 'person'] as const) {
    expect(misfit(kind, { ...nothing, violation: true })).toBeNull()
    expect(misfit(kind, { ...nothing, suspension: { days: 7 } })).toBeNull()
  }
  expect(misfit('comment', { ...nothing, removed: true })).toBeNull()
})
