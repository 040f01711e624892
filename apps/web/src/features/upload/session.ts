import type { Asset, createPost, deleteAsset, listAssets, RealtimeMessage } from '@busker/contract'
import { call, isApiError } from '#shared/api'
import { uuidv7 } from '#shared/clock'
import type { KeyValueStorage } from '#shared/storage'
import type { UploadLimits } from './inspect-file.ts'
import { inspectFile } from './inspect-file.ts'
import type { UploadItem } from './item.ts'
import { canPost, itemOfAsset } from './item.ts'
import type { RunningTransfer } from './transfer.ts'
import { startTransfer } from './transfer.ts'

/** Everything on its way, for as long as the page is open: it outlives the upload page itself. */
export interface UploadSession {
  readonly items: readonly UploadItem[]
  subscribe(listener: () => void): () => void
  add(files: readonly File[], limits: UploadLimits): void
  setCaption(key: string, caption: string): void
  pause(key: string): void
  resume(key: string): void
  /** Takes an item away, and from the server too if no post uses it. */
  remove(key: string): Promise<void>
  post(key: string): void
  /** Reads the state of everything from the server. */
  refresh(): Promise<void>
  hear(message: RealtimeMessage): void
}

type Change = (item: UploadItem) => Partial<UploadItem>

const postedKey = 'busker.posted'
const rememberedPosts = 200

