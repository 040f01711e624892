import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { probe, scanPackets, type PacketScan, type Probe, type VideoStream } from '#platform/ffmpeg'
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

/**
 * Everything that can be said about a file without decoding it. Throws the `Refusal` that its owner reads.
 * The same for the command line, where nothing is stored.
 */
export const judgeFile = async (
  { deps, ffmpeg, signal }: Pick<Work, 'ffmpeg' | 'signal'> & { readonly deps: Pick<MediaDeps, 'limits'> },
  file: string,
): Promise<Source> => {
  const answer = await probe(ffmpeg, file, signal)
  if (signal.aborted) throw new AppError('shutting_down')
  if (answer.kind === 'unreadable') throw new Refusal('unreadable_file', answer.reason)
  const refused = judgeProbe(answer.probe, deps.limits)
  if (refused) throw new Refusal(refused)
  const { video } = answer.probe
  assert(video !== null, 'the gate lets only files with a picture through')
  const scan = await scanPackets(ffmpeg, file, signal)
  if (signal.aborted) throw new AppError('shutting_down')
  if (scan === null) throw new Refusal('unreadable_file', 'the packets cannot be read')
  const faulty = judgeScan(answer.probe, scan, deps.limits)
  if (faulty) throw new Refusal(faulty)
  return { file, probe: answer.probe, video, scan, durationMs: sourceDurationMs(answer.probe, scan) }
}
