import { refusalCatalog, type RefusalCode } from '@busker/contract'
import type { UploadLimits } from '#config'
import type { AudioStream, Ffmpeg, Probe, VideoStream } from '#platform/ffmpeg'
import { judgeFile } from './pipeline/judge-file.ts'
import { Refusal } from './pipeline/work.ts'
import { claimedDurationMs } from './rules/gate.ts'
import { inspectWithoutFfmpeg } from './without-ffmpeg/inspect.ts'

/** What the gate says about one file, for people and programs. */
export interface Verdict {
  readonly ok: boolean
  readonly code: RefusalCode | null
  readonly message: string
  readonly video: VideoStream | null
  readonly audio: AudioStream | null
  readonly durationMs: number | null
}

const refused = (code: RefusalCode): Verdict => ({
  ...{ ok: false, code, message: refusalCatalog[code] },
  ...{ video: null, audio: null, durationMs: null },
})

const accepted = ({ video, audio }: Probe, durationMs: number | null): Verdict => ({
  ...{ ok: true, code: null, message: 'This file is accepted.' },
  ...{ video, audio, durationMs: durationMs === null ? null : Math.round(durationMs) },
})

/**
 * The gate that every upload passes, for a file of this machine. Nothing is stored.
 *
 * @example
 * const verdict = await inspectFile('/tmp/clip.mp4', { ffmpeg, limits: config.upload })
 */
export const inspectFile = async (
  file: string,
  { ffmpeg, limits }: { readonly ffmpeg: Ffmpeg | null; readonly limits: UploadLimits },
): Promise<Verdict> => {
  if (ffmpeg === null) {
    const answer = await inspectWithoutFfmpeg(file, limits)
    if (answer.kind === 'refused') return refused(answer.code)
    return accepted(answer.probe, claimedDurationMs(answer.probe))
  }
  try {
    const signal = new AbortController().signal
    const source = await judgeFile({ deps: { limits }, ffmpeg, signal }, file)
    return accepted(source.probe, source.durationMs)
  } catch (error) {
    if (error instanceof Refusal) return refused(error.code)
    throw error
  }
}
