import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId, RefusalCode } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError, hasErrno } from '#platform/errors'
import { probe, run, safeInput, type Ffmpeg, type Probe, type RunResult } from '#platform/ffmpeg'
import { onCommit } from '#platform/postgres'
import { refuseAsset, tellOwner } from './assets.ts'
import type { MediaDeps } from './deps.ts'
import { posterName, presentAsset, renditionName } from './present.ts'
import { claimedDurationMs, judgeProbe, judgeResult } from './rules/gate.ts'
import {
  outputSize,
  posterArguments,
  renditionArguments,
  soundToleranceMs,
  timeLimits,
  trimArguments,
} from './rules/render-plan.ts'
import { markProcessing, markReady, type Rendition } from './store/assets.ts'

interface Work {
  readonly deps: MediaDeps
  readonly ffmpeg: Ffmpeg
  readonly assetId: AssetId
  readonly signal: AbortSignal
  /** A folder of this conversion alone. */
  readonly folder: string
}

/** What a run that did not succeed says about the file; null: it says something about this machine, so try again. */
const refusalOf = (result: RunResult): RefusalCode | null => {
  switch (result.outcome) {
    case 'cpu_limit':
    case 'wall_limit':
      return 'too_complex'
    case 'output_limit':
      return 'output_too_big'
    case 'failed':
      return 'unreadable_file'
    case 'disk_full':
    case 'killed':
    case 'aborted':
    case 'done':
      return null
  }
}

/** Thrown through the conversion; caught in `processAsset`, the only place that refuses. */
class Refusal extends Error {
  readonly code: RefusalCode
  constructor(code: RefusalCode) {
    super(code)
    this.code = code
  }
}

interface Length {
  /** How long the result will be, as far as anybody knows. */
  readonly durationMs: number
  readonly onShare?: (share: number) => void
}

const runOrRefuse = async (work: Work, args: readonly string[], length: Length): Promise<void> => {
  const { durationMs, onShare } = length
  const { wallMs, cpuSeconds } = timeLimits(durationMs)
  const result = await run(work.ffmpeg, args, {
    wallMs,
    limits: { cpuSeconds },
    signal: work.signal,
    onProgress: ({ outTimeMs }) => onShare?.(Math.min(1, outTimeMs / Math.max(1, durationMs))),
  })
  if (result.outcome === 'done') return
  work.deps.log.warn('media.run_failed', {
    assetId: work.assetId,
    outcome: result.outcome,
    exitCode: result.exitCode,
    stderr: result.stderrTail.slice(-500),
  })
  const code = refusalOf(result)
  if (code) throw new Refusal(code)
  throw new AppError(result.outcome === 'disk_full' ? 'disk_full' : 'internal')
}

const readOrRefuse = async (work: Work, file: string): Promise<Probe> => {
  const answer = await probe(work.ffmpeg, file, work.signal)
  if (work.signal.aborted) throw new AppError('shutting_down')
  if (answer.kind === 'unreadable') throw new Refusal('unreadable_file')
  return answer.probe
}

const progressEveryMs = 1000

/** Writes progress at most once a second, and never two writes at a time. */
const progressWriter = (work: Work): ((share: number) => void) => {
  const { deps, assetId } = work
  let lastMs = 0
  let writing = false
  const write = async (share: number) => {
    const row = await markProcessing(deps.db.pool, assetId, share)
    if (row)
      deps.publish(row.ownerId, { type: 'asset.changed', asset: await presentAsset(row, deps.uploadFolder) })
  }
  return (share) => {
    const nowMs = deps.clock.nowMs()
    if (writing || nowMs - lastMs < progressEveryMs) return
    lastMs = nowMs
    writing = true
    write(share)
      .catch((error: unknown) => deps.log.error('media.progress_failed', error, { assetId }))
      .finally(() => {
        writing = false
      })
  }
}

const existing = async (file: string): Promise<string | null> => {
  try {
    await stat(file)
    return file
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return null
    throw error
  }
}

/** The uploaded bytes: still where they arrived, or already kept as the original. */
const findSource = async (deps: MediaDeps, assetId: AssetId): Promise<string> => {
  const kept = deps.blobs.localPath(`originals/${assetId}`)
  const source =
    (await existing(join(deps.uploadFolder, assetId))) ?? (kept === null ? null : await existing(kept))
  assert(source !== null, `the upload ${assetId} has its bytes`)
  return source
}

