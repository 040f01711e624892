import type { SoundId } from '@busker/contract'
import type { Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { reachOf } from './rules/life.ts'
import type { PostRow } from './store/posts.ts'
import { insertSound } from './store/sounds.ts'

/** A post that others can see for the first time, and that is heard, brings its own sound unless it uses another one. */
export const giveSound = async (
  deps: Pick<PostsDeps, 'media' | 'ids' | 'clock'>,
  tx: Tx,
  row: PostRow,
): Promise<PostRow> => {
  if (row.soundId !== null || reachOf(row) === 'nobody') return row
  const asset = (await deps.media.getAssets(tx, [row.assetId])).get(row.assetId)
  if (asset?.state !== 'ready' || !asset.playback.hasAudio) return row
  // Checked boundary: an id that is made here.
  const soundId = deps.ids.uuid() as SoundId
  const { authorId: ownerId, postId: sourcePostId } = row
  await insertSound(tx, { soundId, ownerId, sourcePostId, createdAt: deps.clock.now() })
  return { ...row, soundId, soundOwnerId: ownerId }
}
