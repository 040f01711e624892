import type { getInstance, ResponseOf } from '@busker/contract'

export type RecordLimits = Pick<
  ResponseOf<typeof getInstance>['upload'],
  'maximumBytes' | 'maximumDurationMs'
>

/** MP4 first: it plays everywhere and needs no other container on the server. */
const wishes = [
  'video/mp4;codecs=avc1.64001f,mp4a.40.2',
  'video/mp4;codecs=avc1.42e01f,mp4a.40.2',
  'video/mp4;codecs=avc1.42e01f,opus',
  'video/mp4',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/webm',
] as const

/** The form in which this browser records; an empty string leaves the choice to it. */
export const recordingType = (isSupported: (type: string) => boolean): string =>
  wishes.find((type) => isSupported(type)) ?? ''

/** A name that tells the moment: recording-2026-11-22-14-05-09.mp4. */
export const recordingName = (iso: string, type: string): string => {
  const moment = iso.slice(0, 19).replaceAll(/[T:]/g, '-')
  return `recording-${moment}.${type.startsWith('video/mp4') ? 'mp4' : 'webm'}`
}

const bestBitsPerSecond = 5_000_000
const leastBitsPerSecond = 1_000_000
/** What recorders use above their target, and the container. */
const fillShare = 0.85

/** As good as a recording of full length may be without becoming larger than the instance takes. */
export const bitsPerSecond = ({ maximumBytes, maximumDurationMs }: RecordLimits): number =>
  Math.round(
    Math.min(
      bestBitsPerSecond,
      Math.max(leastBitsPerSecond, ((maximumBytes * 8) / (maximumDurationMs / 1000)) * fillShare),
    ),
  )

/** A recorder ends a moment after it was told to. */
const endingMs = 300

/** Whether a recording must end by itself now. */
export const isFull = (
  { elapsedMs, bytes }: { elapsedMs: number; bytes: number },
  limits: RecordLimits,
): boolean =>
  elapsedMs >= limits.maximumDurationMs - endingMs || bytes >= limits.maximumBytes * (fillShare + 0.1)
