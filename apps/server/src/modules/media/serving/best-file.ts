import type { Readable } from 'node:stream'
import type { AssetId } from '@busker/contract'
import type { MediaDeps } from '../deps.ts'
import { renditionFile } from '../present.ts'
import { findAsset } from '../store/assets.ts'
import { blobKey } from './found-file.ts'

/** A whole file, for those who keep it. */
export interface BestFile {
  readonly bytes: number
  read(): Promise<Readable>
}

/** The largest finished rendition of an asset, whoever asks: may they have it is decided before. */
export const openBest = async (
  { db, blobs }: Pick<MediaDeps, 'db' | 'blobs'>,
  assetId: AssetId,
): Promise<BestFile | null> => {
  const best = (await findAsset(db.pool, assetId))?.renditions.at(-1)
  if (!best) return null
  const key = blobKey(assetId, renditionFile(best))
  const found = await blobs.stat(key)
  return found && { bytes: found.bytes, read: () => blobs.read(key) }
}
