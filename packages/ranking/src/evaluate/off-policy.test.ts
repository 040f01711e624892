import { expect, test } from 'vitest'
import { seeded } from '../random.ts'
import { judgeOffPolicy, type LoggedSlots } from './off-policy.ts'

const actions = 4
const settings = { clip: 30, draws: 400, seed: 5 }
/** How each of the two kinds of viewers likes each action, and how the two policies choose for them. */
const liked = [
  [0.2, 0.3, 0.5, 0.1],
  [0.6, 0.3, 0.1, 0.2],
]
const logging = [
  [0.4, 0.3, 0.2, 0.1],
  [0.1, 0.2, 0.3, 0.4],
]
const other = [
  [0.1, 0.2, 0.6, 0.1],
  [0.5, 0.3, 0.1, 0.1],
]

const of = (table: readonly (readonly number[])[], kind: number, action: number): number =>
  table[kind]?.[action] ?? 0
const mean = (policy: readonly (readonly number[])[], kind: number, table = liked): number =>
  Array.from({ length: actions }, (_, action) => of(policy, kind, action) * of(table, kind, action)).reduce(
    (sum, value) => sum + value,
    0,
  )
/** Each kind is as frequent as the other. */
const truth = (mean(other, 0) + mean(other, 1)) / 2

/** Viewers of ten slots each who are served by the logging policy. `model` foretells, wrongly. */
const simulate = (slots: number, seed: number, model = liked): LoggedSlots => {
  const random = seeded(seed)
  const column = (): number[] => []
  const log = { viewer: column(), reward: column(), propensity: column(), target: column() }
  const direct = { logged: column(), target: column() }
  for (let at = 0; at < slots; at += 1) {
    const viewer = Math.floor(at / 10)
    const kind = viewer % 2
    let [left, action] = [random.uniform(), 0]
    while (action < actions - 1 && left >= of(logging, kind, action)) left -= of(logging, kind, action++)
    log.viewer.push(viewer)
    log.reward.push(random.uniform() < of(liked, kind, action) ? 1 : 0)
    log.propensity.push(of(logging, kind, action))
    log.target.push(of(other, kind, action))
    direct.logged.push(of(model, kind, action))
    direct.target.push(mean(other, kind, model))
  }
  return { ...log, direct }
}

const estimated = (slots: LoggedSlots) => {
  const found = judgeOffPolicy(slots, settings)
  if (found.verdict !== 'estimated') throw new RangeError('it was refused')
  return found
}

test('at 100,000 slots each estimator is within 2 % of the truth, DR also with a wrong model', () => {
  const wrong = liked.map((row) => row.map((value) => value / 2 + 0.2))
  const found = estimated(simulate(100_000, 1, wrong))
  for (const value of [found.snips, found.ips, found.dr ?? 0])
    expect(Math.abs(value - truth) / truth).toBeLessThan(0.02)
  const { direct: _, ...slots } = simulate(5000, 1)
  expect(estimated(slots).dr).toBeNull()
})

test('95 % intervals hold the truth about as often as they say', () => {
  const times = 200
  let held = 0
  for (let seed = 0; seed < times; seed += 1) {
    const { interval } = estimated(simulate(4000, seed + 10))
    if (interval.low <= truth && truth <= interval.high) held += 1
  }
  // 95 % of 200 is 190; three standard deviations are 9.
  expect(held).toBeGreaterThanOrEqual(181)
  expect(held).toBeLessThanOrEqual(199)
})

test('slots of one viewer hang together: copies of viewers make the interval no narrower, more viewers do', () => {
  const width = (slots: LoggedSlots) => {
    const { interval } = estimated(slots)
    return interval.high - interval.low
  }
  const slots = simulate(4000, 3)
  const twice = (values: ArrayLike<number>) => [...Array.from(values), ...Array.from(values)]
  const copied: LoggedSlots = {
    ...{ viewer: twice(slots.viewer), reward: twice(slots.reward) },
    ...{ propensity: twice(slots.propensity), target: twice(slots.target) },
  }
  expect(width(copied)).toBeCloseTo(width(slots), 10)
  expect(width(simulate(16_000, 3))).toBeLessThan(0.65 * width(slots))
})

test('served as it is, a policy is worth what came of it', () => {
  const slots = simulate(5000, 2)
  const found = estimated({ ...slots, target: slots.propensity })
  const share = Array.from(slots.reward).reduce((sum, value) => sum + value, 0) / 5000
  expect(found.snips).toBeCloseTo(share, 10)
  expect(found.ips).toBeCloseTo(share, 10)
  expect(found.ess).toBeCloseTo(5000, 6)
})

test('too few slots, a slot that outweighs the others, and impossible propensities are refused', () => {
  expect(judgeOffPolicy(simulate(500, 1), settings)).toMatchObject({ verdict: 'too_little', slots: 500 })
  const even = Array.from({ length: 3000 }, () => 1)
  const log = { viewer: even.map((_, at) => at), reward: even, target: even }
  const heavy = judgeOffPolicy({ ...log, propensity: even.with(0, 0.005) }, settings)
  expect(heavy).toMatchObject({ verdict: 'too_little' })
  expect(heavy.largestShare).toBeCloseTo(200 / 3199, 10)
  expect(judgeOffPolicy({ ...log, propensity: even, target: even.map(() => 0) }, settings)).toEqual({
    ...{ verdict: 'too_little', slots: 3000, ess: 0, largestShare: 0 },
  })
  expect(() => judgeOffPolicy({ ...log, propensity: even.with(7, 0) }, settings)).toThrow(RangeError)
})

test('no slot counts more often than the clip', () => {
  const even = Array.from({ length: 5000 }, () => 1)
  const reward = even.map((_, at) => (at === 0 ? 1 : 0))
  const slots = { viewer: even, reward, target: even, propensity: even.with(0, 0.02) }
  expect(estimated(slots).ips).toBeCloseTo(30 / 5000, 12)
  expect(estimated(slots).snips).toBeCloseTo(50 / 5049, 12)
})
