import { filterValue } from './filter-value.ts'

export interface Loudness {
  /** Integrated loudness (EBU R 128); null when nothing was loud enough to measure. */
  readonly integratedLufs: number | null
  /** The highest point of the curve between the samples; null when it was not looked for. */
  readonly truePeakDb: number | null
}

/** As loud as the large platforms play. */
const aimLufs = -14
/** More would lift the noise of a quiet room into the foreground. */
const largestGainDb = 12
/** FFmpeg says -70 for silence: the gate of the standard lies there. */
const silenceLufs = -69.9

const lastNumber = (text: string, pattern: RegExp): number | null => {
  const last = Number([...text.matchAll(pattern)].at(-1)?.[1])
  return Number.isFinite(last) ? last : null
}

/**
 * Reads what a meter wrote: lines for every tenth of a second, each about all of the sound so far, so that the last ones
 * count.
 */
export const parseLoudness = (text: string): Loudness => {
  const integrated = lastNumber(text, /lavfi\.r128\.I=(\S+)$/gm)
  return {
    integratedLufs: integrated === null || integrated <= silenceLufs ? null : integrated,
    truePeakDb: lastNumber(text, /lavfi\.astats\.Overall\.Peak_level=(\S+)$/gm),
  }
}

/** By how much a sound is made louder or softer, dB. */
export const gainOf = (integratedLufs: number | null): number =>
  integratedLufs === null ? 0 : Math.min(largestGainDb, Math.max(-largestGainDb, aimLufs - integratedLufs))

/** A meter that writes the loudness so far into a file while the sound passes. */
export const meterFilter = (file: string): string =>
  `ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:direct=1:file=${filterValue(file)}`

/** How a sound is brought to the common loudness. */
export interface Level {
  readonly gainDb: number
  /** Samples above this are limited, dB. */
  readonly ceilingDb: number
}

/** AAC and the curve between samples overshoot by a decibel or more: most sounds keep -1 dBTP with this. */
const firstCeilingDb = -2.5
const lowestCeilingDb = -6
const highestPeakDb = -1
/** The bar of broadcasting for the distance from the aim. */
const toleranceDb = 0.4
/** What limiting takes from loudness is given back, up to this. */
const largestMakeupDb = 9
const mostTries = 5
/** Overshoot is not the same twice: more is taken away than was seen. */
const overshootMarginDb = 0.5

/** The level to try first. */
export const firstLevel = (integratedLufs: number | null): Level => ({
  gainDb: gainOf(integratedLufs),
  ceilingDb: firstCeilingDb,
})

/** The filters that bring a sound to a level without clipping it. */
export const levelFilter = ({ gainDb, ceilingDb }: Level): string =>
  [
    `volume=${gainDb.toFixed(2)}dB`,
    `alimiter=limit=${ceilingDb.toFixed(2)}dB:level=false:attack=5:release=50`,
  ].join(',')

/** A sound that was made with a level, and what was measured of it afterwards. */
export interface LevelTry {
  readonly level: Level
  readonly made: Loudness
}

/** By how much loudness rises with each dB of gain: less than one where peaks are limited. */
const slopeOf = (tries: readonly LevelTry[]): number => {
  const [before, last] = tries.slice(-2)
  if (!before || !last) return 0.7
  const rise = (last.made.integratedLufs ?? 0) - (before.made.integratedLufs ?? 0)
  const slope = rise / (last.level.gainDb - before.level.gainDb)
  return Number.isFinite(slope) ? Math.min(1, Math.max(0.3, slope)) : 0.7
}

/**
 * The level to try next; null when the last one is good enough, or was the last to try. Limiting and encoding move
 * loudness and peaks by an amount that nobody can foretell, so that the finished sound is measured.
 */
export const nextLevel = (integratedLufs: number | null, tries: readonly LevelTry[]): Level | null => {
  const last = tries.at(-1)
  if (!last || integratedLufs === null || tries.length >= mostTries) return null
  const { level, made } = last
  if (made.integratedLufs === null) return null
  const wantedGainDb = gainOf(integratedLufs)
  const missingDb = integratedLufs + wantedGainDb - made.integratedLufs
  const overshootDb = Math.max(0, (made.truePeakDb ?? highestPeakDb) - highestPeakDb)
  const makeupDb = level.gainDb - wantedGainDb
  const canRise = missingDb <= 0 || makeupDb < largestMakeupDb - 0.1
  const isQuietEnough = overshootDb === 0 || level.ceilingDb <= lowestCeilingDb
  if (isQuietEnough && (Math.abs(missingDb) <= toleranceDb || !canRise)) return null
  const ceilingDb =
    overshootDb === 0
      ? level.ceilingDb
      : Math.max(lowestCeilingDb, level.ceilingDb - overshootDb - overshootMarginDb)
  const gainDb = level.gainDb + (missingDb + (level.ceilingDb - ceilingDb) / 3) / slopeOf(tries)
  return { gainDb: Math.min(wantedGainDb + largestMakeupDb, gainDb), ceilingDb }
}

/** Measures a finished sound as it will be heard: decoded, its loudness and the peaks of its curve. */
export const measureArguments = (plan: {
  readonly input: readonly string[]
  readonly output: string
}): string[] => {
  const loudness = 'ebur128=metadata=1'
  const peaks = 'aresample=192000,astats=metadata=1:measure_perchannel=none:measure_overall=Peak_level'
  const report = `ametadata=mode=print:direct=1:file=${filterValue(plan.output)}`
  return [...plan.input, '-map', '0:a:0', '-af', `${loudness},${peaks},${report}`, '-f', 'null', '-']
}
