import { access, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import {
  assetId as assetIdSchema,
  refusalCatalog,
  type AssetId,
  type FailedAsset,
  type getMediaStatus,
  type PersonId,
  type ResponseOf,
} from '@busker/contract'
import { z } from 'zod'
import { AppError, hasErrno } from '#platform/errors'
import { featuresOff } from '#platform/ffmpeg'
import type { WaitingJob } from '#platform/jobs'
import { onCommit } from '#platform/postgres'
import { requeueAsset } from './assets.ts'
import { captionsJob } from './captions.ts'
import type { MediaDeps } from './deps.ts'
import { convertJob, mediaJobs } from './jobs.ts'
import { lockAsset, saveExtras } from './store/assets.ts'
import {
  countStates,
  findQueuedFiles,
  hasFailures,
  listFailures,
  type AssetState,
  type FailureRow,
  type QueuedFile,
} from './store/failures.ts'

type MediaStatus = ResponseOf<typeof getMediaStatus>

const failuresPerPage = 50
const mostJobsShown = 100

const jobPayload = z.object({ assetId: assetIdSchema })

const assetOfJob = (job: WaitingJob): AssetId | null =>
  jobPayload.safeParse(job.payload).data?.assetId ?? null

const presentJob = (
  job: WaitingJob,
  files: ReadonlyMap<AssetId, QueuedFile>,
): MediaStatus['queue'][number] => {
  const assetId = assetOfJob(job)
  const file = assetId === null ? undefined : files.get(assetId)
  const sinceMs = job.runningSinceMs ?? job.runAt.getTime()
  return {
    jobId: job.id,
    kind: job.name,
    assetId,
    filename: file?.filename ?? null,
    state: job.state,
    // Only a conversion writes how far it is; the other jobs take a moment.
    progress: job.name === convertJob.name && job.state === 'running' ? (file?.progress ?? null) : null,
    attempt: job.attempts,
    maximumAttempts: job.maximumAttempts,
    since: new Date(sinceMs).toISOString(),
    lastError: job.lastError,
  }
}

const presentFailure = (row: FailureRow, handles: ReadonlyMap<PersonId, string>): FailedAsset => ({
  assetId: row.assetId,
  filename: row.filename,
  owner: { personId: row.ownerId, handle: handles.get(row.ownerId) ?? null },
  totalBytes: Number(row.totalBytes),
  code: row.code,
  message: refusalCatalog[row.code],
  detail: row.detail,
  failedAt: row.failedAt.toISOString(),
  canRetry: row.hasOriginal,
})

/** Room where uploads arrive. Null where the file system does not say, as some that are mounted from afar. */
const diskOf = async (folder: string): Promise<MediaStatus['disk']> => {
  const { bavail, blocks, bsize } = await statfs(folder)
  return blocks === 0 ? null : { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

/** One page and whether there is another one: asked only when this one is full. */
const failuresBefore = async (deps: MediaDeps, before: Date | null) => {
  const { pool } = deps.db
  const failures = await listFailures(pool, { before, limit: failuresPerPage })
  const last = failures.at(-1)
  const more =
    last !== undefined && failures.length >= failuresPerPage && (await hasFailures(pool, last.failedAt))
  return { failures, more }
}

const restAfterCounting = 20

/**
 * Counting reads the whole table: measured 0.9 s for a million assets on two busy cores. So a count is used again
 * until twenty times as long has passed, and counting takes at most a twentieth of the time, whoever looks.
 */
export const countWithRests = ({ db, clock }: Pick<MediaDeps, 'db' | 'clock'>) => {
  let known = { states: new Map<AssetState, number>(), untilMs: 0 }
  return async (): Promise<ReadonlyMap<AssetState, number>> => {
    const startMs = clock.nowMs()
    if (startMs < known.untilMs) return known.states
    const states = await countStates(db.pool)
    const endMs = clock.nowMs()
    known = { states, untilMs: endMs + restAfterCounting * (endMs - startMs) }
    return states
  }
}

interface Look {
  /** Show failures from before this time; undefined: the newest. */
  readonly before: string | undefined
  readonly countAssets: () => Promise<ReadonlyMap<AssetState, number>>
}

/**
 * Everything that the operator's page shows. Eight queries however long the lists are: jobs (at most 100), their number
 * by kind, living workers, assets by state (with rests, see above), failures (50 by index) and whether there are older
 * ones, then file names and handles by primary key.
 */
export const mediaStatus = async (deps: MediaDeps, { before, countAssets }: Look): Promise<MediaStatus> => {
  const { ffmpeg, jobs, people } = deps
  const { pool } = deps.db
  const names = [...mediaJobs, captionsJob].map(({ name }) => name)
  const [queue, queued, workers, states, page, disk] = await Promise.all([
    jobs.list(pool, { names, limit: mostJobsShown }),
    jobs.count(pool, names),
    jobs.workers(pool),
    countAssets(),
    failuresBefore(deps, before === undefined ? null : new Date(before)),
    diskOf(deps.uploadFolder),
  ])
  const assetIds = [...new Set(queue.map(assetOfJob).filter((id) => id !== null))]
  const owners = [...new Set(page.failures.map(({ ownerId }) => ownerId))]
  const [files, handles] = await Promise.all([
    assetIds.length === 0 ? [] : findQueuedFiles(pool, assetIds),
    people.handlesOf(owners),
  ])
  const filesById = new Map(files.map((file) => [file.assetId, file]))
  const count = (state: AssetState): number => states.get(state) ?? 0
  return {
    asOf: deps.clock.now().toISOString(),
    ffmpeg: ffmpeg && { path: ffmpeg.path, version: ffmpeg.version },
    sandbox: ffmpeg && ffmpeg.sandbox,
    featuresOff: [...featuresOff(ffmpeg)],
    encoders: deps.encoders,
    workers: workers.map(({ workerId, role, pool: kind, heartbeatAt }) => ({
      ...{ workerId, role, pool: kind },
      heartbeatAt: heartbeatAt.toISOString(),
    })),
    queue: queue.map((job) => presentJob(job, filesById)),
    queued: queued.map(({ name, jobs: found }) => ({ kind: name, count: found })),
    counts: {
      uploading: count('uploading'),
      waiting: count('queued') + count('processing'),
      ready: count('ready'),
      refused: count('refused'),
    },
    disk,
    failures: page.failures.map((row) => presentFailure(row, handles)),
    more: page.more,
  }
}

const isFile = async (path: string): Promise<boolean> => {
  try {
    await access(path)
    return true
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return false
    throw error
  }
}

/** The uploaded bytes lie where they arrived, or are kept as the original. */
const originalExists = async (deps: MediaDeps, assetId: AssetId): Promise<boolean> =>
  (await isFile(join(deps.uploadFolder, assetId))) || (await deps.blobs.stat(`originals/${assetId}`)) !== null

/**
 * Sends a refused upload through everything again. One that is not refused (any more) is left as it is, so that
 * pressing twice does no harm.
 */
export const retryRefused = async (
  deps: MediaDeps,
  { assetId, operatorId }: { readonly assetId: AssetId; readonly operatorId: PersonId },
): Promise<void> => {
  const isThere = await originalExists(deps, assetId)
  const isGone = await deps.db.transaction(async (tx) => {
    const row = await lockAsset(tx, assetId)
    if (!row) throw new AppError('not_found')
    if (row.state !== 'refused') return false
    if (!isThere) {
      await saveExtras(tx, assetId, { hasOriginal: false })
      return true
    }
    await requeueAsset(deps, tx, assetId)
    onCommit(tx, () => deps.log.event('media.retried', { assetId, operatorId }))
    return false
  })
  if (isGone) throw new AppError('original_gone')
}
