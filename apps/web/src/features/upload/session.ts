import type { deleteAsset, RealtimeMessage } from '@busker/contract'
import type { PostOptions } from '#shared/posting'
import { call, isApiError } from '#shared/api'
import { browserStorage } from '#shared/storage'
import { revokeSoon } from '#shared/ui'
import { goOn } from './go-on.ts'
import { createItemList } from './item-list.ts'
import type { UploadItem } from './item.ts'
import { canPost } from './item.ts'
import { openKeptFiles } from './kept/kept-files.ts'
import { createUploadNotes, notedPosting } from './kept/notes.ts'
import { createLine } from './line.ts'
import type { Sending } from './sending.ts'
import { createPostOf, letGo, sendOn, sentBytesOf } from './sending.ts'
import { createServerState } from './server-state.ts'
import type { IncomingFile } from './take-file.ts'
import { takeFile } from './take-file.ts'

/** Everything of one person that is on its way: it outlives the upload page, and with kept files the page itself. */
export interface UploadSession {
  readonly personId: string
  readonly items: readonly UploadItem[]
  subscribe(listener: () => void): () => void
  add(incoming: readonly IncomingFile[]): Promise<void>
  setCaption(key: string, caption: string): void
  setOptions(key: string, change: Partial<PostOptions>): void
  pause(key: string): void
  resume(key: string): void
  /** Takes an item away, and from the server too if no post uses it. */
  remove(key: string): Promise<void>
  post(key: string): void
  /** The person has signed in again: what stopped for that goes on. */
  welcomeBack(): void
  /** Reads the state of everything from the server. */
  refresh(): Promise<void>
  hear(message: RealtimeMessage): void
  /** Another person sits here now. Nothing is cancelled; what is kept goes on when its owner comes back. */
  close(): void
}

const transfersAtOnce = 2

const remove = async (sending: Sending, key: string): Promise<void> => {
  const { list, transfers, notes } = sending
  const item = list.find(key)
  if (!item) return
  list.set(list.items.filter((other) => other.key !== key))
  if (item.previewUrl) revokeSoon(item.previewUrl)
  // A posted upload goes on by itself; only its card is gone.
  if (item.posting.state === 'posted') return
  const transfer = transfers.get(key)
  transfers.delete(key)
  sending.sendLine.leave(key)
  notes.remove(key)
  await letGo(sending, key)
  // Cancelling may fail without a network; the server forgets unfinished uploads by itself.
  await transfer?.cancel().catch(() => undefined)
  if (item.assetId === null) return
  await call<typeof deleteAsset>('DELETE', '/v1/assets/:assetId', {
    params: { assetId: item.assetId },
  }).catch(() => undefined)
}

/** Writes down what people would miss most after a closed page: their words and their wish. */
const noteChanges = ({ list, notes }: Sending): (() => void) => {
  const noted = new Map<string, UploadItem>()
  return list.subscribe(() => {
    for (const item of list.items) {
      const before = noted.get(item.key)
      noted.set(item.key, item)
      const { caption, options, assetId, posting, transfer } = item
      const isSame = before?.caption === caption && before.options === options
      if (isSame && before.assetId === assetId && before.posting === posting) continue
      if (posting.state === 'posted' && transfer.state === 'done') notes.remove(item.key)
      else notes.change(item.key, { caption, options, assetId, posting: notedPosting(posting) })
    }
  })
}

const pause = ({ list, transfers, sendLine }: Sending, key: string): void => {
  transfers.get(key)?.pause()
  sendLine.leave(key)
  list.change(key, (item) => ({ transfer: { state: 'paused', sentBytes: sentBytesOf(item) } }))
}

const createSending = (personId: string): Sending => ({
  personId,
  list: createItemList(),
  transfers: new Map(),
  beingPosted: new Set(),
  sendLine: createLine(transfersAtOnce),
  prepareLine: createLine(1),
  notes: createUploadNotes(browserStorage()),
  kept: openKeptFiles(),
  locks: new Map(),
})

export const createUploadSession = (personId: string): UploadSession => {
  const sending = createSending(personId)
  const { list, locks, transfers } = sending
  const stopNoting = noteChanges(sending)
  const wentOn = goOn(sending)
  const server = createServerState(sending, wentOn)
  return {
    personId,
    get items() {
      return list.items
    },
    subscribe: list.subscribe,
    add: async (incoming) => {
      await wentOn
      for (const one of incoming) void takeFile(sending, one)
    },
    setCaption: (key, caption) => list.change(key, () => ({ caption })),
    setOptions: (key, change) => list.change(key, ({ options }) => ({ options: { ...options, ...change } })),
    pause: (key) => pause(sending, key),
    resume: (key) => sendOn(sending, key),
    remove: (key) => remove(sending, key),
    post: (key) => {
      const item = list.find(key)
      if (!item || !canPost(item)) return
      list.change(key, () => ({ posting: { state: 'wanted' } }))
      void createPostOf(sending, key)
    },
    welcomeBack: () => {
      for (const { key, transfer } of list.items)
        if (transfer.state === 'failed' && isApiError(transfer.error, 'not_signed_in')) sendOn(sending, key)
    },
    close: () => {
      stopNoting()
      for (const transfer of transfers.values()) transfer.pause()
      for (const lock of locks.values()) lock.release()
      for (const { previewUrl } of list.items) if (previewUrl) revokeSoon(previewUrl)
    },
    ...server,
  }
}
