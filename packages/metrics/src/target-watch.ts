import { lookingAlpha, sequenceReach } from './confidence-sequence.ts'

/**
 * Whether a number keeps to its target, looked at day by day for as long as one likes.
 *
 * A day tells a numerator and a denominator; of a sum the denominator is 1. The number is the ratio of the sums, and its
 * scatter that of the linearised residuals (numerator - ratio × denominator) ÷ mean denominator, whose mean is 0 (delta
 * method). Around it lies an asymptotic confidence sequence. That needs the scatter as it truly is, and sales are skewed
 * and days resemble the day before, so the scatter is rather taken too large than too small:
 * - of the days of the sequence and of all days that are known the larger one counts;
 * - days that resemble the day before tell less: the variance is raised by (1 + r) ÷ (1 - r), r being the correlation
 *   with the day before where it is above 0;
 * - a variance that was measured on n days may be two standard errors larger: it is raised by 1 + 2 √(2 ÷ n).
 *
 * One sequence over all days would notice a new miss after a long good time late. So another one begins every 28 days,
 * and the k-th may err in 6 ÷ (π² k²) of the 5 %: all of them together in 5 %. After a change of state all begin anew.
 */

export type Bound = 'at_least' | 'at_most'

/** What a number must keep to. */
export interface Goal {
  readonly bound: Bound
  readonly value: number
}

export interface ToldDay {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly numerator: number
  readonly denominator: number
}

/** Where a number lies by what some days in a row tell: its estimate, and between which bounds it is. */
export interface Band {
  readonly from: string
  readonly through: string
  readonly days: number
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Off: it misses its target. Ok: nothing shows that it does. */
export type TargetState = 'ok' | 'off'

/** A change of state, and the days that show it. */
interface TargetChange {
  readonly state: TargetState
  readonly band: Band
}

export interface WatchedTarget {
  readonly state: TargetState
  readonly changes: readonly TargetChange[]
  /** Missed: it is off. Kept: all days since the last change together show that the target is kept to. Else open. */
  readonly outlook: 'kept' | 'missed' | 'open'
  /** The band after each day since the last change, by the sequence that began with it; fewer than four weeks give none. */
  readonly course: readonly Band[]
}

/** Before so many days nothing is said: each weekday four times. */
export const leastDays = 28
/** A sequence that begins later speaks after fewer: the scatter is known from the days before it. */
const leastLater = 14
/** A new sequence begins after so many days. */
const everyDays = 28
const tunedFor = 56
/** Days that are nearly the same all the time must not make the scatter endless. */
const mostCorrelation = 0.9

/** Variance of the residuals, raised for what few days do not tell, and their correlation with the day before. */
interface Scatter {
  readonly variance: number
  readonly correlation: number
}

/** Sums over days in a row, from which ratio, scatter and correlation follow. */
class Sums {
  days = 0
  #above = 0
  #below = 0
  // Numbers, not lists of them: a watch of a year adds some thousand times.
  #aboveSquared = 0
  #both = 0
  #belowSquared = 0
  #aboveNext = 0
  #bothNext = 0
  #belowNext = 0
  #last: ToldDay | null = null

  add(told: ToldDay): void {
    const { numerator: n, denominator: d } = told
    this.#aboveSquared += n * n
    this.#both += n * d
    this.#belowSquared += d * d
    if (this.#last !== null) {
      const { numerator: m, denominator: e } = this.#last
      this.#aboveNext += n * m
      this.#bothNext += n * e + m * d
      this.#belowNext += d * e
    }
    this.#last = told
    this.days += 1
    this.#above += n
    this.#below += d
  }

  /** null: there is nothing to divide by. */
  get ratio(): number | null {
    return this.#below > 0 ? this.#above / this.#below : null
  }

