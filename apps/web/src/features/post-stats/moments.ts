/** Where the hook is decided, in seconds of the video. */
export const hookSecond = 3

/** A place of a retention curve where more happens than around it. */
export interface Moment {
  readonly kind: 'dip' | 'spike'
  /** Bins: the first one of it, and the last one. */
  readonly from: number
  readonly to: number
  /** How much of all views leaves there, or comes back to it. */
  readonly size: number
}

/** What is usual: quartiles bin by bin, as far as they are known. */
export interface Band {
  readonly p25: readonly number[]
  readonly p50: readonly number[]
  readonly p75: readonly number[]
}

const leastDip = 0.05
const leastSpike = 0.03
/** A dip loses so many times what is lost around it, and there in the usual video. */
const outstanding = 3
/** Less than this around it counts as this much: beside nothing everything would stand out. */
const leastLoss = 0.005
const neighbours = 5
const mostMoments = 4
/** What has been played so far counts as complete: at the end people leave as they should. */
const endShare = 0.95

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const lossAt = (values: readonly number[], bin: number): number =>
  (values[bin - 1] ?? 0) - (values[bin] ?? values[bin - 1] ?? 0)

/**
 * What one would expect to be lost at a bin: the median loss of the five seconds on both sides, or what the usual video
 * loses there, whichever is more.
 */
const expectedLoss = (values: readonly number[], bin: number, band: Band | null): number => {
  const around = Array.from({ length: 2 * neighbours + 1 }, (_, index) => bin - neighbours + index).filter(
    (at) => at !== bin && at > 0 && at < values.length,
  )
  const usual = band === null || bin >= band.p50.length ? 0 : lossAt(band.p50, bin)
  return Math.max(leastLoss, usual, median(around.map((at) => lossAt(values, at))))
}

const kindAt = (values: readonly number[], bin: number, band: Band | null): Moment['kind'] | null => {
  const loss = lossAt(values, bin)
  if (loss >= leastDip && loss >= outstanding * expectedLoss(values, bin, band)) return 'dip'
  const usualGain = band === null || bin >= band.p50.length ? 0 : -lossAt(band.p50, bin)
  return -loss >= leastSpike && -loss > usualGain ? 'spike' : null
}

/**
 * Dips and spikes of a curve in one-second bins. A dip is a second that loses at least 5 % of all views and three times
 * what is expected; a spike is one that at least 3 % more views have than the second before, and more than is usual.
 * Seconds in a row are one moment. The intro is judged by itself, and the last 5 % are the end. The largest four.
 */
export const momentsOf = (values: readonly number[], band: Band | null): Moment[] => {
  const end = Math.floor(values.length * endShare)
  const found: Moment[] = []
  for (let bin = hookSecond; bin < end; bin += 1) {
    const kind = kindAt(values, bin, band)
    if (kind === null) continue
    const size = Math.abs(lossAt(values, bin))
    const last = found.at(-1)
    if (last?.kind === kind && last.to === bin - 1)
      found[found.length - 1] = { ...last, to: bin, size: last.size + size }
    else found.push({ kind, from: bin, to: bin, size })
  }
  return found
    .toSorted((one, other) => other.size - one.size)
    .slice(0, mostMoments)
    .toSorted((one, other) => one.from - other.from)
}

/** How a curve stands beside the usual one: where most of its seconds lie. */
export const standingOf = (
  values: readonly number[],
  band: Band | null,
): 'above' | 'within' | 'below' | 'unknown' => {
  const seconds = Math.min(values.length, band?.p50.length ?? 0)
  if (band === null || seconds === 0) return 'unknown'
  const all = Array.from({ length: seconds }, (_, second) => second)
  const above = all.filter((second) => (values[second] ?? 0) > (band.p75[second] ?? 1)).length
  const below = all.filter((second) => (values[second] ?? 0) < (band.p25[second] ?? 0)).length
  if (above > seconds / 2) return 'above'
  return below > seconds / 2 ? 'below' : 'within'
}

/** The first bin that less than half of the views have; null: half of them are there to the end. */
export const halfGoneAt = (values: readonly number[]): number | null => {
  const bin = values.findIndex((value) => value < 0.5)
  return bin === -1 ? null : bin
}
