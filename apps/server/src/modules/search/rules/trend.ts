/** Somebody who did something with an item lately. */
export interface Toucher {
  readonly personId: string
  readonly accountDays: number
  /** What else they did something with in the last week; may be empty. */
  readonly others: readonly string[]
}

/** People-hours, and the hours over which they were counted. */
export interface Pace {
  readonly touches: number
  readonly hours: number
}

/** What is known of one item. */
export interface Activity {
  readonly item: string
  /** Distinct people of the window, in any fixed order. */
  readonly touchers: readonly Toucher[]
  /** Before the window: at all hours, and at the hours of the day that the window has. */
  readonly before: { readonly always: Pace; readonly sameHours: Pace }
  readonly windowHours: number
}

export interface Trend {
  readonly item: string
  /** How far above its own usual pace, in standard deviations. */
  readonly score: number
  /** People for each one that was to be expected. */
  readonly rise: number
}

/**
 * What is taken for granted before anything is known of an item: one touch in a day and a half, as if 12 hours of it had
 * been seen. Gamma prior of a Poisson rate.
 */
const priorTouches = 1 / 3
const priorHours = 12

const fullAccountDays = 7
const newAccount = 0.1
const fullBreadth = 4
const narrow = 0.25

/** How much one person counts: a new account, and one that did nothing else, count for little. */
export const weightOf = ({ accountDays, others }: Toucher): number => {
  const age = Math.min(1, newAccount + (1 - newAccount) * (accountDays / fullAccountDays))
  const breadth = Math.min(1, narrow + (1 - narrow) * (others.length / fullBreadth))
  return age * breadth
}

/** Share of what the two did besides that both did; people who did nothing else are alike. */
const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  if (one.size === 0 || other.size === 0) return one.size === other.size ? 1 : 0
  let common = 0
  for (const item of one) if (other.has(item)) common += 1
  return common / (one.size + other.size - common)
}

/** People of one taste share about so much of what they do by chance; only more than that is a sign of acting together. */
const usualLikeness = 0.2

/** More are not compared with each other: a sample stands for the rest. */
const mostCompared = 80

/** Every so many-th of them: the first ones are the oldest accounts, which stand for nobody else. */
const sampleOf = (touchers: readonly Toucher[]): Toucher[] => {
  const step = Math.max(1, touchers.length / mostCompared)
  const places = Array.from({ length: Math.min(touchers.length, mostCompared) }, (_, place) =>
    Math.floor(place * step),
  )
  return places.flatMap((place) => touchers[place] ?? [])
}

const weightsOf = (touchers: readonly Toucher[]): number =>
  touchers.reduce((sum, toucher) => sum + weightOf(toucher), 0)

const independentAmong = (touchers: readonly Toucher[]): number => {
  const sample = sampleOf(touchers)
  if (sample.length === 0) return 0
  // The sample stands for everybody, among whom each has as many more who act alike.
  const each = weightsOf(touchers) / weightsOf(sample)
  const people = sample.map((toucher) => ({
    ...{ weight: weightOf(toucher), others: new Set(toucher.others), alike: 0 },
  }))
  for (const [place, one] of people.entries())
    for (const other of people.slice(place + 1)) {
      const unusual = (likeness(one.others, other.others) - usualLikeness) / (1 - usualLikeness)
      if (unusual <= 0) continue
      one.alike += unusual * other.weight
      other.alike += unusual * one.weight
    }
  return people.reduce((sum, { weight, alike }) => sum + (each * weight) / (1 + each * alike), 0)
}

/** People of about the same weight are sampled together, so that nobody of weight stands for accounts of yesterday. */
const weightClasses = [
  [0.5, Infinity],
  [0.1, 0.5],
  [0, 0.1],
] as const

/**
 * How many independent people stand behind these. Each counts their weight, divided among all who act alike: different
 * people count one each, a ring that does the same things counts like one person, however many they are, and when it
 * joins others it takes nothing from them. (Diversity of order 0 that heeds likeness, Leinster and Cobbold.)
 */
export const effectivePeople = (touchers: readonly Toucher[]): number =>
  weightClasses.reduce((sum, [from, below]) => {
    const ofClass = touchers.filter((toucher) => weightOf(toucher) >= from && weightOf(toucher) < below)
    return sum + independentAmong(ofClass)
  }, 0)

const rateOf = ({ touches, hours }: Pace): number => (priorTouches + touches) / (priorHours + hours)

/**
 * An item against its own past: at all hours or at these hours of the day, whichever is more, so that no evening makes
 * rise what is popular every evening. Nothing rises with fewer than a handful of independent people.
 */
export const trendOf = ({ item, touchers, before, windowHours }: Activity): Trend => {
  const expected = Math.max(rateOf(before.always), rateOf(before.sameHours)) * windowHours
  const people = effectivePeople(touchers)
  return {
    item,
    score: (people - expected) / Math.sqrt(expected + 1),
    rise: people / Math.max(expected, 0.5),
  }
}

const leastScore = 3
const leastRise = 1.5

/** The items that rise, the steepest first. */
export const rising = (activities: readonly Activity[], most: number): Trend[] =>
  activities
    .map(trendOf)
    .filter(({ score, rise }) => score >= leastScore && rise >= leastRise)
    .toSorted((one, other) => other.score - one.score || (one.item < other.item ? -1 : 1))
    .slice(0, most)
