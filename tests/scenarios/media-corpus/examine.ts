import { z } from 'zod'
import { ffmpeg, ffprobe } from './programs.ts'

const streamSchema = z.object({
  codec_type: z.string(),
  codec_name: z.string(),
  profile: z.union([z.string(), z.number()]).optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  duration: z.string().optional(),
  channels: z.number().optional(),
  sample_rate: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(z.unknown()).optional(),
})
const answerSchema = z.object({
  streams: z.array(streamSchema),
  format: z.object({ tags: z.record(z.string(), z.string()).optional() }),
  chapters: z.array(z.unknown()),
})
type Stream = z.infer<typeof streamSchema>

/** Tags that every MP4 of FFmpeg carries and that tell nothing about anybody. */
const harmlessTags = new Set([
  ...['major_brand', 'minor_version', 'compatible_brands', 'language', 'handler_name', 'vendor_id'],
])

const ratioOf = (text: string | undefined): number => {
  const [above, below = '1'] = (text ?? '0').split('/')
  return Number(above) / Number(below)
}

export interface Made {
  readonly width: number
  readonly height: number
  readonly pictureMs: number
  readonly soundMs: number | null
  /** Sentences about what is wrong with it; none when all is well. */
  readonly faults: readonly string[]
}

const pictureFaults = (picture: Stream): string[] => {
  const rate = ratioOf(picture.avg_frame_rate)
  const colours = [picture.color_space, picture.color_transfer, picture.color_primaries]
  return [
    ...(picture.codec_name === 'h264' ? [] : [`the picture is ${picture.codec_name}`]),
    ...(picture.pix_fmt === 'yuv420p' ? [] : [`the pixels are ${picture.pix_fmt}`]),
    ...(['1:1', '0:1', undefined].includes(picture.sample_aspect_ratio) ? [] : ['the pixels are not square']),
    ...(rate <= 30.01 ? [] : [`${rate} pictures a second`]),
    ...(colours.every((colour) => colour === 'bt709') ? [] : [`the colours are ${colours.join(', ')}`]),
    ...((picture.side_data_list ?? []).length === 0 ? [] : ['the picture carries side data']),
  ]
}

const soundFaults = (sound: Stream): string[] => [
  ...(sound.codec_name === 'aac' ? [] : [`the sound is ${sound.codec_name}`]),
  ...(sound.channels === 2 ? [] : [`${sound.channels} channels`]),
  ...(sound.sample_rate === '48000' ? [] : [`${sound.sample_rate} Hz`]),
]

/** Reads a file that was made and says what it is and what is wrong with it. */
export const examine = async (file: string): Promise<Made> => {
  const said = await ffprobe('-print_format', 'json', '-show_format', '-show_streams', '-show_chapters', file)
  const answer = answerSchema.parse(JSON.parse(said.stdout))
  const picture = answer.streams.find(({ codec_type: type }) => type === 'video')
  const sound = answer.streams.find(({ codec_type: type }) => type === 'audio')
  const tags = [answer.format, ...answer.streams].flatMap((part) => Object.keys(part.tags ?? {}))
  const telling = tags.filter((tag) => !harmlessTags.has(tag))
  const wanted = 1 + (sound ? 1 : 0)
  return {
    width: picture?.width ?? 0,
    height: picture?.height ?? 0,
    pictureMs: Math.round(Number(picture?.duration ?? 0) * 1000),
    soundMs: sound ? Math.round(Number(sound.duration ?? 0) * 1000) : null,
    faults: [
      ...(picture ? pictureFaults(picture) : ['there is no picture']),
      ...(sound ? soundFaults(sound) : []),
      ...(telling.length === 0 ? [] : [`it tells ${telling.join(', ')}`]),
      ...(answer.chapters.length === 0 ? [] : ['it has chapters']),
      ...(answer.streams.length === wanted ? [] : [`it has ${answer.streams.length} streams`]),
    ],
  }
}

/** How long the picture of a file is when every packet of it is decoded, and whether it has sound. */
export const decode = async (file: string): Promise<{ pictureMs: number; hasSound: boolean }> => {
  const frames = await ffprobe(
    ...['-select_streams', 'V:0', '-show_entries', 'frame=best_effort_timestamp_time'],
    ...['-print_format', 'csv=print_section=0', file],
  )
  const times = frames.stdout
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter((time) => Number.isFinite(time))
  const [first, last] = [Math.min(...times), Math.max(...times)]
  // The last picture is shown as long as the others are on average.
  const length = times.length < 2 ? 0 : ((last - first) * times.length) / (times.length - 1)
  const sounds = await ffprobe(
    '-select_streams',
    'a',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv',
    file,
  )
  return { pictureMs: Math.round(length * 1000), hasSound: sounds.stdout.trim() !== '' }
}

/** How alike two videos look in their first second, dB (mean over all planes). The second is taken as a player shows it. */
export const likenessDb = async (
  made: string,
  source: { readonly input: readonly string[]; readonly colours: string },
  size: { readonly width: number; readonly height: number },
): Promise<number> => {
  const shape = `scale=${size.width}:${size.height}:flags=bicubic:out_color_matrix=bt709:out_range=tv`
  const even = `fps=5:start_time=0,${shape},setsar=1,format=yuv420p,trim=end=1`
  const graph = `[0:V:0]${even}[made];[1:V:0]${source.colours},${even}[source];[made][source]psnr`
  const said = await ffmpeg(
    '-v',
    'info',
    '-nostats',
    '-i',
    made,
    ...source.input,
    '-lavfi',
    graph,
    '-f',
    'null',
    '-',
  )
  const found = /PSNR .* average:(inf|[\d.]+)/.exec(said.stderr)?.[1]
  return found === 'inf' ? 100 : Number(found ?? 0)
}

/** Integrated loudness and the highest true peak. */
export const hear = async (file: string): Promise<{ lufs: number; peakDb: number }> => {
  const meter = ['-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-']
  const said = await ffmpeg('-v', 'info', '-nostats', '-i', file, '-vn', ...meter)
  const numberAfter = (pattern: RegExp) =>
    Number([...said.stderr.matchAll(pattern)].at(-1)?.[1] ?? Number.NaN)
  return { lufs: numberAfter(/I:\s+(\S+) LUFS/g), peakDb: numberAfter(/Peak:\s+(\S+) dBFS/g) }
}
