import type { AudioStream, PacketScan, Probe, VideoStream } from '#platform/ffmpeg'
import { displaySize } from './gate.ts'
import { levelFilter } from './loudness.ts'

/** Containers whose times a copy keeps; transport streams may change their picture half way. */
const fitFormats = new Set(['mp4', 'matroska'])
/** Profiles that every phone decodes. */
const fitProfiles = new Set(['Constrained Baseline', 'Baseline', 'Main', 'High'])
const fitPixelFormat = 'yuv420p'
const longestShortEdge = 1080
const highestRate = 60.5
/** Bits per second, of the whole file. */
export const highestBitrate = 8_000_000
/** 5.1: above this old phones stop. */
const highestLevel = 51
/** A player that starts in the middle has to decode from the keyframe before. */
const longestKeyframeGapMs = 4000
/** Sound and picture may begin this far apart. */
const longestOffsetMs = 100

/** A copy is measured by nobody afterwards: on the safe side. */
const remuxCeilingDb = -3

const isOtherColour = ({ colorTransfer, colorSpace, colorPrimaries, colorRange }: VideoStream): boolean =>
  colorTransfer === 'smpte2084' ||
  colorTransfer === 'arib-std-b67' ||
  colorPrimaries === 'bt2020' ||
  (colorSpace?.startsWith('bt2020') ?? false) ||
  colorRange === 'pc'

const pictureFault = (video: VideoStream): string | null => {
  const { width, height } = displaySize(video)
  if (video.codec !== 'h264') return 'codec'
  if (video.profile === null || !fitProfiles.has(video.profile)) return 'profile'
  if (video.level === null || video.level > highestLevel) return 'level'
  if (video.pixelFormat !== fitPixelFormat) return 'pixel_format'
  if (isOtherColour(video)) return 'colour'
  if (video.fieldOrder === 'interlaced') return 'interlaced'
  if (video.rotation !== 0) return 'rotation'
  if (video.sampleAspect !== 1) return 'pixel_shape'
  if (video.width % 2 !== 0 || video.height % 2 !== 0) return 'odd_size'
  if (Math.min(width, height) > longestShortEdge) return 'size'
  return video.framesPerSecond > highestRate ? 'frame_rate' : null
}

/** Bits per second of the picture, by the file's size where the stream does not say. */
const bitrateOf = (probe: Probe, scan: PacketScan): number =>
  Math.max(probe.video?.bitsPerSecond ?? 0, (probe.bytes * 8000) / Math.max(1, scan.durationMs))

/**
 * Why a file cannot be served as a copy of itself; null when it can. The words are few, so that they can be counted.
 * Sound that has to be encoded again is no fault: that costs next to nothing.
 */
export const remuxFault = (probe: Probe, scan: PacketScan): string | null => {
  const { video, audio } = probe
  if (video === null) return 'codec'
  if (!probe.formats.some((format) => fitFormats.has(format))) return 'format'
  const fault = pictureFault(video)
  if (fault !== null) return fault
  if (scan.frames / Math.max(0.001, scan.durationMs / 1000) > highestRate) return 'frame_rate'
  if (bitrateOf(probe, scan) > highestBitrate) return 'bit_rate'
  if (scan.longestKeyframeGapMs > longestKeyframeGapMs) return 'keyframes'
  if (Math.abs(scan.startMs - probe.startMs) > longestOffsetMs) return 'offset'
  const offsetMs = (audio?.startMs ?? scan.startMs) - scan.startMs
  return Math.abs(offsetMs) > longestOffsetMs ? 'offset' : null
}

/** Whether this sound goes into a copy unchanged. */
export const copiesSound = (audio: AudioStream): boolean => audio.codec === 'aac' && audio.channels <= 2

const soundCodec = (copySound: boolean, gainDb: number): string[] =>
  copySound
    ? ['-c:a', 'copy']
    : [
        ...['-af', `aresample=async=1:first_pts=0,${levelFilter({ gainDb, ceilingDb: remuxCeilingDb })}`],
        ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000', '-flags:a', '+bitexact'],
      ]

export interface RemuxPlan {
  /** Options up to and with `-i`. */
  readonly input: readonly string[]
  readonly hasSound: boolean
  readonly copySound: boolean
  /** For sound that is encoded again. */
  readonly gainDb?: number
  readonly durationMs: number
  readonly output: string
}

/**
 * Copies a picture into an MP4 that streams from its start and tells nothing about the phone it comes from: no tags, no
 * chapters, no data tracks, and no messages inside the picture's own stream (SEI), where cameras write too.
 */
export const remuxArguments = (plan: RemuxPlan): string[] => [
  ...plan.input,
  ...['-map', '0:V:0', ...(plan.hasSound ? ['-map', '0:a:0'] : []), '-sn', '-dn'],
  ...['-map_metadata', '-1', '-map_chapters', '-1'],
  ...['-c:v', 'copy', '-bsf:v', 'filter_units=remove_types=6'],
  ...(plan.hasSound ? soundCodec(plan.copySound, plan.gainDb ?? 0) : []),
  ...['-t', String(plan.durationMs / 1000)],
  ...['-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', plan.output],
]
