import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { assetId as assetIdSchema, type AssetId } from '@busker/contract'
import { hasErrno } from '#platform/errors'
import { queueAsset, removeAsset } from './assets.ts'
import type { MediaDeps } from './deps.ts'
import { forgetFiles, keepOriginal } from './pipeline/work.ts'
import { findAssets, listUnfinished, type AssetRow } from './store/assets.ts'

/** An upload that has not moved for this long is given up; tus clients resume within it. */
const abandonedMs = 24 * 3_600_000
const filesAtOnce = 1000
/** Players of a stream go on with the files within this time; other steps of a job take less than an hour. */
const streamKeptMs = 60_000
const stepKeptMs = 3_600_000

const fileState = async (file: string): Promise<{ bytes: number; changedMs: number } | null> => {
  try {
    const found = await stat(file)
    return { bytes: found.size, changedMs: found.mtimeMs }
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return null
    throw error
  }
}

const repairUpload = async (deps: MediaDeps, row: AssetRow): Promise<void> => {
  if (row.state !== 'uploading') return
  const file = await fileState(join(deps.uploadFolder, row.assetId))
  // Complete on disk, but the process ended before it was said.
  if (file && BigInt(file.bytes) === row.totalBytes && row.totalBytes > 0n)
    return queueAsset(deps, row.assetId)
  const lastMs = Math.max(row.createdAt.getTime(), file?.changedMs ?? 0)
  if (deps.clock.nowMs() - lastMs > abandonedMs)
    await deps.db.transaction((tx) => removeAsset(deps, tx, row.assetId))
}

/** The assets that files in this folder are named after, with their rows where there are any. */
const assetsIn = async (deps: MediaDeps, folder: string): Promise<Map<AssetId, AssetRow | null>> => {
  const names = (await readdir(folder)).slice(0, filesAtOnce)
  const ids = [...new Set(names.map((name) => name.split('.')[0] ?? ''))].flatMap((name): AssetId[] => {
    const parsed = assetIdSchema.safeParse(name)
    return parsed.success ? [parsed.data] : []
  })
  const rows = ids.length === 0 ? [] : await findAssets(deps.db.pool, ids)
  const byId = new Map(rows.map((row) => [row.assetId, row]))
  return new Map(ids.map((id) => [id, byId.get(id) ?? null]))
}

/** Files whose asset is finished or gone. Fresh ones are left alone: their row may be about to be written. */
const clearOrphans = async (deps: MediaDeps): Promise<void> => {
  for (const [id, row] of await assetsIn(deps, deps.uploadFolder)) {
    if (row?.complete || row?.state === 'refused') await keepOriginal(deps, id)
    if (row) continue
    const file = await fileState(join(deps.uploadFolder, id))
    if (file && deps.clock.nowMs() - file.changedMs > abandonedMs) await forgetFiles(deps, id)
  }
}

/** What finished conversions left behind. Those under way, in whichever process, are not touched. */
const clearWork = async (deps: MediaDeps): Promise<void> => {
  for (const [id, row] of await assetsIn(deps, deps.workFolder)) {
    const isOver = row === null || row.complete || row.state === 'refused'
    if (!isOver) continue
    const folder = join(deps.workFolder, id)
    const left = (await readdir(folder)).map((name) => join(folder, name))
    for (const each of left) {
      const isStream = /\/\d+$/.test(each)
      const state = await fileState(each)
      const keptMs = isStream ? streamKeptMs : stepKeptMs
      if (state && deps.clock.nowMs() - state.changedMs > keptMs)
        await rm(each, { recursive: true, force: true })
    }
    if (left.length === 0) await rm(folder, { recursive: true, force: true })
  }
}

/** Repairs what a crash left half done. */
export const sweepUploads = async (deps: MediaDeps): Promise<void> => {
  for (const row of await listUnfinished(deps.db.pool)) await repairUpload(deps, row)
  await clearOrphans(deps)
  await clearWork(deps)
}
