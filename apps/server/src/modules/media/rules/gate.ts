import type { RefusalCode } from '@busker/contract'
import type { UploadLimits } from '#config'
import type { Probe, VideoStream } from '#platform/ffmpeg'

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

/** The same for what came out of the conversion. */
export const judgeResult = (
  result: { durationMs: number },
  claimed: number | null,
  limits: UploadLimits,
): RefusalCode | null => {
  if (claimed !== null && result.durationMs < completeShare * claimed) return 'damaged'
  if (result.durationMs < limits.minimumDurationMs) return 'too_short'
  if (result.durationMs > limits.maximumDurationMs) return 'too_long'
  return null
}
