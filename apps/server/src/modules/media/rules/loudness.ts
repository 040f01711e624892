import { filterValue } from './filter-value.ts'

export interface Loudness {
  /** Integrated loudness (EBU R 128); null when nothing was loud enough to measure. */
  readonly integratedLufs: number | null
}

/** As loud as the large platforms play. */
const aimLufs = -14
/** More would lift the noise of a quiet room into the foreground. */
const largestGainDb = 12
/** FFmpeg says -70 for silence: the gate of the standard lies there. */
const silenceLufs = -69.9

/**
 * Reads what the meter wrote: a line for every tenth of a second, each about all of the sound so far, so that the last
 * one counts.
 */
export const parseLoudness = (text: string): Loudness => {
  const last = Number([...text.matchAll(/lavfi\.r128\.I=(\S+)$/gm)].at(-1)?.[1])
  return { integratedLufs: Number.isFinite(last) && last > silenceLufs ? last : null }
}

/** By how much a sound is made louder or softer, dB. */
export const gainOf = (integratedLufs: number | null): number =>
  integratedLufs === null ? 0 : Math.min(largestGainDb, Math.max(-largestGainDb, aimLufs - integratedLufs))

/** A meter that writes the loudness so far into a file while the sound passes. */
export const meterFilter = (file: string): string =>
  `ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:direct=1:file=${filterValue(file)}`

/** Sample peak, dB. AAC and the curve between samples overshoot by up to a decibel: -1 dBTP is kept with this. */
const ceilingDb = -2

/** The filters that bring a sound to the common loudness without clipping it. */
export const levelFilter = (gainDb: number): string =>
  [`volume=${gainDb.toFixed(2)}dB`, `alimiter=limit=${ceilingDb}dB:level=false:attack=5:release=50`].join(',')
