import {
  choosePoster,
  deleteAsset,
  getAsset,
  getHookAnalysis,
  listAssets,
  type Asset,
  type AssetId,
  type PersonId,
} from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import type { Queryable, Tx } from '#platform/postgres'
import {
  acceptFile,
  claimAsset,
  deleteOwn,
  getAssets,
  getOwn,
  listOwn,
  present,
  removeAsset,
  type AcceptedFile,
} from './assets.ts'
import { handleCaptionJobs, serveCaptions } from './captions-http.ts'
import type { MediaDeps } from './deps.ts'
import { handleEncoding, handleUploads } from './handle-jobs.ts'
import { sweepJob } from './jobs.ts'
import { serveOperator } from './operator-http.ts'
import { createEarlyConversions, type EarlyConversions } from './pipeline/early.ts'
import { replacePoster } from './pipeline/replace-poster.ts'
import { serveFiles } from './serve-files.ts'
import { serveSmallest } from './smallest.ts'
import { createAccessCache } from './serving/asset-access.ts'
import { openBest, type BestFile } from './serving/best-file.ts'
import { setRestricted } from './serving/set-restricted.ts'
import { findHook } from './store/assets.ts'
import { sweepUploads } from './sweep.ts'
import { mountUploads } from './uploads.ts'

export type { AcceptedFile } from './assets.ts'
export type { MediaDeps, People } from './deps.ts'
export { openCaptionEngine, type CaptionEngine } from './caption-engine.ts'
export { inspectFile, type Verdict } from './inspect-file.ts'
export { readMediaSecret } from './serving/secret.ts'

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
  /** From now on only signed addresses lead to its files, or all do. */
  setRestricted(tx: Tx, assetId: AssetId, restricted: boolean): Promise<void>
  /** The largest finished file of an asset; null: there is none yet. */
  openBest(assetId: AssetId): Promise<BestFile | null>
  /** Takes a file of this machine as if it had been uploaded; for seeding. Safe to repeat with the same id. */
  acceptFile(file: AcceptedFile): Promise<void>
  /** Repairs what an earlier process left half done and keeps doing so; before the jobs start. */
  start(): Promise<void>
  /** Registers the jobs that convert: all that a process without an HTTP server does. */
  encode(): void
  /** Registers all jobs and endpoints. */
  serve(app: FastifyInstance): void
  /** Ends what runs beside the queue. */
  stop(): Promise<void>
}

const serveAssets = (app: FastifyInstance, deps: MediaDeps): void => {
  route(app, listAssets, async ({ viewer }) => ({ assets: await listOwn(deps, viewer.personId) }))
  route(app, getAsset, async ({ viewer, params }) => ({
    asset: await present(deps, await getOwn(deps, params.assetId, viewer.personId)),
  }))
  route(app, deleteAsset, async ({ viewer, params }) => {
    await deleteOwn(deps, params.assetId, viewer.personId)
    return {}
  })
  route(app, choosePoster, async ({ viewer, params, body }) => {
    const row = await getOwn(deps, params.assetId, viewer.personId)
    if (!row.complete || deps.ffmpeg === null) throw new AppError('asset_not_ready')
    await replacePoster(deps, deps.ffmpeg, { row, atMs: body.atMs })
    return { asset: await present(deps, await getOwn(deps, params.assetId, viewer.personId)) }
  })
  route(app, getHookAnalysis, async ({ viewer, params }) => {
    const { assetId } = await getOwn(deps, params.assetId, viewer.personId)
    return { hook: await findHook(deps.db.pool, assetId) }
  })
}

/** The heavy work, wherever it is done. */
const encode = (deps: MediaDeps, early: EarlyConversions | null): void => {
  handleEncoding(deps, early)
  handleCaptionJobs(deps)
}

/** Wires the module. */
export const createMedia = (deps: MediaDeps): Media => {
  const { ffmpeg, encoders } = deps
  const access = createAccessCache(deps)
  const early = ffmpeg === null || encoders === 0 ? null : createEarlyConversions(deps, ffmpeg, encoders)
  return {
    getAssets: (handle, ids) => getAssets(deps, handle, ids),
    claim: (tx, assetId, personId) => claimAsset(deps, tx, { assetId, personId }),
    removeAsset: (tx, assetId) => removeAsset(deps, tx, assetId),
    setRestricted: (tx, assetId, restricted) =>
      setRestricted({ ...deps, access }, tx, { assetId, restricted }),
    openBest: (assetId) => openBest(deps, assetId),
    acceptFile: (file) => acceptFile(deps, file),
    start: async () => {
      await sweepUploads(deps)
      await deps.jobs.enqueue(deps.db.pool, sweepJob, {}, { key: sweepJob.name })
    },
    encode: () => encode(deps, null),
    serve: (app) => {
      encode(deps, early)
      handleUploads(deps, early)
      mountUploads(app, deps, early)
      serveFiles(app, { ...deps, access })
      serveSmallest(app, deps)
      serveAssets(app, deps)
      serveCaptions(app, deps)
      serveOperator(app, deps)
    },
    stop: async () => early?.stop(),
  }
}
