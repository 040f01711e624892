import type { createPost, replaceVideo } from '@busker/contract'
import { asWish } from '#shared/posting'
import { call } from '#shared/api'
import { revokeSoon } from '#shared/ui'
import type { ItemList } from './item-list.ts'
import type { UploadItem } from './item.ts'
import type { KeptFiles } from './kept/kept-files.ts'
import type { UploadNotes } from './kept/notes.ts'
import type { WindowLock } from './kept/window-lock.ts'
import type { Line } from './line.ts'
import type { Outgoing, RunningTransfer } from './transfer.ts'
import { startTransfer } from './transfer.ts'

/** What the steps of sending share. */
export interface Sending {
  readonly personId: string
  readonly list: ItemList
  readonly transfers: Map<string, RunningTransfer>
  /** Items whose post is being created: the wish and the news of the upload's address come in either order, the news twice. */
  readonly beingPosted: Set<string>
  /** Two are sent at once: more of them only make each one slower. */
  readonly sendLine: Line
  readonly prepareLine: Line
  readonly notes: UploadNotes
  readonly kept: Promise<KeptFiles | null>
  readonly locks: Map<string, WindowLock>
}

export const sentBytesOf = ({ transfer }: UploadItem): number =>
  'sentBytes' in transfer ? transfer.sentBytes : 0

const sendPost = (
  assetId: string,
  { caption, options: { when, replaces, answers, ...options } }: UploadItem,
) =>
  replaces === null
    ? call<typeof createPost>('POST', '/v1/posts', {
        body: {
          ...{ assetId, caption, ...options, answers: answers?.commentId ?? null },
          publish: asWish({ when }) ?? 'draft',
        },
      })
    : call<typeof replaceVideo>('PUT', '/v1/posts/:postId/video', {
        params: { postId: replaces },
        body: { assetId },
      })

/** Creates the post as soon as it is wanted and the server knows the upload; until then nothing happens. */
export const createPostOf = async ({ list, beingPosted }: Sending, key: string): Promise<void> => {
  const item = list.find(key)
  if (!item?.assetId || item.posting.state !== 'wanted' || beingPosted.has(key)) return
  beingPosted.add(key)
  try {
    const { post } = await sendPost(item.assetId, item)
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
  list.change(key, (item) => ({
    assetId,
    ...(item.caption === '' && earlier ? { caption: earlier.caption, options: earlier.options } : {}),
  }))
  void createPostOf(sending, key)
}

/** Forgets what was kept for an upload, and lets other windows have it. */
export const letGo = async ({ list, kept, locks }: Sending, key: string): Promise<void> => {
  const item = list.find(key)
  if (item?.previewIsKept === true && item.previewUrl !== null) {
    // Without its file the preview would stop in the middle.
    list.change(key, () => ({ previewUrl: null, previewIsKept: false }))
    revokeSoon(item.previewUrl)
  }
  await (await kept)?.drop(key)
  locks.get(key)?.release()
  locks.delete(key)
}

/** The server has every byte: the kept file has done its work, and only the words of a draft are still needed. */
const onDone = (sending: Sending, key: string): void => {
  const { list, notes } = sending
  sending.sendLine.leave(key)
  sending.transfers.delete(key)
  notes.change(key, { hasFile: false })
  if (typeof notes.get(key)?.posting === 'object') notes.remove(key)
  list.change(key, () => ({ transfer: { state: 'done' } }))
  void letGo(sending, key)
}

const beginTransfer = (sending: Sending, key: string, outgoing: Outgoing): void => {
  const { list } = sending
  const moveTo = (state: 'uploading' | 'waiting_for_network') => () =>
    list.change(key, (item) =>
      item.transfer.state === 'done' ? {} : { transfer: { state, sentBytes: sentBytesOf(item) } },
    )
  const transfer = startTransfer(outgoing, {
    onAsset: (assetId) => onAsset(sending, key, assetId),
    onGoingOn: moveTo('uploading'),
    onWaitingForNetwork: moveTo('waiting_for_network'),
    onProgress: (sentBytes) =>
      list.change(key, (item) =>
        item.transfer.state === 'uploading' ? { transfer: { state: 'uploading', sentBytes } } : {},
      ),
    onDone: () => onDone(sending, key),
    onFailed: (error) => {
      sending.sendLine.leave(key)
      list.change(key, (item) => ({ transfer: { state: 'failed', sentBytes: sentBytesOf(item), error } }))
    },
  })
  sending.transfers.set(key, transfer)
}

const getInLine = (sending: Sending, key: string, serve: () => void): void => {
  sending.list.change(key, (item) => ({ transfer: { state: 'in_line', sentBytes: sentBytesOf(item) } }))
  sending.sendLine.join(key, serve)
}

/** Sends the bytes of an item when its turn comes. */
export const send = (sending: Sending, key: string, outgoing: Outgoing): void =>
  getInLine(sending, key, () => beginTransfer(sending, key, outgoing))

/** Goes on with what was paused or failed, when its turn comes. */
export const sendOn = (sending: Sending, key: string): void => {
  const transfer = sending.transfers.get(key)
  if (transfer) getInLine(sending, key, () => transfer.resume())
}
