/** What we know of one track of a file before its bytes are touched. */
export interface TrackFacts {
  readonly kind: 'video' | 'audio' | 'other'
  readonly codec: string | null
  /** Size as it is shown, turned and with square pixels; 0 for sound. */
  readonly width: number
  readonly height: number
  readonly highDynamicRange: boolean
  /** How much later than it could a picture is decoded, because pictures are stored in another order than shown. */
  readonly reorderSeconds: number
  readonly startSeconds: number
}

export interface FileFacts {
  readonly container: 'isobmff' | 'matroska' | 'webm'
  readonly fragmented: boolean
  readonly durationSeconds: number
  readonly tracks: readonly TrackFacts[]
}

export type RemuxVerdict =
  | 'remux'
  | 'already_streams'
  | 'unfit_container'
  | 'unfit_tracks'
  | 'unfit_codec'
  | 'high_dynamic_range'
  | 'odd_order'

const videoCodecs: ReadonlySet<string | null> = new Set(['avc', 'hevc', 'av1'])
const audioCodecs: ReadonlySet<string | null> = new Set(['aac'])

/** Encoders hold back a handful of pictures; more than that is a broken file. */
const longestReorderSeconds = 1

const verdictOnTrack = (track: TrackFacts): RemuxVerdict => {
  if (track.kind === 'audio') return audioCodecs.has(track.codec) ? 'remux' : 'unfit_codec'
  if (!videoCodecs.has(track.codec)) return 'unfit_codec'
  // The copy would lose what the container says of the mastering screen.
  if (track.highDynamicRange) return 'high_dynamic_range'
  return track.reorderSeconds > longestReorderSeconds ? 'odd_order' : 'remux'
}

/**
 * Whether a copy as fragmented MP4 helps: the server can then read the file while it arrives. Anything unusual travels as it
 * is, because the copy is an optimisation and never a gate.
 */
export const remuxVerdict = (facts: FileFacts): RemuxVerdict => {
  if (facts.fragmented) return 'already_streams'
  if (facts.container === 'webm') return 'unfit_container'
  const ofKind = (kind: TrackFacts['kind']): number =>
    facts.tracks.filter((track) => track.kind === kind).length
  if (ofKind('video') !== 1 || ofKind('audio') > 1 || ofKind('other') > 0) return 'unfit_tracks'
  return facts.tracks.map(verdictOnTrack).find((verdict) => verdict !== 'remux') ?? 'remux'
}

const lengthTolerance = 0.02
/** Rounding to the ticks of another clock. */
const startToleranceSeconds = 0.003

const isSameTrack = (before: TrackFacts, after: TrackFacts | undefined): boolean =>
  before.kind === after?.kind &&
  before.codec === after.codec &&
  before.width === after.width &&
  before.height === after.height &&
  Math.abs(before.startSeconds - after.startSeconds) <= startToleranceSeconds

/** Whether a copy shows and sounds like its original: the same tracks at the same size from the same moment, as long within
 * 2 %. */
export const keepsEverything = (before: FileFacts, after: FileFacts): boolean =>
  before.tracks.length === after.tracks.length &&
  before.tracks.every((track, place) => isSameTrack(track, after.tracks[place])) &&
  Math.abs(after.durationSeconds - before.durationSeconds) <= before.durationSeconds * lengthTolerance
