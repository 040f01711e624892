import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { refusalCatalog, type Asset, type Playback } from '@busker/contract'
import { assert } from '#platform/assert'
import { hasErrno } from '#platform/errors'
import type { AssetRow } from './store/assets.ts'

/** Names of the files of a finished asset, in the blob store and in addresses. */
export const renditionName = '720.mp4'
export const posterName = 'poster.webp'

const playbackOf = (row: AssetRow): Playback => {
  const { width, height, durationMs, hasAudio, bytes } = row
  assert(width !== null && height !== null && durationMs !== null, 'a ready asset has a size and a length')
  assert(hasAudio !== null && bytes !== null, 'a ready asset was measured')
  const base = `/v1/media/${row.assetId}`
  const urls = { videoUrl: `${base}/${renditionName}`, posterUrl: `${base}/${posterName}` }
  return { ...urls, width, height, durationMs, hasAudio, bytes: Number(bytes) }
}

/** How much of an upload has arrived: asked of the file itself, so that no row is written while bytes stream in. */
const receivedBytes = async (uploadFolder: string, row: AssetRow): Promise<number> => {
  try {
    return (await stat(join(uploadFolder, row.assetId))).size
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return 0
    throw error
  }
}

export const presentAsset = async (row: AssetRow, uploadFolder: string): Promise<Asset> => {
  const common = {
    assetId: row.assetId,
    filename: row.filename,
    createdAt: row.createdAt.toISOString(),
    claimed: row.claimed,
  }
  switch (row.state) {
    case 'uploading': {
      const totalBytes = Number(row.totalBytes)
      return {
        ...common,
        state: 'uploading',
        totalBytes,
        receivedBytes: await receivedBytes(uploadFolder, row),
      }
    }
    case 'queued':
      return { ...common, state: 'queued' }
    case 'processing':
      return { ...common, state: 'processing', progress: row.progress }
    case 'ready':
      return { ...common, state: 'ready', playback: playbackOf(row) }
    case 'refused': {
      const code = row.refusalCode ?? 'conversion_failed'
      return { ...common, state: 'refused', code, message: refusalCatalog[code] }
    }
  }
}
