import { standardOptions, type MadeFrom } from '#shared/posting'
import { uuidv7, wallMs } from '#shared/clock'
import type { UploadLimits } from './inspect-file.ts'
import { inspectFile } from './inspect-file.ts'
import type { ItemList } from './item-list.ts'
import type { UploadItem } from './item.ts'
import { isOver } from './item.ts'
import type { KeptFiles } from './kept/kept-files.ts'
import { takeWindowLock } from './kept/window-lock.ts'
import { inTurn } from './line.ts'
import type { Sending } from './sending.ts'
import { letGo, send } from './sending.ts'
import type { Outgoing } from './transfer.ts'
import { fingerprintOf, unfinishedAssetOf } from './transfer.ts'

/** A recording has no file that could be chosen again. */
export type FileOrigin = 'chosen' | 'recorded'

export interface IncomingFile {
  readonly file: File
  readonly origin: FileOrigin
  readonly limits: UploadLimits
  /** The post whose video it is to replace. */
  readonly replaces?: string | null
  /** What it is made from; left out: nothing. */
  readonly madeFrom?: MadeFrom
}

/** Whether these bytes are on their way already: a second transfer of them would get into the way of the first. */
const isOnItsWay = (list: ItemList, fingerprint: string): boolean =>
  list.items.some(
    (item) => item.fingerprint === fingerprint && item.posting.state !== 'posted' && !isOver(item),
  )

const fromNothing: MadeFrom = { soundId: null, answers: null }

/** Shows the file: in the place of its own unfinished upload when there is one, otherwise on top. */
const showItem = (
  list: ItemList,
  { file, replaces = null, madeFrom = fromNothing }: IncomingFile,
  unfinishedAssetId: string | null,
): UploadItem => {
  const unfinished = list.items.find(
    ({ assetId, transfer }) =>
      assetId !== null && assetId === unfinishedAssetId && transfer.state === 'needs_file',
  )
  const item: UploadItem = {
    key: unfinished?.key ?? uuidv7(),
    filename: file.name,
    totalBytes: file.size,
    ...{ previewUrl: URL.createObjectURL(file), previewIsKept: false },
    caption: unfinished?.caption ?? '',
    options: { ...(unfinished?.options ?? standardOptions), replaces, ...madeFrom },
    assetId: unfinished?.assetId ?? null,
    fingerprint: fingerprintOf(file),
    expectedAssetId: unfinishedAssetId,
    transfer: { state: 'checking' },
    asset: unfinished?.asset ?? null,
    posting: unfinished?.posting ?? { state: 'draft' },
  }
  list.set(
    unfinished ? list.items.map((other) => (other === unfinished ? item : other)) : [item, ...list.items],
  )
  return item
}

const writeNote = (sending: Sending, key: string, outgoing: Outgoing): void => {
  const item = sending.list.find(key)
  if (!item) return
  sending.notes.put({
    key,
    personId: sending.personId,
    filename: outgoing.filename,
    filetype: outgoing.filetype,
    bytes: outgoing.blob.size,
    fingerprint: outgoing.fingerprint,
    savedAtMs: wallMs(),
    hasFile: true,
    assetId: item.assetId,
    caption: item.caption,
    options: item.options,
    posting: 'draft',
  })
}

const keepOriginal = async (sending: Sending, key: string, outgoing: Outgoing): Promise<void> => {
  const kept = await sending.kept
  if (!(await kept?.copy(key, outgoing.blob))) return
  const transfer = sending.list.find(key)?.transfer.state
  // Sent or cancelled in the meantime.
  if (transfer === undefined || transfer === 'done') await kept?.drop(key)
  else writeNote(sending, key, outgoing)
}

/** Decides which bytes travel, and keeps them where there is room. */
const prepare = async (
  sending: Sending,
  { key, expectedAssetId }: UploadItem,
  { file, origin }: IncomingFile,
): Promise<Outgoing> => {
  const original: Outgoing = {
    blob: file,
    filename: file.name,
    filetype: file.type,
    fingerprint: fingerprintOf(file),
  }
  const kept: KeptFiles | null = await sending.kept
  if (!(await kept?.hasRoomFor(file.size))) return original
  sending.locks.set(key, await takeWindowLock(key))
  if (origin === 'recorded') {
    await keepOriginal(sending, key, original)
    return original
  }
  // An unfinished upload goes on with the bytes that it began with.
  const copy = expectedAssetId === null ? await kept?.remux(key, file) : null
  if (copy) {
    const outgoing = { ...original, blob: copy, filetype: 'video/mp4', fingerprint: `busker-copy-${key}` }
    writeNote(sending, key, outgoing)
    return outgoing
  }
  // A large file takes its time to be kept; it is sent in the meantime.
  void keepOriginal(sending, key, original)
  return original
}

/** Takes a file: looks at it, prepares it, and sends it unless something speaks against it. */
export const takeFile = async (sending: Sending, incoming: IncomingFile): Promise<void> => {
  const { list } = sending
  const { file, limits } = incoming
  const fingerprint = fingerprintOf(file)
  if (isOnItsWay(list, fingerprint)) return
  const item = showItem(list, incoming, await unfinishedAssetOf(fingerprint))
  const { key } = item
  const objection = await inspectFile(file, item.previewUrl ?? '', limits)
  if (!list.find(key)) return
  if (objection) return list.change(key, () => ({ transfer: { state: 'objected', objection } }))
  list.change(key, () => ({ transfer: { state: 'preparing' } }))
  const outgoing = await inTurn(sending.prepareLine, key, () => prepare(sending, item, incoming))
  if (!list.find(key)) {
    sending.notes.remove(key)
    return letGo(sending, key)
  }
  list.change(key, () => ({ totalBytes: outgoing.blob.size }))
  send(sending, key, outgoing)
}
