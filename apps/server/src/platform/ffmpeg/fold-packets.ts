/** What the packets of a video say, without decoding one. */
export interface PacketScan {
  /** Pictures that are shown; what an edit list cuts away does not count. */
  readonly frames: number
  readonly keyframes: number
  readonly startMs: number
  /** From the first picture to the end of the last one. */
  readonly durationMs: number
  /** The longest time between two places where a player can start; up to the end for the last. */
  readonly longestKeyframeGapMs: number
  readonly variableRate: boolean
}

/** More than any codec delays a picture; packets come in the order of decoding, not of showing. */
const reorderDepth = 64
/** A longer step is counted as this one. */
const longestStepMs = 10_000
/** Containers with ticks of a millisecond round 33.37 to 33 and 34. */
const roundingMs = 2
const irregularShare = 0.01

const insert = (sorted: number[], value: number): void => {
  let at = sorted.length
  while (at > 0 && (sorted[at - 1] ?? 0) > value) at--
  sorted.splice(at, 0, value)
}

const isIrregular = (steps: ReadonlyMap<number, number>, usualMs: number): boolean => {
  let total = 0
  let odd = 0
  for (const [step, count] of steps) {
    total += count
    if (Math.abs(step - usualMs) > Math.max(roundingMs, usualMs / 5)) odd += count
  }
  return odd > total * irregularShare
}

const usualStep = (steps: ReadonlyMap<number, number>): number => {
  let usual = { step: 0, count: 0 }
  for (const [step, count] of steps) if (count > usual.count) usual = { step, count }
  return usual.step
}

/** Folds the lines `pts|dts|duration|flags` (in seconds) of ffprobe; its memory does not grow with the video. */
export class PacketFold {
  #frames = 0
  #keyframes = 0
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY
  #lastStepMs = 0
  #lastKeyframeMs: number | null = null
  #longestGapMs = 0
  #shownMs: number | null = null
  readonly #waiting: number[] = []
  readonly #steps = new Map<number, number>()

  add(line: string): void {
    const [pts, dts, duration, flags = ''] = line.split('|')
    const given = Number.parseFloat(pts ?? '')
    const seconds = Number.isFinite(given) ? given : Number.parseFloat(dts ?? '')
    if (!Number.isFinite(seconds)) return
    const atMs = seconds * 1000
    if (flags.includes('K')) this.#addKeyframe(atMs)
    if (flags.includes('D')) return
    this.#frames++
    this.#firstMs = Math.min(this.#firstMs, atMs)
    if (atMs > this.#lastMs) {
      this.#lastMs = atMs
      const durationMs = Number(duration) * 1000
      this.#lastStepMs = Number.isFinite(durationMs) ? durationMs : 0
    }
    insert(this.#waiting, atMs)
    if (this.#waiting.length > reorderDepth) this.#show()
  }

  /** Null when there was no packet with a time. */
  end(): PacketScan | null {
    while (this.#waiting.length > 0) this.#show()
    if (this.#frames === 0) return null
    const usualMs = usualStep(this.#steps)
    const endMs = this.#lastMs + (this.#lastStepMs > 0 ? this.#lastStepMs : usualMs)
    return {
      frames: this.#frames,
      keyframes: this.#keyframes,
      startMs: Math.round(this.#firstMs),
      durationMs: Math.round(endMs - this.#firstMs),
      longestKeyframeGapMs: Math.round(
        Math.max(this.#longestGapMs, endMs - (this.#lastKeyframeMs ?? this.#firstMs)),
      ),
      variableRate: isIrregular(this.#steps, usualMs),
    }
  }

  #addKeyframe(atMs: number): void {
    this.#keyframes++
    if (this.#lastKeyframeMs !== null) {
      this.#longestGapMs = Math.max(this.#longestGapMs, atMs - this.#lastKeyframeMs)
    }
    this.#lastKeyframeMs = Math.max(atMs, this.#lastKeyframeMs ?? atMs)
  }

  #show(): void {
    const atMs = this.#waiting.shift()
    if (atMs === undefined) return
    if (this.#shownMs !== null) {
      const step = Math.min(longestStepMs, Math.round(atMs - this.#shownMs))
      this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1)
    }
    this.#shownMs = Math.max(atMs, this.#shownMs ?? atMs)
  }
}
