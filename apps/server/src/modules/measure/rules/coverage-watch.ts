/**
 * Does a client version lose views? A person who likes, comments on, shares or saves a post has watched it, so the share
 * of them with a recorded view (coverage) falls when views are lost.
 *
 * The rule is an e-detector (Shin, Ramdas and Rinaldo 2022). Every ten minutes each assumed loss bets against "coverage
 * is at least the baseline": what a bet wins is a likelihood ratio, its mean is at most 1 while nothing is lost, whatever
 * coverage above the baseline is. A bet that has lost everything starts anew (CUSUM). The warning comes when the mean of
 * the bets reaches `looksPerFalseAlarm`, and then false alarms of a version are at least so many looks apart on average,
 * however often one looks.
 */

/** What one client version did in one window of ten minutes. */
export interface CoverageWindow {
  readonly clientVersion: string
  readonly endsMs: number
  /** Persons and posts with a like, comment, share or save. */
  readonly interactions: number
  /** Of these, with an earlier view. */
  readonly watched: number
}

type Counts = Pick<CoverageWindow, 'interactions' | 'watched'>

/** What coverage was when nothing was known to be wrong. */
export interface Baseline extends Counts {
  /** Own: the same version in the last week. Others: the other versions in the last day, for a version that is new. */
  readonly source: 'own' | 'others'
  /** How much more coverage varies from hour to hour than by chance, at least 1: one person does many things. */
  readonly dispersion: number
}

/** What one assumed loss has won so far (a logarithm), and since when it has been winning. */
interface Suspicion {
  readonly evidence: number
  readonly sinceMs: number
}
export type Watch = readonly Suspicion[]

export const windowMs = 600_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Losses that are bet on. One in between is found by its neighbours. */
export const assumedLosses = [0.05, 0.1, 0.2, 0.4, 0.6] as const
/** At a look every ten minutes this is a false alarm in 1.9 years. */
export const looksPerFalseAlarm = 100_000
/** Fewer interactions are an anecdote, however clear. */
const leastInteractions = 20
const leastBaseline = 200
export const baselineReachMs = 7 * dayMs
const ownMaturesMs = dayMs
/** The baseline itself is a measurement: bets are made against the low end of its interval, three standard errors. */
const baselineErrors = 3

const sum = (windows: readonly Counts[]): Counts => ({
  interactions: windows.reduce((total, { interactions }) => total + interactions, 0),
  watched: windows.reduce((total, { watched }) => total + watched, 0),
})

/** Never 0 or 1: half a watched one and half an unwatched one are added. */
const shareOf = ({ interactions, watched }: Counts): number => (watched + 0.5) / (interactions + 1)

/** Lower end of Wilson's interval, `errors` standard errors below. */
const lowEnd = ({ interactions, watched }: Counts, dispersion: number, errors: number): number => {
  const size = (interactions + 1) / dispersion
  const share = (watched + 0.5) / (interactions + 1)
  const square = errors * errors
  const spread = errors * Math.sqrt((share * (1 - share)) / size + square / (4 * size * size))
  return (share + square / (2 * size) - spread) / (1 + square / size)
}

const dispersionOf = (windows: readonly CoverageWindow[]): number => {
  const share = shareOf(sum(windows))
  const hours = [...Map.groupBy(windows, ({ endsMs }) => Math.ceil(endsMs / hourMs)).values()].map(sum)
  const telling = hours.filter(({ interactions }) => interactions >= 5)
  if (telling.length < 2) return 1
  const pearson = telling.reduce(
    (total, { interactions, watched }) =>
      total + (watched - interactions * share) ** 2 / (interactions * share * (1 - share)),
    0,
  )
  const freedom = telling.length - 1
  // A few hours differ by chance alone: what one standard error of this estimate explains is not taken for more.
  return Math.max(1, pearson / freedom / (1 + Math.sqrt(2 / freedom)))
}

/** A stretch of time in which a version is known to have lost views. */
export interface LossPeriod {
  readonly clientVersion: string
  readonly fromMs: number
  /** null: it goes on. */
  readonly toMs: number | null
}

const isSound = (window: CoverageWindow, losses: readonly LossPeriod[]): boolean =>
  !losses.some(
    ({ clientVersion, fromMs, toMs }) =>
      clientVersion === window.clientVersion &&
      window.endsMs > fromMs &&
      window.endsMs <= (toMs ?? Number.POSITIVE_INFINITY),
  )

const enough = (windows: readonly CoverageWindow[], source: Baseline['source']): Baseline | null => {
  const counts = sum(windows)
  if (counts.interactions < leastBaseline) return null
  return { source, ...counts, dispersion: dispersionOf(windows) }
}

