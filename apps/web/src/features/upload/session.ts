import type { deleteAsset, RealtimeMessage } from '@busker/contract'
import { call } from '#shared/api'
import type { UploadLimits } from './inspect-file.ts'
import { createItemList } from './item-list.ts'
import type { UploadItem } from './item.ts'
import { canPost } from './item.ts'
import type { Sending } from './sending.ts'
import { createPostOf, sentBytesOf, takeFile } from './sending.ts'
import { createServerState } from './server-state.ts'

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

const remove = async ({ list, transfers }: Sending, key: string): Promise<void> => {
  const item = list.find(key)
  if (!item) return
  list.set(list.items.filter((other) => other.key !== key))
  if (item.previewUrl) URL.revokeObjectURL(item.previewUrl)
  const isPosted = item.posting.state === 'posted' || item.posting.state === 'wanted'
  const transfer = transfers.get(key)
  // A posted upload goes on by itself; only its card is gone.
  if (isPosted) return
  transfers.delete(key)
  // Cancelling may fail without a network; the server forgets unfinished uploads by itself.
  await transfer?.cancel().catch(() => undefined)
  if (item.assetId === null) return
  await call<typeof deleteAsset>('DELETE', '/v1/assets/:assetId', {
    params: { assetId: item.assetId },
  }).catch(() => undefined)
}

export const createUploadSession = (): UploadSession => {
  const list = createItemList()
  const sending: Sending = { list, transfers: new Map(), beingPosted: new Set() }
  const server = createServerState(list)
  return {
    get items() {
      return list.items
    },
    subscribe: list.subscribe,
    add: (files, limits) => {
      for (const file of files) void takeFile(sending, file, limits)
    },
    setCaption: (key, caption) => list.change(key, () => ({ caption })),
    pause: (key) => {
      sending.transfers.get(key)?.pause()
      list.change(key, (item) => ({ transfer: { state: 'paused', sentBytes: sentBytesOf(item) } }))
    },
    resume: (key) => {
      list.change(key, (item) => ({ transfer: { state: 'uploading', sentBytes: sentBytesOf(item) } }))
      sending.transfers.get(key)?.resume()
    },
    remove: (key) => remove(sending, key),
    post: (key) => {
      const item = list.find(key)
      if (!item || !canPost(item)) return
      list.change(key, () => ({ posting: { state: 'wanted' } }))
      void createPostOf(sending, key)
    },
    ...server,
  }
}
