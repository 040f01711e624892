import type { createPost } from '@busker/contract'
import { call } from '#shared/api'
import { uuidv7 } from '#shared/clock'
import type { UploadLimits } from './inspect-file.ts'
import { inspectFile } from './inspect-file.ts'
import type { ItemList } from './item-list.ts'
import type { UploadItem } from './item.ts'
import type { RunningTransfer } from './transfer.ts'
import { startTransfer } from './transfer.ts'

/** What the steps of sending share. */
export interface Sending {
  readonly list: ItemList
  readonly transfers: Map<string, RunningTransfer>
  /** Items whose post is being created: the wish and the news of the upload's address come in either order, the news twice. */
  readonly beingPosted: Set<string>
}

export const sentBytesOf = ({ transfer }: UploadItem): number =>
  'sentBytes' in transfer ? transfer.sentBytes : 0

/** Creates the post as soon as it is wanted and the server knows the upload; until then nothing happens. */
export const createPostOf = async ({ list, beingPosted }: Sending, key: string): Promise<void> => {
  const item = list.find(key)
  if (!item?.assetId || item.posting.state !== 'wanted' || beingPosted.has(key)) return
  beingPosted.add(key)
  try {
    const body = { assetId: item.assetId, caption: item.caption }
    const { post } = await call<typeof createPost>('POST', '/v1/posts', { body })
    list.change(key, () => ({
      posting: { state: 'posted', postId: post.postId, published: post.state === 'published' },
    }))
  } catch (error) {
    list.change(key, () => ({ posting: { state: 'failed', error } }))
  } finally {
    beingPosted.delete(key)
  }
}

const onAsset = (sending: Sending, key: string, assetId: string): void => {
  const { list } = sending
  // The same upload may be listed already, from an earlier visit.
  const earlier = list.items.find((item) => item.assetId === assetId && item.key !== key)
  if (earlier) list.set(list.items.filter((item) => item !== earlier))
  list.change(key, (item) => ({ assetId, caption: item.caption || (earlier?.caption ?? '') }))
  void createPostOf(sending, key)
}

const beginTransfer = (sending: Sending, key: string, file: File): void => {
  const { list } = sending
  const moveTo = (state: 'uploading' | 'waiting_for_network') => () =>
    list.change(key, (item) =>
      item.transfer.state === 'done' ? {} : { transfer: { state, sentBytes: sentBytesOf(item) } },
    )
  const transfer = startTransfer(file, {
    onAsset: (assetId) => onAsset(sending, key, assetId),
    onGoingOn: moveTo('uploading'),
    onWaitingForNetwork: moveTo('waiting_for_network'),
    onProgress: (sentBytes) =>
      list.change(key, (item) =>
        item.transfer.state === 'uploading' ? { transfer: { state: 'uploading', sentBytes } } : {},
      ),
    onDone: () => list.change(key, () => ({ transfer: { state: 'done' } })),
    onFailed: (error) =>
      list.change(key, (item) => ({ transfer: { state: 'failed', sentBytes: sentBytesOf(item), error } })),
  })
  sending.transfers.set(key, transfer)
}

/** Takes a chosen file: looks at it, and sends it unless something speaks against it. */
export const takeFile = async (sending: Sending, file: File, limits: UploadLimits): Promise<void> => {
  const { list } = sending
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
  list.set([item, ...list.items])
  const objection = await inspectFile(file, previewUrl, limits)
  if (!list.find(key)) return
  if (objection) return list.change(key, () => ({ transfer: { state: 'objected', objection } }))
  list.change(key, () => ({ transfer: { state: 'uploading', sentBytes: 0 } }))
  beginTransfer(sending, key, file)
}