const cutLongSound = async (work: Work, file: string, made: Probe): Promise<string> => {
  const pictureMs = made.video?.durationMs ?? 0
  const soundMs = made.audio?.durationMs ?? 0
  if (pictureMs === 0 || soundMs <= pictureMs + soundToleranceMs) return file
  const trimmed = join(work.folder, 'trimmed.mp4')
  await runOrRefuse(work, trimArguments(safeInput(file), pictureMs, trimmed), { durationMs: pictureMs })
  return trimmed
}

const convert = async (work: Work, source: string): Promise<Rendition> => {
  const { deps, assetId, ffmpeg } = work
  const before = await readOrRefuse(work, source)
  const refused = judgeProbe(before, deps.limits)
  if (refused) throw new Refusal(refused)
  const { video } = before
  assert(video !== null, 'the gate lets only files with a picture through')
  const claimedMs = claimedDurationMs(before)
  const encoded = join(work.folder, 'encoded.mp4')
  const toneMapping = !ffmpeg.missing.includes('zscale') && !ffmpeg.missing.includes('tonemap')
  const input = { input: safeInput(source), probe: before, video, maximumMs: deps.limits.maximumDurationMs }
  const lengthMs = claimedMs ?? deps.limits.maximumDurationMs
  await runOrRefuse(work, renditionArguments(input, { toneMapping }, encoded), {
    durationMs: lengthMs,
    onShare: progressWriter(work),
  })
  const file = await cutLongSound(work, encoded, await readOrRefuse(work, encoded))
  const after = await readOrRefuse(work, file)
  const durationMs = after.video?.durationMs ?? after.durationMs ?? 0
  const faulty = judgeResult({ durationMs }, claimedMs, deps.limits)
  if (faulty) throw new Refusal(faulty)
  const poster = join(work.folder, posterName)
  await runOrRefuse(work, posterArguments(safeInput(file), poster), { durationMs })
  await deps.blobs.put(`media/${assetId}/${posterName}`, { file: poster })
  const { bytes } = await deps.blobs.put(`media/${assetId}/${renditionName}`, { file })
  return { ...outputSize(video), durationMs, hasAudio: after.audio !== null, bytes }
}

const finish = (deps: MediaDeps, assetId: AssetId, made: Rendition): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const row = await markReady(tx, assetId, made)
    if (!row) return false
    await deps.bus.emit(tx, 'media.ready', { assetId, ownerId: row.ownerId })
    await tellOwner(deps, tx, row)
    onCommit(tx, () =>
      deps.log.event('media.ready', { assetId, durationMs: made.durationMs, bytes: made.bytes }),
    )
    return true
  })

/** Keeps the original and clears the place where uploads arrive. Repeated after a crash it finds nothing to do. */
export const keepOriginal = async (deps: MediaDeps, assetId: AssetId): Promise<void> => {
  const arrived = join(deps.uploadFolder, assetId)
  if ((await existing(arrived)) !== null) await deps.blobs.put(`originals/${assetId}`, { file: arrived })
  await rm(arrived, { force: true })
  await rm(`${arrived}.json`, { force: true })
}

/** Deletes every file of an asset. */
export const forgetFiles = async (deps: MediaDeps, assetId: AssetId): Promise<void> => {
  const arrived = join(deps.uploadFolder, assetId)
  await rm(arrived, { force: true })
  await rm(`${arrived}.json`, { force: true })
  await deps.blobs.delete(`originals/${assetId}`)
  await deps.blobs.deletePrefix(`media/${assetId}/`)
}

/**
 * Converts one upload. Killed at any point and run again it gives the same single result: files have fixed names and
 * the row changes once, in the transaction of the event.
 */
export const processAsset = async (
  deps: MediaDeps,
  ffmpeg: Ffmpeg,
  job: { assetId: AssetId; signal: AbortSignal },
): Promise<void> => {
  const { assetId, signal } = job
  const row = await markProcessing(deps.db.pool, assetId, 0)
  if (!row) return
  deps.publish(row.ownerId, { type: 'asset.changed', asset: await presentAsset(row, deps.uploadFolder) })
  const folder = join(deps.scratchFolder, assetId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const made = await convert({ deps, ffmpeg, assetId, signal, folder }, await findSource(deps, assetId))
    if (await finish(deps, assetId, made)) await keepOriginal(deps, assetId)
    else await forgetFiles(deps, assetId)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await refuseAsset(deps, assetId, error.code)
    await keepOriginal(deps, assetId)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
