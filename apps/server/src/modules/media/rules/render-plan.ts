import type { Probe, VideoStream } from '#platform/ffmpeg'
import { displaySize } from './gate.ts'

/** Short edge of the one rendition made now; the ladder comes with the full pipeline. */
const shortEdge = 720
const framesPerSecond = 30
const outputBytes = 500_000_000

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2)

/** Size of the rendition: the shape of the source with square pixels, never larger than it, even sides. */
export const outputSize = (video: VideoStream): { width: number; height: number } => {
  const { width, height } = displaySize(video)
  const scale = Math.min(1, shortEdge / Math.min(width, height))
  return { width: even(width * scale), height: even(height * scale) }
}

const isHighDynamicRange = (video: VideoStream): boolean =>
  video.colorTransfer === 'smpte2084' || video.colorTransfer === 'arib-std-b67'

/** Scaled first: tone mapping at the small size costs a third. Without it the colours wash out. */
const toneMap =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv'

export interface RenderTools {
  /** False when this FFmpeg lacks the filters: colours of HDR sources look flat then. */
  readonly toneMapping: boolean
}

/** A file that does not name its colour matrix means what players take it for: BT.709 from 720 lines up, else BT.601. */
const colorMatrix = (video: VideoStream): string => {
  if (video.colorSpace !== null && video.colorSpace !== 'unknown') return 'in_color_matrix=auto'
  return Math.min(video.width, video.height) >= 720 ? 'in_color_matrix=bt709' : 'in_color_matrix=bt601'
}

const videoFilter = (video: VideoStream, tools: RenderTools): string => {
  const { width, height } = outputSize(video)
  const scale = `scale=${width}:${height}:flags=bicubic`
  const steps =
    isHighDynamicRange(video) && tools.toneMapping
      ? [scale, 'setsar=1', toneMap]
      : [`${scale}:${colorMatrix(video)}:out_color_matrix=bt709:out_range=tv`, 'setsar=1']
  if (video.framesPerSecond === 0 || video.framesPerSecond > framesPerSecond + 1)
    steps.push(`fps=${framesPerSecond}`)
  return [...steps, 'format=yuv420p'].join(',')
}

/** One H.264/AAC file that every browser plays, ready to stream, without the metadata of the phone that made it. */
export const renditionArguments = (
  source: { input: readonly string[]; probe: Probe; video: VideoStream; maximumMs: number },
  tools: RenderTools,
  output: string,
): string[] => [
  ...source.input,
  ...['-map', '0:V:0', ...(source.probe.audio ? ['-map', '0:a:0'] : [])],
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'],
  ...['-vf', videoFilter(source.video, tools)],
  ...[
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-profile:v',
    'high',
    '-crf',
    '23',
    '-maxrate',
    '3M',
    '-bufsize',
    '6M',
  ],
  // A key frame each second: seeking and later cutting need no more than that.
  ...['-force_key_frames', 'expr:gte(t,n_forced*1)', '-sc_threshold', '0'],
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...(source.probe.audio
    ? ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000', '-af', 'aresample=async=1:first_pts=0']
    : ['-an']),
  // A second more than allowed, so that a file without a claimed length shows that it is too long.
  ...['-t', String(source.maximumMs / 1000 + 1), '-fs', String(outputBytes)],
  ...['-movflags', '+faststart', '-f', 'mp4', output],
]

/** Cuts sound that goes on after the picture has ended, without encoding again. */
export const trimArguments = (input: readonly string[], durationMs: number, output: string): string[] => [
  ...input,
  ...[
    '-map',
    '0',
    '-c',
    'copy',
    '-t',
    String(durationMs / 1000),
    '-movflags',
    '+faststart',
    '-f',
    'mp4',
    output,
  ],
]

/** The most typical of the first frames: rarely black, never blurred by a cut. */
export const posterArguments = (input: readonly string[], output: string): string[] => [
  ...['-t', '3', ...input, '-an', '-vf', 'thumbnail=60,scale=540:-2', '-frames:v', '1'],
  ...['-c:v', 'libwebp', '-quality', '78', '-f', 'webp', output],
]

/** Sound may outlast the picture by this much before it is cut. */
export const soundToleranceMs = 500

/** Limits of real and of CPU time for a source of this length; two cores work at once. */
export const timeLimits = (durationMs: number): { wallMs: number; cpuSeconds: number } => {
  const seconds = durationMs / 1000
  return { wallMs: 60_000 + seconds * 12_000, cpuSeconds: Math.ceil(120 + seconds * 20) }
}
