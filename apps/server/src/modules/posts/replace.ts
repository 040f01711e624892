import type { AssetId, PostId, RefusalCode } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import type { Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import { abilities } from './policy.ts'
import { isOpen } from './rules/life.ts'
import { settle, tellRefused } from './settle.ts'
import { lockByNext, lockPost, type PostRow } from './store/posts.ts'
import { dropFiles, findExpired, insertPast } from './store/versions.ts'

/** How long the files of an earlier video stay: whoever watches it now may go on. */
const keptMs = 86_400_000

const lengthOf = async (deps: PostsDeps, tx: Tx, assetId: AssetId): Promise<number | null> => {
  const asset = (await deps.media.getAssets(tx, [assetId])).get(assetId)
  return asset?.state === 'ready' ? asset.playback.durationMs : null
}

/** Puts the video that waits in the place of the one that plays, if it is ready. */
const switchNow = async (deps: PostsDeps, tx: Tx, before: PostRow): Promise<void> => {
  const { nextAssetId } = before
  if (nextAssetId === null || (await lengthOf(deps, tx, nextAssetId)) === null) return
  const now = deps.clock.now()
  const durationMs = await lengthOf(deps, tx, before.assetId)
  const past = { postId: before.postId, version: before.version, assetId: before.assetId }
  await insertPast(tx, { ...past, durationMs: durationMs ?? 1, untilAt: now })
  const after = {
    ...{ ...before, assetId: nextAssetId, version: before.version + 1, replacedAt: now },
    ...{ nextAssetId: null, nextRefusal: null },
  }
  await deps.media.setRestricted(tx, nextAssetId, !isOpen(after))
  await settle(deps, tx, { before, after })
}

const ownPost = async (tx: Tx, given: { postId: PostId; viewer: PersonViewer }): Promise<PostRow> => {
  const row = await lockPost(tx, given.postId)
  if (!row) throw new AppError('not_found')
  if (!abilities(given.viewer, row).edit)
    throw new AppError(row.state === 'published' ? 'forbidden' : 'not_found')
  return row
}

/** Gives up the video that waits for its place, if there is one. */
const letGo = async (deps: PostsDeps, tx: Tx, { nextAssetId }: PostRow): Promise<void> => {
  if (nextAssetId !== null) await deps.media.removeAsset(tx, nextAssetId)
}

/**
 * Replaces the video of a published post: the old one plays until the new one is ready. Another one that waited is given
 * up; asked again with the same upload nothing changes.
 */
export const replaceVideo = (
  deps: PostsDeps,
  given: { readonly postId: PostId; readonly assetId: AssetId; readonly viewer: PersonViewer },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { assetId, viewer } = given
    const before = await ownPost(tx, given)
    if (before.nextAssetId === assetId || before.assetId === assetId) return
    if (before.state !== 'published') throw new AppError('not_published')
    const asset = await deps.media.claim(tx, assetId, viewer.personId)
    if (asset === null) throw new AppError('not_found')
    if (asset === 'in_use') throw new AppError('asset_in_use')
    await letGo(deps, tx, before)
    const refusal: RefusalCode | null = asset.state === 'refused' ? asset.code : null
    const waiting = { ...before, nextAssetId: assetId, nextRefusal: refusal }
    await settle(deps, tx, { before, after: waiting })
    await switchNow(deps, tx, waiting)
  })

/** Keeps the video that plays. Safe to repeat. */
export const keepVideo = (
  deps: PostsDeps,
  given: { readonly postId: PostId; readonly viewer: PersonViewer },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const before = await ownPost(tx, given)
    if (before.nextAssetId === null) return
    await letGo(deps, tx, before)
    await settle(deps, tx, { before, after: { ...before, nextAssetId: null, nextRefusal: null } })
  })

/** A video that was to take the place of another became ready. Safe to run twice. */
export const switchReady = (deps: PostsDeps, assetId: AssetId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const before = await lockByNext(tx, assetId)
    if (before) await switchNow(deps, tx, before)
  })

/** It was refused: the old one stays, and its author is told why. */
export const refuseNext = (deps: PostsDeps, assetId: AssetId, code: RefusalCode): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const before = await lockByNext(tx, assetId)
    if (!before) return
    await settle(deps, tx, { before, after: { ...before, nextRefusal: code } })
    await tellRefused(deps, tx, { row: before, assetId, code, isReplacement: true })
  })

const mostAtOnce = 100

/** Deletes the files of earlier videos a day after they were replaced. */
export const dropPastFiles = async (deps: PostsDeps): Promise<void> => {
  const before = new Date(deps.clock.nowMs() - keptMs)
  for (const past of await findExpired(deps.db.pool, before, mostAtOnce))
    await deps.db.transaction(async (tx) => {
      if (await dropFiles(tx, past)) await deps.media.removeAsset(tx, past.assetId)
    })
}
