import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset, AssetId, PersonId, RefusalCode } from '@busker/contract'
import { AppError } from '#platform/errors'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import type { MediaDeps } from './deps.ts'
import { forgetJob, inspectJob, jobKey } from './jobs.ts'
import { presentAsset } from './present.ts'
import { addressesOf } from './serving/addresses.ts'
import {
  deleteAssetRow,
  findAsset,
  findAssets,
  insertAsset,
  listAssetsOf,
  lockAsset,
  markClaimed,
  markQueued,
  markRefused,
  markRetried,
  type AssetRow,
} from './store/assets.ts'

export const present = (deps: MediaDeps, row: AssetRow): Promise<Asset> =>
  presentAsset(row, { uploadFolder: deps.uploadFolder, addressOf: addressesOf(deps) })

/** Lets the owner's page know, once the change is committed. */
export const tellOwner = async (deps: MediaDeps, tx: Tx, assetId: AssetId): Promise<void> => {
  const row = await findAsset(tx, assetId)
  if (!row) return
  const asset = await present(deps, row)
  onCommit(tx, () => deps.publish(row.ownerId, { type: 'asset.changed', asset }))
}

/** The same for a change that is committed already. */
export const tellOwnerNow = async (deps: MediaDeps, assetId: AssetId): Promise<void> => {
  const row = await findAsset(deps.db.pool, assetId)
  if (row) deps.publish(row.ownerId, { type: 'asset.changed', asset: await present(deps, row) })
}

export const getAssets = async (
  deps: MediaDeps,
  handle: Queryable,
  ids: readonly AssetId[],
): Promise<Map<AssetId, Asset>> => {
  const rows = ids.length === 0 ? [] : await findAssets(handle, ids)
  const assets = await Promise.all(rows.map((row) => present(deps, row)))
  return new Map(assets.map((asset) => [asset.assetId, asset]))
}

/** One of a person's own assets; somebody else's does not exist for them. */
export const getOwn = async (deps: MediaDeps, assetId: AssetId, ownerId: PersonId): Promise<AssetRow> => {
  const row = await findAsset(deps.db.pool, assetId)
  if (!row || row.ownerId !== ownerId) throw new AppError('not_found')
  return row
}

export const listOwn = async (deps: MediaDeps, ownerId: PersonId): Promise<Asset[]> => {
  const rows = await listAssetsOf(deps.db.pool, ownerId)
  return Promise.all(rows.map((row) => present(deps, row)))
}

/** Gives the file to a post. Holds the row until the caller commits, so that its state cannot change meanwhile. */
export const claimAsset = async (
  deps: MediaDeps,
  tx: Tx,
  claim: { assetId: AssetId; personId: PersonId },
): Promise<Asset | 'in_use' | null> => {
  const row = await lockAsset(tx, claim.assetId)
  if (!row || row.ownerId !== claim.personId) return null
  if (row.claimed) return 'in_use'
  await markClaimed(tx, claim.assetId)
  return present(deps, row)
}

/** Forgets the asset; its files are deleted by a job that exists exactly if this transaction commits. */
export const removeAsset = async (deps: MediaDeps, tx: Tx, assetId: AssetId): Promise<void> => {
  if (await deleteAssetRow(tx, assetId)) await deps.jobs.enqueue(tx, forgetJob, { assetId })
}

export const deleteOwn = (deps: MediaDeps, assetId: AssetId, ownerId: PersonId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const row = await lockAsset(tx, assetId)
    if (!row || row.ownerId !== ownerId) throw new AppError('not_found')
    if (row.claimed) throw new AppError('asset_in_use')
    await removeAsset(deps, tx, assetId)
  })

/** Every byte of an upload is on disk: the row and the job that judges it change together. Safe to repeat. */
export const queueAsset = (deps: MediaDeps, assetId: AssetId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    if (!(await markQueued(tx, assetId))) return
    await deps.jobs.enqueue(tx, inspectJob, { assetId, isSeed: false }, { key: jobKey(inspectJob, assetId) })
    await tellOwner(deps, tx, assetId)
  })

/** A refused asset goes back to the beginning of its way. False when it is not refused. */
export const requeueAsset = async (deps: MediaDeps, tx: Tx, assetId: AssetId): Promise<boolean> => {
  if (!(await markRetried(tx, assetId))) return false
  await deps.jobs.enqueue(tx, inspectJob, { assetId, isSeed: false }, { key: jobKey(inspectJob, assetId) })
  await tellOwner(deps, tx, assetId)
  return true
}

export interface RefusalOf {
  readonly assetId: AssetId
  readonly code: RefusalCode
  /** What the programs said, for the operator. */
  readonly detail: string | null
}

const longestDetail = 2000

export const refuseAsset = (deps: MediaDeps, { assetId, code, detail }: RefusalOf): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const refusal = { code, detail: detail?.slice(-longestDetail) ?? null, at: deps.clock.now() }
    if (!(await markRefused(tx, assetId, refusal))) return
    const row = await findAsset(tx, assetId)
    if (!row) return
    await deps.bus.emit(tx, 'media.refused', { assetId, ownerId: row.ownerId, code })
    await tellOwner(deps, tx, assetId)
    onCommit(tx, () => deps.log.event('media.refused', { assetId, code }))
  })

/** A copy that is whole or not there, and on disk. */
const copyDurably = async (from: string, to: string): Promise<void> => {
  const unfinished = `${to}.part`
  await rm(unfinished, { force: true })
  await copyFile(from, unfinished)
  const handle = await open(unfinished, 'r+')
  await handle.sync().finally(() => handle.close())
  await rename(unfinished, to)
}

export interface AcceptedFile {
  readonly assetId: AssetId
  readonly ownerId: PersonId
  readonly file: string
  readonly filename: string
}

/** Takes a file of this machine as if it had been uploaded. Repeating it with the same id changes nothing. */
export const acceptFile = async (deps: MediaDeps, given: AcceptedFile): Promise<void> => {
  if (await findAsset(deps.db.pool, given.assetId)) return
  const { size } = await stat(given.file)
  await copyDurably(given.file, join(deps.uploadFolder, given.assetId))
  await deps.db.transaction(async (tx) => {
    const asset = {
      ...given,
      state: 'queued' as const,
      totalBytes: BigInt(size),
      createdAt: deps.clock.now(),
    }
    if (!(await insertAsset(tx, asset))) return
    const { assetId } = given
    // Judging takes no time worth speaking of; it is the conversion that waits for those of people.
    const options = { key: jobKey(inspectJob, assetId), priority: 1 }
    await deps.jobs.enqueue(tx, inspectJob, { assetId, isSeed: true }, options)
  })
}