const readPosted = (storage: KeyValueStorage): string[] => {
  try {
    const list: unknown = JSON.parse(storage.get(postedKey) ?? '[]')
    return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

const sentBytesOf = ({ transfer }: UploadItem): number => ('sentBytes' in transfer ? transfer.sentBytes : 0)

/** Makes the session; `uploadSession()` holds the one of this page. */
export const createUploadSession = (storage: KeyValueStorage): UploadSession => {
  let items: readonly UploadItem[] = []
  const listeners = new Set<() => void>()
  const transfers = new Map<string, RunningTransfer>()

  const set = (next: readonly UploadItem[]): void => {
    items = next
    for (const listener of listeners) listener()
  }
  const find = (key: string): UploadItem | undefined => items.find((item) => item.key === key)
  const change = (key: string, how: Change): void =>
    set(items.map((item) => (item.key === key ? { ...item, ...how(item) } : item)))

  const rememberPosted = (assetId: string): void => {
    const list = [assetId, ...readPosted(storage).filter((id) => id !== assetId)].slice(0, rememberedPosts)
    storage.set(postedKey, JSON.stringify(list))
  }

  // The wish to post and the news that the upload has an address can come in either order, and the news comes twice.
  const beingPosted = new Set<string>()
  const createPostOf = async (key: string): Promise<void> => {
    const item = find(key)
    if (!item?.assetId || item.posting.state !== 'wanted' || beingPosted.has(key)) return
    beingPosted.add(key)
    try {
      // The id is the last part of the upload's address, which the server made from the asset id.
      const body = { assetId: item.assetId, caption: item.caption }
      const { post } = await call<typeof createPost>('POST', '/v1/posts', { body })
      rememberPosted(item.assetId)
      change(key, () => ({
        posting: { state: 'posted', postId: post.postId, published: post.state === 'published' },
      }))
    } catch (error) {
      if (isApiError(error, 'asset_in_use')) rememberPosted(item.assetId)
      change(key, () => ({ posting: { state: 'failed', error } }))
    } finally {
      beingPosted.delete(key)
    }
  }

  const onAsset = (key: string, assetId: string): void => {
    // The same upload may be listed already, from an earlier visit.
    const earlier = items.find((item) => item.assetId === assetId && item.key !== key)
    if (earlier) set(items.filter((item) => item !== earlier))
    change(key, (item) => ({ assetId, caption: item.caption || (earlier?.caption ?? '') }))
    void createPostOf(key)
  }

  const begin = (key: string, file: File): void => {
    const transferTo = (state: 'uploading' | 'waiting_for_network') =>
      change(key, (item) =>
        item.transfer.state === 'done' ? {} : { transfer: { state, sentBytes: sentBytesOf(item) } },
      )
    const transfer = startTransfer(file, {
      onAsset: (assetId) => onAsset(key, assetId),
      onGoingOn: () => transferTo('uploading'),
      onProgress: (sentBytes) =>
        change(key, (item) =>
          item.transfer.state === 'uploading' ? { transfer: { state: 'uploading', sentBytes } } : {},
        ),
      onWaitingForNetwork: () => transferTo('waiting_for_network'),
      onDone: () => change(key, () => ({ transfer: { state: 'done' } })),
      onFailed: (error) =>
        change(key, (item) => ({ transfer: { state: 'failed', sentBytes: sentBytesOf(item), error } })),
    })
    transfers.set(key, transfer)
  }

  const take = async (file: File, limits: UploadLimits): Promise<void> => {
    const key = uuidv7()
    const previewUrl = URL.createObjectURL(file)
    const item: UploadItem = {
      key,
      filename: file.name,
      totalBytes: file.size,
      previewUrl,
      caption: '',
      assetId: null,
      transfer: { state: 'checking' },
      asset: null,
      posting: { state: 'draft' },
    }
    set([item, ...items])
    const objection = await inspectFile(file, previewUrl, limits)
    if (!find(key)) return
    if (objection) return change(key, () => ({ transfer: { state: 'objected', objection } }))
    change(key, () => ({ transfer: { state: 'uploading', sentBytes: 0 } }))
    begin(key, file)
  }

  const merge = (assets: readonly Asset[]): void => {
    const posted = new Set(readPosted(storage))
    const known = new Map(assets.map((asset): [string, Asset] => [asset.assetId, asset]))
    const here = new Set(items.map(({ assetId }) => assetId))
    const others = assets.filter((asset) => !here.has(asset.assetId) && !posted.has(asset.assetId))
    set([
      ...items.map((item) => ({ ...item, asset: known.get(item.assetId ?? '') ?? item.asset })),
      ...others.map((asset) => itemOfAsset(asset, false)),
    ])
  }

  const hear = (message: RealtimeMessage): void => {
    if (message.type === 'reset') return void refresh()
    if (message.type === 'asset.changed') {
      const { asset } = message
      return set(items.map((item) => (item.assetId === asset.assetId ? { ...item, asset } : item)))
    }
    const { post } = message
    if (post.state !== 'published') return
    const published = { state: 'posted', postId: post.postId, published: true } as const
    set(
      items.map((item) =>
        item.posting.state === 'posted' && item.posting.postId === post.postId
          ? { ...item, posting: published }
          : item,
      ),
    )
  }

  const refresh = async (): Promise<void> => {
    try {
      merge((await call<typeof listAssets>('GET', '/v1/assets', {})).assets)
    } catch (error) {
      // Signed out or offline: what is on its way here stays as it is, and the next reset reads again.
      if (!isApiError(error)) throw error
    }
  }

  return {
    get items() {
      return items
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add: (files, limits) => {
      for (const file of files) void take(file, limits)
    },
    setCaption: (key, caption) => change(key, () => ({ caption })),
    pause: (key) => {
      transfers.get(key)?.pause()
      change(key, (item) => ({ transfer: { state: 'paused', sentBytes: sentBytesOf(item) } }))
    },
    resume: (key) => {
      change(key, (item) => ({ transfer: { state: 'uploading', sentBytes: sentBytesOf(item) } }))
      transfers.get(key)?.resume()
    },
    remove: async (key) => {
      const item = find(key)
      if (!item) return
      set(items.filter((other) => other.key !== key))
      if (item.previewUrl) URL.revokeObjectURL(item.previewUrl)
      const transfer = transfers.get(key)
      transfers.delete(key)
      // Cancelling may fail without a network; the server forgets unfinished uploads by itself.
      await transfer?.cancel().catch(() => undefined)
      if (item.assetId === null || item.posting.state === 'posted') return
      await call<typeof deleteAsset>('DELETE', '/v1/assets/:assetId', {
        params: { assetId: item.assetId },
      }).catch(() => undefined)
    },
    post: (key) => {
      const item = find(key)
      if (!item || !canPost(item)) return
      change(key, () => ({ posting: { state: 'wanted' } }))
      void createPostOf(key)
    },
    refresh,
    hear,
  }
}
