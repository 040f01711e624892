import type { Asset, listAssets, Post, RealtimeMessage } from '@busker/contract'
import { call, isApiError } from '#shared/api'
import type { ItemList } from './item-list.ts'
import { itemOfAsset } from './item.ts'

/** What the server says about the items: by asking, and by listening. */
export interface ServerState {
  refresh(): Promise<void>
  hear(message: RealtimeMessage): void
}

const merge = (list: ItemList, assets: readonly Asset[]): void => {
  const known = new Map(assets.map((asset): [string, Asset] => [asset.assetId, asset]))
  const here = new Set(list.items.map(({ assetId }) => assetId))
  const others = assets.filter((asset) => !here.has(asset.assetId) && !asset.claimed)
  list.set([
    ...list.items.map((item) => ({ ...item, asset: known.get(item.assetId ?? '') ?? item.asset })),
    ...others.map(itemOfAsset),
  ])
}

const onPost = (list: ItemList, post: Post): void => {
  if (post.state !== 'published') return
  const isIt = list.items.find(({ posting }) => posting.state === 'posted' && posting.postId === post.postId)
  if (isIt)
    list.change(isIt.key, () => ({ posting: { state: 'posted', postId: post.postId, published: true } }))
}

export const createServerState = (list: ItemList): ServerState => {
  const refresh = async (): Promise<void> => {
    try {
      merge(list, (await call<typeof listAssets>('GET', '/v1/assets', {})).assets)
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
    }
  }
  return { refresh, hear }
}
