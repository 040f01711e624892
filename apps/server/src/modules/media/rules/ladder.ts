import type { VideoStream } from '#platform/ffmpeg'
import { displaySize } from './gate.ts'

export interface LadderSettings {
  /** Short edges of the sizes to make, in pixels. */
  readonly rungs: readonly number[]
  readonly framesPerSecond: 30 | 60
  readonly maximumMs: number
}

/** One size of a video. */
export interface Rung {
  /** The short edge, as text. */
  readonly name: string
  readonly width: number
  readonly height: number
  /** Constant quality of x264; higher is smaller. */
  readonly crf: number
  /** Bits per second that no stretch of a few seconds exceeds. */
  readonly maximumBitrate: number
}

/** A small size is seen enlarged on a small screen: a little less quality saves a tenth of the bytes there. */
const qualityOf = (shortEdge: number): number => (shortEdge < 720 ? 24 : 23)

/** Gives 540 × 960 the 1.6 Mb/s, 720 × 1280 the 2.9 and 1080 × 1920 the 6.4 that were measured to suffice at 30/s. */
const bitsPerPixel = 3.1
const leastBitrate = 300_000

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2)

const rungOf = (
  size: { readonly width: number; readonly height: number },
  settings: LadderSettings,
): Rung => {
  const [width, height] = [even(size.width), even(size.height)]
  const shortEdge = Math.min(width, height)
  const perSecond = settings.framesPerSecond === 60 ? 1.5 : 1
  const bitrate = Math.round((width * height * bitsPerPixel * perSecond) / 1000) * 1000
  return {
    name: String(shortEdge),
    width,
    height,
    crf: qualityOf(shortEdge),
    maximumBitrate: Math.max(leastBitrate, bitrate),
  }
}

/**
 * The sizes to make of a video, smallest first: in the shape in which a player shows it, with square pixels and even
 * sides, never enlarged. What is smaller than every size asked for is made in its own size.
 */
export const rungsOf = (video: VideoStream, settings: LadderSettings): readonly Rung[] => {
  const { width, height } = displaySize(video)
  const shortEdge = Math.min(width, height)
  const fitting = [...new Set(settings.rungs)]
    // The pixel shape may leave a fraction: 1079.7 counts as 1080.
    .filter((edge) => edge <= even(shortEdge))
    .toSorted((one, other) => one - other)
  const edges = fitting.length > 0 ? fitting : [shortEdge]
  return edges.map((edge) => {
    const scale = Math.min(1, edge / shortEdge)
    return rungOf({ width: width * scale, height: height * scale }, settings)
  })
}

/** Steady rates that cameras, films and recorders have. */
const steadyRates: readonly (readonly [number, number])[] = [
  ...[5, 6, 8, 10, 12, 15, 18, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120, 200, 240].map(
    (rate) => [rate, 1] as const,
  ),
  ...[24, 30, 60, 120, 240].map((rate) => [rate * 1000, 1001] as const),
]
const snapShare = 0.005

const fraction = (above: number, below: number): string =>
  above % below === 0 ? String(above / below) : `${above}/${below}`

/**
 * Pictures per second of every rung, as FFmpeg reads it. A steady rate stays, or is divided by a whole number so that
 * motion stays even; a varying or unknown one becomes the highest, because its average says nothing about its motion.
 */
export const rateOf = (video: VideoStream, settings: LadderSettings): string => {
  const given = video.framesPerSecond
  const nearest = steadyRates
    .map(([above, below]) => ({ above, below, away: Math.abs(above / below - given) }))
    .toSorted((one, other) => one.away - other.away)[0]
  if (nearest === undefined || nearest.away > given * snapShare) return String(settings.framesPerSecond)
  const { above, below } = nearest
  const divisor = Math.ceil(above / below / (settings.framesPerSecond * (1 + snapShare)))
  // Thousands stay in the upper number: 60000/1001 halved is 30000/1001.
  return below > 1 ? `${above / divisor}/${below}` : fraction(above, divisor)
}
