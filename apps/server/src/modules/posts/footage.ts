import type { Asset, AssetId, RefusalCode } from '@busker/contract'
import type { Queryable, Tx } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'
import type { Footage } from './rules/life.ts'
import { inState, settle, tellRefused } from './settle.ts'
import { findDue, lockByAsset, lockPost, type PostRow } from './store/posts.ts'

export const footageOf = (asset: Pick<Asset, 'state'> | undefined): Footage => {
  if (asset?.state === 'ready') return 'ready'
  return asset?.state === 'refused' ? 'refused' : 'coming'
}

/** What has become of the video of a post. */
export const lookAtFootage = async (deps: PostsDeps, handle: Queryable, assetId: AssetId): Promise<Footage> =>
  footageOf((await deps.media.getAssets(handle, [assetId])).get(assetId))

const settleNow = async (deps: PostsDeps, tx: Tx, before: PostRow | undefined): Promise<void> => {
  if (before === undefined || before.state === 'published') return
  const footage = await lookAtFootage(deps, tx, before.assetId)
  const after = inState(before, footage, deps.clock.now())
  if (after.state !== before.state) await settle(deps, tx, { before, after })
}

/** The video of a post became ready. Safe to run twice, and when the event comes late. */
export const publishReady = (deps: PostsDeps, assetId: AssetId): Promise<void> =>
  deps.db.transaction(async (tx) => settleNow(deps, tx, await lockByAsset(tx, assetId)))

/** So many posts come out in one round; more wait for the next. */
const mostAtOnce = 200

/** Brings out the scheduled posts whose time has come. One that was put off meanwhile stays. */
export const publishDue = async (deps: PostsDeps): Promise<void> => {
  for (const postId of await findDue(deps.db.pool, { now: deps.clock.now(), limit: mostAtOnce }))
    await deps.db.transaction(async (tx) => settleNow(deps, tx, await lockPost(tx, postId)))
}

/** The video of a post was refused, also of one that is out: it plays from its first second on and may be faulty at its end. */
export const refusePost = (deps: PostsDeps, assetId: AssetId, code: RefusalCode): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const before = await lockByAsset(tx, assetId)
    if (before === undefined || before.state === 'refused') return
    const after = { ...inState(before, 'refused', deps.clock.now()), refusalCode: code }
    await settle(deps, tx, { before, after })
    await tellRefused(deps, tx, { row: after, assetId, code, isReplacement: false })
  })
