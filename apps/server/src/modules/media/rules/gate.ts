import type { RefusalCode } from '@busker/contract'
import type { UploadLimits } from '#config'
import type { PacketScan, Probe, VideoStream } from '#platform/ffmpeg'

/** Width and height as a player shows them: pixel shape and rotation applied. */
export const displaySize = (video: VideoStream): { width: number; height: number } => {
  const width = video.width * video.sampleAspect
  const turned = video.rotation === 90 || video.rotation === 270
  return turned ? { width: video.height, height: width } : { width, height: video.height }
}

const judgePicture = (video: VideoStream, limits: UploadLimits): RefusalCode | null => {
  if (video.width * video.height > limits.maximumPixels) return 'too_many_pixels'
  // FFmpeg reports no size for a picture that its own pixel limit stopped.
  if (video.width === 0 || video.height === 0) return 'too_many_pixels'
  const { width, height } = displaySize(video)
  if (Math.min(width, height) < limits.minimumSide) return 'bad_dimensions'
  if (Math.max(width, height) > limits.maximumAspect * Math.min(width, height)) return 'bad_dimensions'
  if (video.framesPerSecond > limits.maximumFrameRate) return 'bad_frame_rate'
  return null
}

/** The length a file claims for its picture; null when it claims none (recorded in a browser, for example). */
export const claimedDurationMs = (probe: Probe): number | null => {
  if (probe.video?.durationMs) return probe.video.durationMs
  // A gap before the first picture may be counted in or not: the smaller claim cannot make a whole file look cut off.
  const { durationMs, startMs } = probe
  return durationMs !== null && startMs > 0 && startMs < durationMs ? durationMs - startMs : durationMs
}

/**
 * Whether a file may be converted at all, by what it claims of itself. What it claims may be a lie: the limits of the
 * child process and `judgeResult` are the second wall.
 */
export const judgeProbe = (probe: Probe, limits: UploadLimits): RefusalCode | null => {
  // Nothing to see and nothing to hear: the description of the streams is damaged.
  if (!probe.video) return probe.audio ? 'no_video_stream' : 'unreadable_file'
  if (probe.bytes > limits.maximumBytes) return 'too_large'
  const durationMs = claimedDurationMs(probe)
  if (durationMs !== null && durationMs > limits.maximumDurationMs) return 'too_long'
  if (durationMs !== null && durationMs < limits.minimumDurationMs) return 'too_short'
  return judgePicture(probe.video, limits)
}

/** A file that claims a length and yields less than this part of it was cut off. */
const completeShare = 0.9
/** Counting errors of a rate measured over a short file. */
const rateTolerance = 1.05

/** How long the picture is by its packets, with the gap in front of it in which only sound is heard. */
export const sourceDurationMs = (probe: Probe, scan: PacketScan): number =>
  scan.durationMs + Math.max(0, scan.startMs - probe.startMs)

const judgeLength = (durationMs: number, limits: UploadLimits): RefusalCode | null => {
  if (durationMs < limits.minimumDurationMs) return 'too_short'
  return durationMs > limits.maximumDurationMs ? 'too_long' : null
}

/** The same by what the packets of the picture say, before one is decoded: an index can lie, packets are there or not. */
export const judgeScan = (probe: Probe, scan: PacketScan, limits: UploadLimits): RefusalCode | null => {
  const claimed = claimedDurationMs(probe)
  if (claimed !== null && scan.durationMs < completeShare * claimed) return 'damaged'
  // One picture is a photograph, however long it is said to last.
  if (scan.frames < 2) return 'too_short'
  const perSecond = (scan.frames - 1) / (scan.durationMs / 1000)
  return (
    judgeLength(sourceDurationMs(probe, scan), limits) ??
    (perSecond > limits.maximumFrameRate * rateTolerance ? 'bad_frame_rate' : null)
  )
}

/** The same for what came out of the conversion. */
export const judgeResult = (
  result: { durationMs: number },
  claimed: number | null,
  limits: UploadLimits,
): RefusalCode | null =>
  claimed !== null && result.durationMs < completeShare * claimed
    ? 'damaged'
    : judgeLength(result.durationMs, limits)