/** Programs that name no version are not our app: what they leave out is no measure for it, nor it for them. */
const isNamed = ({ clientVersion }: Pick<CoverageWindow, 'clientVersion'>): boolean => clientVersion !== ''

/**
 * What the coverage of a version is compared with, out of windows that have ended before `beforeMs`: its own last week
 * once it is a day old, else the other versions of the last day. null: there is too little of both.
 */
export const baselineOf = (
  clientVersion: string,
  beforeMs: number,
  {
    windows,
    losses,
  }: { readonly windows: readonly CoverageWindow[]; readonly losses: readonly LossPeriod[] },
): Baseline | null => {
  const sound = windows.filter((window) => window.endsMs <= beforeMs && isSound(window, losses))
  const own = sound.filter(
    (window) => window.clientVersion === clientVersion && window.endsMs > beforeMs - baselineReachMs,
  )
  const oldestMs = Math.min(...own.map(({ endsMs }) => endsMs))
  if (beforeMs - oldestMs >= ownMaturesMs - windowMs) {
    const found = enough(own, 'own')
    if (found !== null) return found
  }
  if (!isNamed({ clientVersion })) return null
  const others = sound.filter(
    (window) => isNamed(window) && window.clientVersion !== clientVersion && window.endsMs > beforeMs - dayMs,
  )
  return enough(others, 'others')
}

export const calm = (nowMs: number): Watch => assumedLosses.map(() => ({ evidence: 0, sinceMs: nowMs }))

/** The bet that has won most. */
export const strongest = (watch: Watch): Suspicion =>
  watch.reduce((best, one) => (one.evidence > best.evidence ? one : best))

/** One more look: every assumed loss bets on this window. */
export const look = (watch: Watch, window: CoverageWindow, baseline: Baseline): Watch => {
  const { interactions, watched, endsMs } = window
  const share = lowEnd(baseline, baseline.dispersion, baselineErrors)
  return assumedLosses.map((loss, index) => {
    const before = watch[index]
    const goesOn = before !== undefined && before.evidence > 0
    const left = share * (1 - loss)
    const won =
      watched * Math.log(left / share) + (interactions - watched) * Math.log((1 - left) / (1 - share))
    const evidence = (goesOn ? before.evidence : 0) + won / baseline.dispersion
    return evidence > 0
      ? { evidence, sinceMs: goesOn ? before.sinceMs : endsMs - windowMs }
      : { evidence: 0, sinceMs: endsMs }
  })
}

/** Whether what was seen since `strongest(watch).sinceMs` is a reason to warn. */
export const isAlarming = (watch: Watch, seen: Counts): boolean => {
  if (seen.interactions < leastInteractions) return false
  const mean = watch.reduce((total, { evidence }) => total + Math.exp(evidence), 0) / watch.length
  return mean >= looksPerFalseAlarm
}

/** How large the loss is: the best estimate, and between which bounds it lies with 95 %. */
export interface Loss {
  readonly estimate: number
  readonly from: number
  readonly to: number
}

const within = (share: number): number => Math.min(1, Math.max(0, share))

/** The share of views that are lost: 1 - coverage / baseline, by the delta method on its logarithm. */
export const lossOf = (seen: Counts, baseline: Baseline): Loss => {
  const [share, usual] = [shareOf(seen), shareOf(baseline)]
  const variance =
    baseline.dispersion *
    ((1 - share) / (share * (seen.interactions + 1)) + (1 - usual) / (usual * (baseline.interactions + 1)))
  const reach = Math.exp(1.96 * Math.sqrt(variance))
  const ratio = share / usual
  return { estimate: within(1 - ratio), from: within(1 - ratio * reach), to: within(1 - ratio / reach) }
}

/** Whether more is lost than when the warning was seen, beyond what both could be by chance. */
export const hasRisen = (now: Loss, seen: Loss): boolean => now.from > seen.to

/**
 * Whether a version that was warned of is well again: with 95 % the coverage of its last hour lies above the middle
 * between what is usual and what it was when the warning came.
 */
export const isWell = (
  lastHour: Counts,
  {
    usual,
    warned,
    dispersion,
  }: { readonly usual: number; readonly warned: number; readonly dispersion: number },
): boolean =>
  lastHour.interactions >= leastInteractions && lowEnd(lastHour, dispersion, 1.645) > (usual + warned) / 2

/** Sums of some windows, for reports. */
export const coverageOf = (windows: readonly Counts[]): Counts & { readonly coverage: number | null } => {
  const counts = sum(windows)
  return { ...counts, coverage: counts.interactions === 0 ? null : counts.watched / counts.interactions }
}
