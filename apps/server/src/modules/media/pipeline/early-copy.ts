import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { safePipe, scanPackets, type PacketScan, type Places, type Probe } from '#platform/ffmpeg'
import { promiseOf, type Promised } from '../rules/arriving.ts'
import { judgeProbe, judgeScan, sourceDurationMs } from '../rules/gate.ts'
import { copiesSound, highestBitrate, remuxArguments, remuxFault } from '../rules/remux.ts'
import { patienceMs, type Arriving } from './arriving-upload.ts'
import { followFile } from './follow-file.ts'
import type { Source } from './judge-file.ts'
import { runOrRefuse, workFolderOf } from './work.ts'

/** A copy that was written while its upload arrived, and what its packets say. Nobody has judged it yet. */
export interface EarlyCopy {
  readonly file: string
  readonly scan: PacketScan
  /** How far its sound and picture reach. */
  readonly reachMs: number
  /** Whether sound was expected, which went in unchanged. */
  readonly hasSound: boolean
}

/** Bits per second above which no file is copied as it is, with room for what the index does not count. */
const plausibleBitrate = highestBitrate * 1.05

/** Whether it is worth to begin a copy before ffprobe has answered. */
export const looksLikeCopy = (promised: Promised | null, totalBytes: number): boolean =>
  promised !== null &&
  promised.isAvc &&
  promised.durationMs !== null &&
  (totalBytes * 8000) / promised.durationMs <= plausibleBitrate

/**
 * Copies what arrives into an MP4 that streams from its start and reads the packets at the same time, so that both are
 * done a moment after the last byte. Null when it came to nothing.
 */
export const copyWhileArriving = async (
  { work, file, totalBytes }: Arriving,
  head: Uint8Array,
): Promise<EarlyCopy | null> => {
  const { deps, assetId, ffmpeg, signal } = work
  const folder = join(workFolderOf(deps, assetId), 'early')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const hasSound = promiseOf(head)?.hasAac ?? false
  const durationMs = deps.limits.maximumDurationMs
  const follow = () => followFile(file, { isWhole: (read) => read >= totalBytes, patienceMs, signal })
  const task = {
    inputs: [],
    outputFolder: folder,
    stdin: follow(),
    args: (at: Places) =>
      remuxArguments({
        ...{ input: safePipe(), hasSound, copySound: true, durationMs },
        output: at.output('copy.mp4'),
      }),
  }
  const [scan, result] = await Promise.all([
    scanPackets(ffmpeg, follow(), signal),
    runOrRefuse(work, task, { durationMs }),
  ])
  return scan === null ? null : { file: join(folder, 'copy.mp4'), scan, reachMs: result.outTimeMs, hasSound }
}

/** What the first bytes said, without what only the last ones can tell. */
export const claimsOf = (probed: Probe, head: Uint8Array, totalBytes: number): Probe => {
  if (promiseOf(head)?.isFragmented !== true) return { ...probed, bytes: totalBytes }
  const { video, audio } = probed
  return {
    ...{ ...probed, bytes: totalBytes, durationMs: null, bitsPerSecond: null },
    video: video && { ...video, durationMs: null, frames: null, bitsPerSecond: null },
    audio: audio && { ...audio, durationMs: null, bitsPerSecond: null },
  }
}

/** Whether it looks so far as if it could be copied; what the packets say is taken to be as it should. */
export const looksFit = (probed: Probe, head: Uint8Array, totalBytes: number): boolean => {
  // Of a fragmented file the part that is here says how long that part is.
  const bytes = promiseOf(head)?.isFragmented === true ? probed.bytes : totalBytes
  const durationMs = probed.durationMs ?? Number.MAX_SAFE_INTEGER
  const best = {
    frames: 1,
    keyframes: 1,
    startMs: probed.startMs,
    longestKeyframeGapMs: 0,
    variableRate: false,
  }
  return remuxFault({ ...probed, bytes }, { ...best, durationMs }) === null
}

/** Sound that goes on after the picture is no harm up to here; a copy with more is left to the ordinary way. */
const longestTailMs = 500

/** The source of a copy as the gate would know it. Null when the gate should look for itself. */
export const sourceOfCopy = (arriving: Arriving, claims: Probe, copy: EarlyCopy): Source | null => {
  const { limits } = arriving.work.deps
  const { scan, reachMs, hasSound } = copy
  const { video, audio } = claims
  const isAsExpected = hasSound ? audio !== null && copiesSound(audio) : audio === null
  if (video === null || !isAsExpected) return null
  if (judgeProbe(claims, limits) !== null || judgeScan(claims, scan, limits) !== null) return null
  if (remuxFault(claims, scan) !== null) return null
  const durationMs = sourceDurationMs(claims, scan)
  return reachMs <= durationMs + longestTailMs
    ? { file: arriving.file, probe: claims, video, scan, durationMs }
    : null
}
