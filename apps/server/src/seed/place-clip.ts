import { createHash } from 'node:crypto'
import type { AssetId, PersonId } from '@busker/contract'
import type { App } from '../app.ts'
import { AppError } from '#platform/errors'

/** A UUID (version 8, RFC 9562) made of a text: seeding again finds what it placed before. */
export const idFrom = (text: string): string => {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export interface ClipToPlace {
  /** Names the clip in this data folder; the same name is posted once. */
  readonly name: string
  readonly ownerId: PersonId
  readonly file: string
  readonly caption: string
}

/**
 * Posts a file as a person would: through the gate, the queue and the same publishing. Interrupted at any point and done
 * again it makes one post.
 */
export const placeClip = async (app: App, clip: ClipToPlace): Promise<void> => {
  const assetId = idFrom(`${app.engines.dataFolderId}/${clip.name}`) as AssetId
  await app.media.acceptFile({
    assetId,
    ownerId: clip.ownerId,
    file: clip.file,
    filename: `${clip.name}.mp4`,
  })
  try {
    await app.posts.create({ authorId: clip.ownerId, assetId, caption: clip.caption })
  } catch (error) {
    // It was posted before, with other words.
    if (!(error instanceof AppError && error.code === 'asset_in_use')) throw error
  }
}
