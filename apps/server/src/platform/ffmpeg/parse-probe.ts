import { z } from 'zod'

export interface VideoStream {
  readonly codec: string
  /** As ffprobe names it, for example `High` or `Main 10`. */
  readonly profile: string | null
  /** As the codec counts it: 41 is level 4.1 of H.264, 123 is level 4.1 of HEVC. */
  readonly level: number | null
  /** As stored; rotation and pixel shape are not applied. */
  readonly width: number
  readonly height: number
  /** Clockwise degrees by which a player turns the picture: 0, 90, 180 or 270. */
  readonly rotation: number
  readonly sampleAspect: number
  readonly fieldOrder: 'progressive' | 'interlaced' | null
  /** 0 when the file does not say. */
  readonly framesPerSecond: number
  readonly pixelFormat: string | null
  readonly colorTransfer: string | null
  readonly colorSpace: string | null
  readonly colorPrimaries: string | null
  /** `tv` or `pc`. */
  readonly colorRange: string | null
  readonly bitsPerSecond: number | null
  /** When its first picture is shown; may be negative. */
  readonly startMs: number | null
  readonly durationMs: number | null
  readonly frames: number | null
}
export interface AudioStream {
  readonly codec: string
  /** As ffprobe names it, for example `LC` or `HE-AAC`. */
  readonly profile: string | null
  readonly channels: number
  readonly sampleRate: number
  readonly bitsPerSecond: number | null
  readonly startMs: number | null
  readonly durationMs: number | null
}
/** What a file says about itself. It may lie: durations are measured again after encoding. */
export interface Probe {
  readonly formats: readonly string[]
  readonly durationMs: number | null
  /** Where its time begins. Some containers count this gap into the length they claim. */
  readonly startMs: number
  readonly bytes: number
  readonly bitsPerSecond: number | null
  /** Cover pictures do not count. */
  readonly videoStreams: number
  readonly audioStreams: number
  readonly video: VideoStream | null
  readonly audio: AudioStream | null
}

const text = z.string().optional()
const number = z.number().optional()
const streamSchema = z.object({
  codec_type: text,
  codec_name: text,
  profile: z.union([z.string(), z.number()]).optional(),
  level: number,
  width: number,
  height: number,
  sample_aspect_ratio: text,
  field_order: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  pix_fmt: text,
  color_transfer: text,
  color_space: text,
  color_primaries: text,
  color_range: text,
  bit_rate: text,
  start_time: text,
  duration: text,
  nb_frames: text,
  channels: number,
  sample_rate: text,
  disposition: z.object({ attached_pic: number }).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(z.object({ rotation: number })).optional(),
})
const formatSchema = z.object({
  format_name: text,
  duration: text,
  start_time: text,
  size: text,
  bit_rate: text,
})
const answerSchema = z.object({
  streams: z.array(streamSchema).max(1000).default([]),
  format: formatSchema.optional(),
})
type Stream = z.infer<typeof streamSchema>

const positive = (value: string | undefined): number | null => {
  const given = Number(value)
  return Number.isFinite(given) && given > 0 ? given : null
}
const milliseconds = (seconds: string | undefined): number | null => {
  const value = positive(seconds)
  return value === null ? null : Math.round(value * 1000)
}
const position = (seconds: string | undefined): number | null => {
  const value = Number(seconds)
  return Number.isFinite(value) ? Math.round(value * 1000) : null
}
/**
 * Matroska knows the length of the whole file only; most programs write the end of each stream into a tag, as
 * 00:00:03.04.
 */
const lengthOf = (stream: Stream): number | null => {
  const tag = stream.tags?.['DURATION'] ?? stream.tags?.['DURATION-eng']
  const [hours = '', minutes = '', seconds = ''] = (tag ?? '').split(':')
  const written =
    Number.parseFloat(hours) * 3600 + Number.parseFloat(minutes) * 60 + Number.parseFloat(seconds)
  const ending = written - Math.max(0, (position(stream.start_time) ?? 0) / 1000)
  return milliseconds(stream.duration) ?? milliseconds(String(ending))
}
const ratio = (value: string | undefined): number | null => {
  const [above, below = '1'] = (value ?? '').split(/[/:]/)
  const result = Number(above) / Number(below)
  return Number.isFinite(result) && result > 0 ? result : null
}
const known = (value: string | number | undefined): string | null =>
  typeof value !== 'string' || value === '' || value === 'unknown' ? null : value

const rotationOf = (stream: Stream): number => {
  const side = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation
  // The display matrix counts anticlockwise, the older tag clockwise.
  const clockwise = side === undefined ? Number(stream.tags?.['rotate'] ?? 0) : -side
  return Number.isFinite(clockwise) ? (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360 : 0
}

const fieldOrderOf = (stream: Stream): VideoStream['fieldOrder'] => {
  const order = known(stream.field_order)
  if (order === null) return null
  return order === 'progressive' ? 'progressive' : 'interlaced'
}

/** Browsers record without frame rate; the container's tick (1000 a second) stands there instead. */
const nominalRate = (stream: Stream): number => {
  const rate = ratio(stream.r_frame_rate) ?? 0
  return rate > 240 ? 0 : rate
}

const videoOf = (stream: Stream): VideoStream => ({
  codec: stream.codec_name ?? 'unknown',
  profile: known(stream.profile),
  level: stream.level !== undefined && stream.level > 0 ? stream.level : null,
  width: stream.width ?? 0,
  height: stream.height ?? 0,
  rotation: rotationOf(stream),
  sampleAspect: ratio(stream.sample_aspect_ratio) ?? 1,
  fieldOrder: fieldOrderOf(stream),
  framesPerSecond: ratio(stream.avg_frame_rate) ?? nominalRate(stream),
  pixelFormat: known(stream.pix_fmt),
  colorTransfer: known(stream.color_transfer),
  colorSpace: known(stream.color_space),
  colorPrimaries: known(stream.color_primaries),
  colorRange: known(stream.color_range),
  bitsPerSecond: positive(stream.bit_rate),
  startMs: position(stream.start_time),
  durationMs: lengthOf(stream),
  frames: positive(stream.nb_frames),
})

const audioOf = (stream: Stream): AudioStream => ({
  codec: stream.codec_name ?? 'unknown',
  profile: known(stream.profile),
  channels: stream.channels ?? 0,
  sampleRate: positive(stream.sample_rate) ?? 0,
  bitsPerSecond: positive(stream.bit_rate),
  startMs: position(stream.start_time),
  durationMs: lengthOf(stream),
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
  const pictures = streams.filter(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  )
  const sounds = streams.filter((stream) => stream.codec_type === 'audio')
  const [video] = pictures
  const audio = sounds.find((stream) => stream.codec_name !== undefined)
  return {
    formats: (format.format_name ?? '').split(','),
    durationMs: milliseconds(format.duration),
    startMs: milliseconds(format.start_time) ?? 0,
    bytes: positive(format.size) ?? 0,
    bitsPerSecond: positive(format.bit_rate),
    videoStreams: pictures.length,
    audioStreams: sounds.length,
    video: video === undefined ? null : videoOf(video),
    audio: audio === undefined ? null : audioOf(audio),
  }
}
