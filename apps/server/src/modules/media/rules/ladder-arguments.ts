import type { Probe, VideoStream } from '#platform/ffmpeg'
import type { LadderSettings, Rung } from './ladder.ts'
import { firstLevel, levelFilter, meterFilter } from './loudness.ts'
import { pictureFilters, type PictureTools } from './picture-filters.ts'
import { posterCodec } from './stills.ts'

export interface LadderSource {
  readonly probe: Probe
  readonly video: VideoStream
}

export type LadderTools = PictureTools

/** Names of what one run leaves in its folder. */
export const ladderFiles = {
  master: 'master.m3u8',
  /** The sound as it came: 16 bits, 48 kHz, two channels. */
  sound: 'sound.pcm',
  loudness: 'loudness.txt',
  poster: 'poster.webp',
  soundPlaylist: 'sound.m3u8',
  playlist: (rungName: string): string => `${rungName}.m3u8`,
} as const

export interface LadderPlan {
  /** Options up to and with `-i`. */
  readonly input: readonly string[]
  /** Smallest first. May be empty: then only the sound is made. */
  readonly rungs: readonly Rung[]
  readonly settings: LadderSettings
  readonly tools: LadderTools
  readonly output: (name: string) => string
  readonly poster: boolean
}

const rawSound = ['-f', 's16le', '-ar', '48000', '-ac', '2']
const aac = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000', '-flags:a', '+bitexact']

/** Nothing of the phone that made the file: no tags, no chapters, no texts, no data. */
const withoutMetadata = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn']
const segmentSeconds = 1

/**
 * A key frame each second, at the same pictures in every rung: a player may change the rung at each. Without small
 * partitions of predicted pictures it takes a tenth less CPU for the same bytes and the same SSIM.
 */
const x264 = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
  ...['-x264-params', 'partitions=i8x8,i4x4'],
  ...['-force_key_frames', `expr:gte(t,n_forced*${segmentSeconds})`, '-sc_threshold', '0'],
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
]

/** The most typical of ten pictures of the first second, so that it is there when the first second is. */
const posterFilter = 'fps=10,trim=end=1,thumbnail=10'

/** Pictures of the source are read once, and each smaller rung is scaled from the next larger one. */
const pictureGraph = ({ video }: LadderSource, plan: LadderPlan): string => {
  const { rungs, settings, tools, poster } = plan
  const largest = rungs.at(-1)
  if (largest === undefined) return ''
  const smaller = rungs.slice(0, -1).map(({ width, height }, index) => {
    const scaled = `scale=${width}:${height}:flags=bicubic`
    return `[size${index + 1}]split[rung${index + 1}][larger${index}];[larger${index}]${scaled}[size${index}]`
  })
  return [
    `[0:V:0]${pictureFilters(video, { largest, settings, tools })}[size${rungs.length - 1}]`,
    ...smaller.toReversed(),
    poster ? `[size0]split[rung0][first];[first]${posterFilter}[poster]` : '[size0]null[rung0]',
  ].join(';')
}

/** The sound is measured as it passes; the picture's process has it decoded anyway. */
const soundGraph = (plan: LadderPlan): string => {
  const { rungs, output } = plan
  const form = 'aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo'
  const [ways, heard] = rungs.length > 0 ? ['asplit=3', '[heard]'] : ['asplit', '']
  return [
    `[0:a:0]${form},aresample=async=1:first_pts=0,${ways}[kept][metered]${heard}`,
    `[metered]${meterFilter(output(ladderFiles.loudness))},anullsink`,
  ].join(';')
}

const rateControl = (rungs: readonly Rung[]): string[] =>
  rungs.flatMap(({ crf, maximumBitrate }, index) => [
    ...[`-crf:v:${index}`, String(crf), `-maxrate:v:${index}`, String(maximumBitrate)],
    ...[`-bufsize:v:${index}`, String(maximumBitrate * 2)],
  ])

const streamOutput = (plan: LadderPlan, hasSound: boolean, length: readonly string[]): string[] => {
  const { rungs, output } = plan
  const group = hasSound ? ',agroup:sound' : ''
  const pictures = rungs.map(({ name }, index) => `v:${index}${group},name:${name}`)
  const streams = [...pictures, ...(hasSound ? ['a:0,agroup:sound,name:sound,default:yes'] : [])]
  return [
    ...rungs.flatMap((_rung, index) => ['-map', `[rung${index}]`]),
    ...(hasSound ? ['-map', '[heard]', ...aac] : []),
    ...[...withoutMetadata, ...x264, ...rateControl(rungs), ...length],
    ...['-f', 'hls', '-hls_playlist_type', 'event', '-hls_time', String(segmentSeconds)],
    ...['-hls_segment_type', 'fmp4', '-hls_flags', 'independent_segments+temp_file'],
    ...['-var_stream_map', streams.join(' '), '-master_pl_name', ladderFiles.master],
    ...['-hls_fmp4_init_filename', '%v_init.mp4', '-hls_segment_filename', output('%v_%05d.m4s')],
    output('%v.m3u8'),
  ]
}

