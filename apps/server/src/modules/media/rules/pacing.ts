/** How fast one answer may flow. */
export interface Pace {
  /** Sent at link speed at the beginning of each answer, so that the first frame and a seek wait for nothing. */
  readonly burstBytes: number
  readonly bytesPerSecond: number
}

/** Enough for the index and some seconds of a small rendition (media.md, section C). */
export const burstBytes = 350_000

/** How much faster than it is played a video flows: what a viewer swipes away was mostly not sent yet. */
const haste = 1.5

/** Shorter waits are left out: the timer would cost more than the bytes. They add up and are made good by a later one. */
const shortestDelayMs = 50

/** How long to wait before the next bytes of an answer. Whoever fell behind, for whatever reason, is not held at all. */
export const nextDelayMs = (
  sentBytes: number,
  elapsedMs: number,
  { burstBytes: burst, bytesPerSecond }: Pace,
): number => {
  const dueMs = ((sentBytes - burst) * 1000) / bytesPerSecond
  const earlyMs = dueMs - elapsedMs
  return earlyMs < shortestDelayMs ? 0 : Math.ceil(earlyMs)
}

/**
 * The slowest constant flow with which nobody stalls, wherever he starts, who gets `burst` at once: the average is not
 * enough where one part of a video is much richer than the rest. One number of bytes for each step of the video.
 */
export const neededBytesPerSecond = (
  bytesByStep: readonly number[],
  { burst, stepMs }: { readonly burst: number; readonly stepMs: number },
): number => {
  let needed = 0
  for (let from = 0; from < bytesByStep.length; from += 1) {
    let bytes = 0
    for (let to = from; to < bytesByStep.length; to += 1) {
      bytes += bytesByStep[to] ?? 0
      // A step is needed at its beginning, so the last one gives no time; it is part of the burst at first.
      const elapsedMs = (to - from) * stepMs
      if (elapsedMs > 0) needed = Math.max(needed, ((bytes - burst) * 1000) / elapsedMs)
    }
  }
  return needed
}

/** The pace of a rendition; `needed` is null when its distribution over time is not known. */
export const paceOf = (bitrate: number, needed: number | null): Pace => {
  const playing = bitrate / 8
  return { burstBytes, bytesPerSecond: Math.max(haste * playing, needed ?? 2 * haste * playing) }
}

/** Whether an answer of this size is long enough to be paced at all. */
export const isPaced = (bytes: number): boolean => bytes > burstBytes
