import { z } from 'zod'
import { runChild } from './child.ts'
import type { Ffmpeg } from './find.ts'
import { childEnv } from './find.ts'
import { defaultLimits, limited } from './limits.ts'

export interface VideoStream {
  readonly codec: string
  /** As stored; rotation and pixel shape are not applied. */
  readonly width: number
  readonly height: number
  /** Clockwise degrees by which a player turns the picture: 0, 90, 180 or 270. */
  readonly rotation: number
  readonly sampleAspect: number
  /** 0 when the file does not say. */
  readonly framesPerSecond: number
  readonly pixelFormat: string | null
  readonly colorTransfer: string | null
  readonly colorSpace: string | null
  readonly durationMs: number | null
  readonly frames: number | null
}
export interface AudioStream {
  readonly codec: string
  readonly channels: number
  readonly sampleRate: number
  readonly durationMs: number | null
}
/** What a file says about itself. It may lie: durations are measured again after encoding. */
export interface Probe {
  readonly formats: readonly string[]
  readonly durationMs: number | null
  /** Where its time begins. Some containers count this gap into the length they claim. */
  readonly startMs: number
  readonly bytes: number
  readonly video: VideoStream | null
  readonly audio: AudioStream | null
}
export type ProbeResult =
  | { readonly kind: 'read'; readonly probe: Probe }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Demuxers of ordinary media files. Playlists and scripts (HLS, concat) are not among them: they open other files. */
const formatWhitelist = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,gif,mp3,wav,ogg,flac,aac,asf'
/** 8192 × 4352: the decoder itself refuses larger pictures, before it takes memory for them. */
export const maximumDecodedPixels = 35_651_584
const maximumAnswerBytes = 1024 * 1024

/** Input options that keep FFmpeg to the one local file it was given; for `ffmpeg` as well as `ffprobe`. */
export const safeInput = (file: string): string[] => [
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  formatWhitelist,
  '-probesize',
  '20M',
  '-analyzeduration',
  '10M',
  '-max_pixels',
  String(maximumDecodedPixels),
  '-i',
  // The prefix keeps a file name that looks like an address or an option from being taken for one.
  `file:${file}`,
]

const text = z.string().optional()
const streamSchema = z.object({
  codec_type: text,
  codec_name: text,
  width: z.number().optional(),
  height: z.number().optional(),
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  pix_fmt: text,
  color_transfer: text,
  color_space: text,
  duration: text,
  nb_frames: text,
  channels: z.number().optional(),
  sample_rate: text,
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
})
const answerSchema = z.object({
  streams: z.array(streamSchema).max(1000).default([]),
  format: z.object({ format_name: text, duration: text, start_time: text, size: text }).optional(),
})
type Stream = z.infer<typeof streamSchema>

const positive = (value: string | undefined): number | null => {
  const number = Number(value)
  return Number.isFinite(number) && number > 0 ? number : null
}
const milliseconds = (seconds: string | undefined): number | null => {
  const value = positive(seconds)
  return value === null ? null : Math.round(value * 1000)
}
const ratio = (value: string | undefined): number | null => {
  const [above, below = '1'] = (value ?? '').split(/[/:]/)
  const number = Number(above) / Number(below)
  return Number.isFinite(number) && number > 0 ? number : null
}
const rotationOf = (stream: Stream): number => {
  const side = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation
  // The display matrix counts anticlockwise, the older tag clockwise.
  const clockwise = side === undefined ? Number(stream.tags?.['rotate'] ?? 0) : -side
  return Number.isFinite(clockwise) ? (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360 : 0
}

/** Browsers record without frame rate; the container's tick (1000 a second) stands there instead. */
const nominalRate = (stream: Stream): number => {
  const rate = ratio(stream.r_frame_rate) ?? 0
  return rate > 240 ? 0 : rate
}

const videoOf = (stream: Stream): VideoStream => ({
  codec: stream.codec_name ?? 'unknown',
  width: stream.width ?? 0,
  height: stream.height ?? 0,
  rotation: rotationOf(stream),
  sampleAspect: ratio(stream.sample_aspect_ratio) ?? 1,
  framesPerSecond: ratio(stream.avg_frame_rate) ?? nominalRate(stream),
  pixelFormat: stream.pix_fmt ?? null,
  colorTransfer: stream.color_transfer ?? null,
  colorSpace: stream.color_space ?? null,
  durationMs: milliseconds(stream.duration),
  frames: positive(stream.nb_frames),
})

const audioOf = (stream: Stream): AudioStream => ({
  codec: stream.codec_name ?? 'unknown',
  channels: stream.channels ?? 0,
  sampleRate: positive(stream.sample_rate) ?? 0,
  durationMs: milliseconds(stream.duration),
})

/** Reads ffprobe's JSON. Null when it is not what ffprobe prints for a media file. */
export const parseProbe = (json: string): Probe | null => {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch {
    return null
  }
  const parsed = answerSchema.safeParse(raw)
  if (!parsed.success || parsed.data.format === undefined) return null
  const { streams, format } = parsed.data
  const video = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  )
  const audio = streams.find((stream) => stream.codec_type === 'audio' && stream.codec_name !== undefined)
  return {
    formats: (format.format_name ?? '').split(','),
    durationMs: milliseconds(format.duration),
    startMs: milliseconds(format.start_time) ?? 0,
    bytes: positive(format.size) ?? 0,
    video: video === undefined ? null : videoOf(video),
    audio: audio === undefined ? null : audioOf(audio),
  }
}

/**
 * Asks ffprobe about a local file, with whitelisted protocols and formats and in a limited child.
 *
 * @example
 * const answer = await probe(ffmpeg, '/data/uploads/0192…')
 */
export const probe = async (ffmpeg: Ffmpeg, file: string, signal?: AbortSignal): Promise<ProbeResult> => {
  const chunks: Buffer[] = []
  let bytes = 0
  const limits = { ...defaultLimits, cpuSeconds: 20, outputBytes: 1024 * 1024 }
  const show = ['-print_format', 'json', '-show_format', '-show_streams']
  const end = await runChild({
    ...limited(ffmpeg.limiter, limits, [ffmpeg.probePath, '-v', 'error', ...show, ...safeInput(file)]),
    env: childEnv(ffmpeg.searchPath),
    wallMs: 30_000,
    signal,
    onStdout: (chunk) => {
      bytes += chunk.length
      if (bytes <= maximumAnswerBytes) chunks.push(chunk)
    },
  })
  const parsed = end.exitCode === 0 ? parseProbe(Buffer.concat(chunks).toString('utf8')) : null
  return parsed === null
    ? { kind: 'unreadable', reason: end.stderrTail || `ffprobe ended with ${end.exitCode ?? end.exitSignal}` }
    : { kind: 'read', probe: parsed }
}