/** Complete the moment its name appears. */
const posterOutput = (file: string): string[] => [
  ...['-map', '[poster]', '-frames:v', '1', ...posterCodec],
  ...['-f', 'image2', '-update', '1', '-atomic_writing', '1', file],
]

/**
 * One process that makes every rung at once, as HLS that can be played while it grows; beside it the raw sound with its
 * loudness, from which the final sound is made, and a poster that is there as early as the first segment.
 */
export const ladderArguments = (source: LadderSource, plan: LadderPlan): string[] => {
  const hasSound = source.probe.audio !== null
  const hasPicture = plan.rungs.length > 0
  // A second more than allowed, so that a file without a claimed length shows that it is too long.
  const length = ['-t', String(plan.settings.maximumMs / 1000 + 1)]
  return [
    ...plan.input,
    ...(hasPicture ? ['-filter_complex', pictureGraph(source, plan)] : []),
    ...(hasSound ? ['-filter_complex', soundGraph(plan)] : []),
    ...(hasPicture && plan.poster ? posterOutput(plan.output(ladderFiles.poster)) : []),
    ...(hasPicture ? streamOutput(plan, hasSound, length) : []),
    ...(hasSound ? ['-map', '[kept]', ...length, ...rawSound, plan.output(ladderFiles.sound)] : []),
  ]
}

export interface SoundPlan {
  /** The raw sound: a file, or `pipe:0`. */
  readonly input: string
  readonly gainDb: number
  /** Where peaks are limited, dB; what a first try has when it is left out. */
  readonly ceilingDb?: number
  readonly durationMs: number
  readonly output: string
}

/** The final sound: at the common loudness, as long as the picture, with silence where it is shorter. */
export const soundArguments = ({ input, durationMs, output, ...level }: SoundPlan): string[] => [
  ...['-protocol_whitelist', 'file,pipe', ...rawSound, '-i', input],
  ...['-af', levelFilter({ ...firstLevel(null), ...level }), ...aac, '-t', String(durationMs / 1000)],
  ...['-fflags', '+bitexact', '-f', 'ipod', output],
]

export interface FinishPlan {
  readonly rungs: readonly { readonly playlist: string; readonly output: string }[]
  readonly sound: string | null
  readonly durationMs: number
}

/** A playlist of ours names files beside it; an MP4 is read as it is. */
const pictureInput = (file: string): string[] =>
  file.endsWith('.m3u8')
    ? [
        '-protocol_whitelist',
        'file',
        '-allowed_extensions',
        'm3u8,m4s,mp4',
        '-live_start_index',
        '0',
        '-i',
        file,
      ]
    : ['-protocol_whitelist', 'file', '-i', file]

/** One process that copies each rung and the final sound into one MP4 that streams from its start. */
export const finishArguments = ({ rungs, sound, durationMs }: FinishPlan): string[] => [
  ...rungs.flatMap(({ playlist }) => pictureInput(playlist)),
  ...(sound === null ? [] : ['-protocol_whitelist', 'file', '-i', sound]),
  ...rungs.flatMap(({ output }, index) => [
    ...['-map', `${index}:V:0`, ...(sound === null ? [] : ['-map', `${rungs.length}:a:0`])],
    ...['-c', 'copy', ...withoutMetadata, '-t', String(durationMs / 1000)],
    ...['-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', output],
  ]),
]

/** The length of a picture by its playlist, which is written from what was encoded. */
export const playlistDurationMs = (text: string): number => {
  const seconds = [...text.matchAll(/^#EXTINF:([\d.]+),/gm)].reduce(
    (sum, [, length]) => sum + Number(length),
    0,
  )
  return Math.round(seconds * 1000)
}

export interface SmallestPlan {
  /** Options up to and with `-i` of a rendition of ours. */
  readonly input: readonly string[]
  readonly width: number
  readonly height: number
  readonly output: string
}

const smallestBitrate = 650_000

/** A size for the slowest links, from the next larger one; the sound is final already. */
export const smallestArguments = ({ input, width, height, output }: SmallestPlan): string[] => [
  ...[...input, '-map', '0:V:0', '-map', '0:a:0?', ...withoutMetadata],
  ...['-vf', `scale=${width}:${height}:flags=bicubic,setsar=1,format=yuv420p`, ...x264],
  ...['-crf', '25', '-maxrate', String(smallestBitrate), '-bufsize', String(smallestBitrate * 2)],
  ...['-c:a', 'copy', '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', output],
]
