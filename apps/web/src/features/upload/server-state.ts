import type { Asset, getPost, listAssets, Post, RealtimeMessage } from '@busker/contract'
import { call, isApiError } from '#shared/api'
import type { ItemList } from './item-list.ts'
import { itemOfAsset } from './item.ts'
import type { Sending } from './sending.ts'

/** What the server says about the items: by asking, and by listening. */
export interface ServerState {
  refresh(): Promise<void>
  hear(message: RealtimeMessage): void
}

const merge = ({ list, notes, personId }: Sending, assets: readonly Asset[]): void => {
  const known = new Map(assets.map((asset): [string, Asset] => [asset.assetId, asset]))
  const here = new Set(list.items.flatMap(({ assetId, expectedAssetId }) => [assetId, expectedAssetId]))
  const others = assets.filter((asset) => !here.has(asset.assetId) && !asset.claimed)
  const noted = notes.of(personId)
  list.set([
    ...list.items.map((item) => ({ ...item, asset: known.get(item.assetId ?? '') ?? item.asset })),
    ...others.map((asset) =>
      itemOfAsset(
        asset,
        noted.find(({ assetId }) => assetId === asset.assetId),
      ),
    ),
  ])
}

const onPost = (list: ItemList, post: Post): void => {
  if (post.state !== 'published') return
  const isIt = list.items.find(({ posting }) => posting.state === 'posted' && posting.postId === post.postId)
  if (isIt)
    list.change(isIt.key, () => ({ posting: { state: 'posted', postId: post.postId, published: true } }))
}

/** Posts may have been published while nobody listened. */
const askForPosts = async (list: ItemList): Promise<void> => {
  for (const { posting, asset } of list.items) {
    if (posting.state !== 'posted' || posting.published || asset?.state !== 'ready') continue
    const { post } = await call<typeof getPost>('GET', '/v1/posts/:postId', {
      params: { postId: posting.postId },
    })
    onPost(list, post)
  }
}

export const createServerState = (sending: Sending, wentOn: Promise<void>): ServerState => {
  const { list } = sending
  const refresh = async (): Promise<void> => {
    await wentOn
    try {
      merge(sending, (await call<typeof listAssets>('GET', '/v1/assets', {})).assets)
      await askForPosts(list)
    } catch (error) {
      // Signed out or offline: what is on its way here stays as it is, and the next reset reads again.
      if (!isApiError(error)) throw error
    }
  }
  const hear = (message: RealtimeMessage): void => {
    switch (message.type) {
      case 'reset':
        return void refresh()
      case 'asset.changed':
        return list.set(
          list.items.map((item) =>
            item.assetId === message.asset.assetId ? { ...item, asset: message.asset } : item,
          ),
        )
      case 'post.changed':
        return onPost(list, message.post)
      case 'import.changed':
      case 'target.changed':
      case 'report.made':
      case 'payout.changed':
      case 'earnings.changed':
      case 'notification.changed':
      case 'gift.received':
      case 'wallet.changed':
      case 'purchase.changed':
        return undefined
    }
  }
  return { refresh, hear }
}
