import { deleteAsset, getAsset, listAssets, type Asset, type AssetId, type PersonId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route, toAppError } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import {
  acceptFile,
  claimAsset,
  deleteOwn,
  getAssets,
  getOwn,
  listOwn,
  refuseAsset,
  removeAsset,
  type AcceptedFile,
} from './assets.ts'
import type { MediaDeps } from './deps.ts'
import { forgetJob, processJob, processKey, sweepJob } from './jobs.ts'
import { presentAsset } from './present.ts'
import { forgetFiles, processAsset } from './process-asset.ts'
import { serveFiles } from './serve-files.ts'
import { clearScratch, sweepUploads } from './sweep.ts'
import { mountUploads } from './uploads.ts'

export type { AcceptedFile } from './assets.ts'
export type { MediaDeps } from './deps.ts'

/** Uploaded files: arriving, converted, played. */
export interface Media {
  /** Assets by id; unknown ones are absent. One query. */
  getAssets(handle: Queryable, ids: readonly AssetId[]): Promise<Map<AssetId, Asset>>
  /**
   * Gives a file to a post and holds its row until the caller commits. Null: not this person's; `in_use`: another post
   * has it.
   */
  claim(tx: Tx, assetId: AssetId, personId: PersonId): Promise<Asset | 'in_use' | null>
  /** Forgets an asset and, after the commit, its files. */
  removeAsset(tx: Tx, assetId: AssetId): Promise<void>
  /** Takes a file of this machine as if it had been uploaded; for seeding. Safe to repeat with the same id. */
  acceptFile(file: AcceptedFile): Promise<void>
  /** Repairs what an earlier process left half done and keeps doing so; before the jobs start. */
  start(): Promise<void>
  /** Registers jobs and endpoints. */
  serve(app: FastifyInstance): void
}

const sweepEveryMs = 60_000
const diskFullPauseMs = 30_000

const handleJobs = (deps: MediaDeps): void => {
  const { ffmpeg, jobs, clock } = deps
  if (ffmpeg) {
    const process = async ({ assetId }: { assetId: AssetId }, { signal }: { signal: AbortSignal }) => {
      try {
        await processAsset(deps, ffmpeg, { assetId, signal })
      } catch (error) {
        if (toAppError(error).code !== 'disk_full') throw error
        // No fault of the file and no use in three quick tries: it waits until somebody has made room.
        const runAt = new Date(clock.nowMs() + diskFullPauseMs)
        await jobs.enqueue(deps.db.pool, processJob, { assetId }, { key: processKey(assetId), runAt })
      }
    }
    jobs.handle(processJob, process, {
      onGivenUp: ({ assetId }) => refuseAsset(deps, assetId, 'conversion_failed'),
    })
  }
  jobs.handle(forgetJob, ({ assetId }) => forgetFiles(deps, assetId))
  jobs.handle(sweepJob, async () => {
    await sweepUploads(deps)
    const runAt = new Date(clock.nowMs() + sweepEveryMs)
    await jobs.enqueue(deps.db.pool, sweepJob, {}, { key: sweepJob.name, runAt })
  })
}

const serveAssets = (app: FastifyInstance, deps: MediaDeps): void => {
  route(app, listAssets, async ({ viewer }) => ({ assets: await listOwn(deps, viewer.personId) }))
  route(app, getAsset, async ({ viewer, params }) => ({
    asset: await presentAsset(await getOwn(deps, params.assetId, viewer.personId), deps.uploadFolder),
  }))
  route(app, deleteAsset, async ({ viewer, params }) => {
    await deleteOwn(deps, params.assetId, viewer.personId)
    return {}
  })
}

/** Wires the module. */
export const createMedia = (deps: MediaDeps): Media => ({
  getAssets: (handle, ids) => getAssets(deps, handle, ids),
  claim: (tx, assetId, personId) => claimAsset(deps, tx, { assetId, personId }),
  removeAsset: (tx, assetId) => removeAsset(deps, tx, assetId),
  acceptFile: (file) => acceptFile(deps, file),
  start: async () => {
    await clearScratch(deps)
    await sweepUploads(deps)
    await deps.jobs.enqueue(deps.db.pool, sweepJob, {}, { key: sweepJob.name })
  },
  serve: (app) => {
    handleJobs(deps)
    mountUploads(app, deps)
    serveFiles(app, deps)
    serveAssets(app, deps)
  },
})
