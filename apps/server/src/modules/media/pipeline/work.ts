import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId, RefusalCode } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError, hasErrno } from '#platform/errors'
import { run, type Ffmpeg, type RunResult, type Task } from '#platform/ffmpeg'
import type { MediaDeps } from '../deps.ts'
import { timeLimits } from '../rules/time-limits.ts'

/** What every step of one job needs. */
export interface Work {
  readonly deps: MediaDeps
  readonly ffmpeg: Ffmpeg
  readonly assetId: AssetId
  readonly signal: AbortSignal
}

/** The file's fault. Thrown through a step; caught in `refusing`, the only place that refuses. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: string | null
  constructor(code: RefusalCode, detail: string | null = null) {
    super(code)
    this.code = code
    this.detail = detail
  }
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

export interface Length {
  /** How long the result will be, as far as anybody knows. */
  readonly durationMs: number
  readonly onShare?: (share: number) => void
}

/** Runs FFmpeg within limits that fit the length, or throws: a `Refusal` for the file's fault, else an error to retry. */
export const runOrRefuse = async (work: Work, task: Task, length: Length): Promise<RunResult> => {
  const { durationMs, onShare } = length
  const { wallMs, cpuSeconds } = timeLimits(durationMs)
  const result = await run(work.ffmpeg, task, {
    wallMs,
    limits: { cpuSeconds },
    signal: work.signal,
    onProgress: ({ outTimeMs }) => onShare?.(Math.min(1, outTimeMs / Math.max(1, durationMs))),
  })
  if (result.outcome === 'done') return result
  const said = `${result.outcome} (exit ${result.exitCode}): ${result.stderrTail.slice(-1500)}`
  work.deps.log.warn('media.run_failed', { assetId: work.assetId, said })
  const code = refusalOf(result)
  if (code) throw new Refusal(code, said)
  throw new AppError(result.outcome === 'disk_full' ? 'disk_full' : 'internal', { cause: said })
}

export const fileExists = async (file: string): Promise<boolean> => {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return false
    throw error
  }
}

/** The uploaded bytes: still where they arrived, or already kept as the original. Null: they are gone. */
export const findOriginal = async (deps: MediaDeps, assetId: AssetId): Promise<string | null> => {
  const arrived = join(deps.uploadFolder, assetId)
  if (await fileExists(arrived)) return arrived
  const kept = deps.blobs.localPath(`originals/${assetId}`)
  return kept !== null && (await fileExists(kept)) ? kept : null
}

export const sourceOf = async ({ deps, assetId }: Work): Promise<string> => {
  const source = await findOriginal(deps, assetId)
  assert(source !== null, `the upload ${assetId} has its bytes`)
  return source
}

/**
 * Keeps the original, or drops it if the operator wants that, and clears the place where uploads arrive. Repeated after
 * a crash it finds nothing to do.
 */
export const keepOriginal = async (deps: MediaDeps, assetId: AssetId): Promise<void> => {
  const arrived = join(deps.uploadFolder, assetId)
  const keep = deps.settings.keepsOriginals
  if (keep && (await fileExists(arrived)))
    await deps.blobs.put(`originals/${assetId}`, { file: arrived, frozen: true })
  if (!keep) await deps.blobs.delete(`originals/${assetId}`)
  await rm(arrived, { force: true })
}

export const workFolderOf = (deps: MediaDeps, assetId: AssetId): string => join(deps.workFolder, assetId)

/** Deletes every file of an asset. */
export const forgetFiles = async (deps: MediaDeps, assetId: AssetId): Promise<void> => {
  const arrived = join(deps.uploadFolder, assetId)
  await rm(arrived, { force: true })
  await rm(workFolderOf(deps, assetId), { recursive: true, force: true })
  await deps.blobs.delete(`originals/${assetId}`)
  await deps.blobs.deletePrefix(`media/${assetId}/`)
}