  scatter(ratio: number): Scatter {
    const square = ratio * ratio
    const squares = Math.max(0, this.#aboveSquared - 2 * ratio * this.#both + square * this.#belowSquared)
    const together = this.#aboveNext - ratio * this.#bothNext + square * this.#belowNext
    const mean = this.#below / this.days
    const variance = (squares / (this.days - 1)) * (1 + 2 * Math.sqrt(2 / this.days))
    return { variance: variance / mean ** 2, correlation: squares === 0 ? 0 : together / squares }
  }
}

/** One confidence sequence. */
class Sequence {
  readonly #from: string
  readonly #reach: ReturnType<typeof sequenceReach>
  readonly #least: number
  readonly #sums = new Sums()

  constructor(from: string, number: number) {
    this.#from = from
    const alpha = (lookingAlpha * 6) / (Math.PI ** 2 * number ** 2)
    this.#reach = sequenceReach({ alpha, tunedFor })
    this.#least = number === 1 ? leastDays : leastLater
  }

  /** One more day, beside the scatter of all days up to it; null while there is nothing to say. */
  add(told: ToldDay, whole: Scatter | null): Band | null {
    this.#sums.add(told)
    const { days, ratio } = this.#sums
    if (days < this.#least || ratio === null || whole === null) return null
    const own = this.#sums.scatter(ratio)
    const alike = Math.max(0, whole.correlation, days < leastDays ? 0 : own.correlation)
    const correlation = Math.min(mostCorrelation, alike)
    const variance = Math.max(own.variance, whole.variance) * ((1 + correlation) / (1 - correlation))
    const reach = this.#reach(Math.sqrt(variance), days)
    const { day: through } = told
    return { from: this.#from, through, days, estimate: ratio, low: ratio - reach, high: ratio + reach }
  }
}

const isMissed = ({ bound, value }: Goal, { low, high }: Band): boolean =>
  bound === 'at_least' ? high < value : low > value
const isKept = ({ bound, value }: Goal, { low, high }: Band): boolean =>
  bound === 'at_least' ? low >= value : high <= value

/** The sequences since the last change of state. */
class Watch {
  readonly #goal: Goal
  readonly #sequences: Sequence[] = []
  #days = 0
  /** What the first sequence said after each day. */
  readonly course: Band[] = []
  missed: Band | null = null
  kept: Band | null = null

  constructor(goal: Goal) {
    this.#goal = goal
  }

  add(told: ToldDay, whole: Scatter | null): void {
    if (this.#days % everyDays === 0) {
      this.#sequences.push(new Sequence(told.day, this.#days / everyDays + 1))
    }
    this.#days += 1
    this.missed = null
    this.kept = null
    for (const [index, sequence] of this.#sequences.entries()) {
      const band = sequence.add(told, whole)
      if (band === null) continue
      if (index === 0) this.course.push(band)
      if (isMissed(this.#goal, band)) this.missed ??= band
      if (isKept(this.#goal, band)) this.kept ??= band
    }
  }
}

const outlookOf = (goal: Goal, state: TargetState, last: Band | undefined): WatchedTarget['outlook'] => {
  if (state === 'off') return 'missed'
  return last !== undefined && isKept(goal, last) ? 'kept' : 'open'
}

/**
 * What days tell about a target, day after day: the state that it has after them, and each change on the way. A state
 * changes only when a sequence excludes the target. While nothing is wrong, at most 5 % of targets are ever called
 * missed, however many days one looks. Days before `from` only tell the scatter.
 *
 * @example watchTarget({ bound: 'at_least', value: 100 }, days, { state: 'ok', from: '2026-05-04' }).state
 */
export const watchTarget = (
  goal: Goal,
  days: readonly ToldDay[],
  before: { readonly state: TargetState; readonly from: string },
): WatchedTarget => {
  const changes: TargetChange[] = []
  const known = new Sums()
  let { state } = before
  let watch = new Watch(goal)
  for (const told of days) {
    known.add(told)
    if (told.day < before.from) continue
    const { ratio } = known
    watch.add(told, ratio === null ? null : known.scatter(ratio))
    const decisive = state === 'ok' ? watch.missed : watch.kept
    if (decisive === null) continue
    state = state === 'ok' ? 'off' : 'ok'
    changes.push({ state, band: decisive })
    watch = new Watch(goal)
  }
  const { course } = watch
  return { state, changes, outlook: outlookOf(goal, state, course.at(-1)), course }
}
