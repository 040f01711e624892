import { access, constants } from 'node:fs/promises'
import { askFfprobe } from './ask-ffprobe.ts'
import type { Ffmpeg } from './find.ts'
import { parseProbe, type Probe } from './parse-probe.ts'
import { certainlyNoMedia } from './recognise.ts'

export type ProbeResult =
  | { readonly kind: 'read'; readonly probe: Probe }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** Its picture is larger than FFmpeg was allowed to take memory for. */
  | { readonly kind: 'oversized' }

/** What libavutil says about a picture above `-max_pixels`. */
const oversized = /exceeds specified max pixel count/
const maximumAnswerBytes = 1024 * 1024

/** Only what is read: the tags of a hostile file may be megabytes. */
const shown = [
  'stream=codec_type,codec_name,profile,level,width,height,sample_aspect_ratio,field_order,avg_frame_rate,r_frame_rate',
  'pix_fmt,color_range,color_space,color_transfer,color_primaries,start_time,duration,nb_frames,bit_rate,channels,sample_rate',
].join(',')
const entries = `${shown}:stream_disposition=attached_pic:stream_tags=rotate,DURATION,DURATION-eng:stream_side_data=rotation:format=format_name,start_time,duration,size,bit_rate`

/**
 * Asks ffprobe about a local file, with whitelisted protocols and formats and in the sandbox. What is certainly no
 * video is told without it. Rejects with `internal` when this machine is at fault.
 *
 * @example
 * const answer = await probe(ffmpeg, '/data/uploads/0192…')
 */
export const probe = async (ffmpeg: Ffmpeg, file: string, signal?: AbortSignal): Promise<ProbeResult> => {
  try {
    await access(file, constants.R_OK)
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) }
  }
  const foreign = await certainlyNoMedia(file)
  if (foreign !== null) return { kind: 'unreadable', reason: foreign }
  const chunks: Buffer[] = []
  let bytes = 0
  const onStdout = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes <= maximumAnswerBytes) chunks.push(chunk)
  }
  const show = ['-print_format', 'json', '-show_entries', entries]
  const end = await askFfprobe(ffmpeg, {
    source: file,
    show,
    cpuSeconds: 20,
    wallMs: 30_000,
    signal,
    onStdout,
  })
  const parsed = end.exitCode === 0 ? parseProbe(Buffer.concat(chunks).toString('utf8')) : null
  if (parsed !== null) return { kind: 'read', probe: parsed }
  if (oversized.test(end.stderrTail)) return { kind: 'oversized' }
  return {
    kind: 'unreadable',
    reason: end.stderrTail || `ffprobe ended with ${end.exitCode ?? end.exitSignal}`,
  }
}
