import { open } from 'node:fs/promises'
import type { RefusalCode } from '@busker/contract'
import type { UploadLimits } from '#config'
import { AppError } from '#platform/errors'
import type { Probe } from '#platform/ffmpeg'
import { judgeProbe } from '../rules/gate.ts'
import type { Facts } from './facts.ts'
import { runCopy } from './run-copy.ts'

export type Inspection =
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string | null }
  | { readonly kind: 'fit'; readonly probe: Probe }

const headBytes = 600

/** Beginnings of containers that FFmpeg reads and we do not: their owner did nothing wrong. */
const foreign: readonly ((head: Buffer) => boolean)[] = [
  // Matroska and WebM.
  (head) => head.readUInt32BE(0) === 0x1a45dfa3,
  (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'AVI ',
  (head) => ['GIF8', 'OggS'].includes(head.toString('latin1', 0, 4)),
  (head) => head.toString('latin1', 0, 3) === 'FLV',
  // Windows Media.
  (head) => head.readUInt32BE(0) === 0x3026b275,
  // MPEG program stream.
  (head) => head.readUInt32BE(0) === 0x000001ba,
  // MPEG transport stream, with and without the time stamps of cameras.
  (head) => [0, 4].some((at) => head[at] === 0x47 && head[at + (at === 0 ? 188 : 192)] === 0x47),
]

/** First boxes of MP4 and MOV, the oldest included. */
const firstBoxes = new Set(['ftyp', 'styp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'uuid'])

/** What the beginning says, without starting anything: most of what is no video ends here. */
const looksLike = async (file: string): Promise<'movie' | 'foreign' | 'nothing'> => {
  const handle = await open(file)
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await handle.read(head, 0, headBytes, 0)
    if (bytesRead < 16) return 'nothing'
    if (firstBoxes.has(head.toString('latin1', 4, 8))) return 'movie'
    return foreign.some((matches) => matches(head)) ? 'foreign' : 'nothing'
  } finally {
    await handle.close()
  }
}

const unsaid = {
  profile: null,
  level: null,
  fieldOrder: null,
  pixelFormat: null,
  colorTransfer: null,
  colorSpace: null,
  colorPrimaries: null,
  colorRange: null,
  startMs: null,
}

/** The same words as ffprobe's, so that the same gate can judge. */
const probeOf = ({ video, audio, durationMs }: Facts, bytes: number): Probe => ({
  ...{ formats: ['mov', 'mp4'], durationMs, startMs: 0, bytes, bitsPerSecond: null },
  videoStreams: video === null ? 0 : 1,
  audioStreams: audio === null ? 0 : 1,
  video: video && { ...unsaid, ...video, codec: video.codec === 'avc' ? 'h264' : (video.codec ?? 'unknown') },
  audio: audio && {
    ...{ codec: audio.codec ?? 'unknown', channels: audio.channels, sampleRate: audio.sampleRate },
    ...{ profile: null, bitsPerSecond: null, startMs: null, durationMs: audio.durationMs },
  },
})

/** Baseline, Main, Extended and High: eight bits, 4:2:0. Others play nowhere in a browser. */
const playableProfiles = new Set(['42', '4d', '58', '64'])

/** What this instance cannot play without converting it; null when it can. */
const conversionNeed = ({ video, audio }: Facts): string | null => {
  const profile = /^avc[13]\.([0-9a-f]{2})/i.exec(video?.codecString ?? '')?.[1]?.toLowerCase()
  if (profile === undefined)
    return `the picture is ${video?.codecString ?? video?.codec ?? 'of an unknown kind'}`
  if (!playableProfiles.has(profile)) return `the picture has the H.264 profile ${profile}`
  return audio === null || audio.codec === 'aac'
    ? null
    : `the sound is ${audio.codec ?? 'of an unknown kind'}`
}

/**
 * The gate of an instance without FFmpeg. H.264 with AAC in an MP4 or MOV is fit; what would have to be converted is
 * refused with `encoder_missing`; the limits and their codes are those that always hold.
 *
 * @example const answer = await inspectWithoutFfmpeg('/data/uploads/0192…', limits)
 */
export const inspectWithoutFfmpeg = async (
  file: string,
  limits: UploadLimits,
  signal?: AbortSignal,
): Promise<Inspection> => {
  const refused = (code: RefusalCode, detail: string | null = null): Inspection => ({
    kind: 'refused',
    code,
    detail,
  })
  const looks = await looksLike(file)
  if (looks === 'foreign') return refused('encoder_missing', 'the file is neither MP4 nor MOV')
  if (looks === 'nothing') return refused('unreadable_file', 'the file does not begin like a video')
  const answer = await runCopy({ command: 'facts', file, signal })
  if (answer.kind === 'aborted') throw new AppError('shutting_down')
  if (answer.kind !== 'facts')
    return refused('unreadable_file', answer.kind === 'unreadable' ? answer.reason : null)
  const { facts, bytes } = answer
  const probe = probeOf(facts, bytes)
  const code = judgeProbe(probe, limits)
  if (code) return refused(code)
  const need = conversionNeed(facts)
  return need === null ? { kind: 'fit', probe } : refused('encoder_missing', need)
}
