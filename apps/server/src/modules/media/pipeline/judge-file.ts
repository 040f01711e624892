import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import {
  probe as askProbe,
  scanPackets,
  type PacketScan,
  type Probe,
  type VideoStream,
} from '#platform/ffmpeg'
import type { MediaDeps } from '../deps.ts'
import { judgeProbe, judgeScan, sourceDurationMs } from '../rules/gate.ts'
import { Refusal, type Work } from './work.ts'

/** A source that passed the gate. */
export interface Source {
  readonly file: string
  readonly probe: Probe
  readonly video: VideoStream
  readonly scan: PacketScan
  readonly durationMs: number
}

/** A source that passed, from what was found out about it. */
export const passedSource = (file: string, { probe, scan }: Pick<Source, 'probe' | 'scan'>): Source => {
  const { video } = probe
  assert(video !== null, 'the gate lets only files with a picture through')
  return { file, probe, video, scan, durationMs: sourceDurationMs(probe, scan) }
}

type Judging = Pick<Work, 'ffmpeg' | 'signal'> & { readonly deps: Pick<MediaDeps, 'limits'> }

const judgeClaims = async ({ deps, ffmpeg, signal }: Judging, file: string): Promise<Probe> => {
  const answer = await askProbe(ffmpeg, file, signal)
  if (signal.aborted) throw new AppError('shutting_down')
  if (answer.kind === 'oversized') throw new Refusal('too_many_pixels')
  if (answer.kind === 'unreadable') throw new Refusal('unreadable_file', answer.reason)
  const refused = judgeProbe(answer.probe, deps.limits)
  if (refused) throw new Refusal(refused)
  return answer.probe
}

/**
 * Everything that can be said about a file without decoding it. Throws the `Refusal` that its owner reads.
 * The same for the command line, where nothing is stored.
 */
export const judgeFile = async (judging: Judging, file: string): Promise<Source> => {
  const { deps, ffmpeg, signal } = judging
  // Most files pass: their packets are read at the same time, because somebody waits for the answer.
  const enough = new AbortController()
  const scanning = scanPackets(ffmpeg, file, AbortSignal.any([signal, enough.signal]))
  // Heard below, unless the claims were refused.
  scanning.catch(() => undefined)
  try {
    const claims = await judgeClaims(judging, file)
    const scan = await scanning
    if (signal.aborted) throw new AppError('shutting_down')
    if (scan === null) throw new Refusal('unreadable_file', 'the packets cannot be read')
    const faulty = judgeScan(claims, scan, deps.limits)
    if (faulty) throw new Refusal(faulty)
    return passedSource(file, { probe: claims, scan })
  } finally {
    enough.abort()
  }
}
