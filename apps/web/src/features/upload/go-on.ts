import { wallMs } from '#shared/clock'
import type { UploadItem } from './item.ts'
import type { UploadNote } from './kept/notes.ts'
import { postingOfNote } from './kept/notes.ts'
import { takeWindowLock } from './kept/window-lock.ts'
import type { Sending } from './sending.ts'
import { createPostOf, letGo, send } from './sending.ts'

/** As long as the server waits for the rest of an upload. */
const keepForMs = 7 * 24 * 3600 * 1000

const itemOfNote = (note: UploadNote, file: File, isElsewhere: boolean): UploadItem => ({
  key: note.key,
  filename: note.filename,
  totalBytes: note.bytes,
  ...{ previewUrl: URL.createObjectURL(file), previewIsKept: true },
  caption: note.caption,
  options: note.options,
  assetId: note.assetId,
  fingerprint: note.fingerprint,
  expectedAssetId: note.assetId,
  transfer: isElsewhere ? { state: 'elsewhere' } : { state: 'in_line', sentBytes: 0 },
  asset: null,
  posting: postingOfNote(note),
})

const goOnWith = async (sending: Sending, note: UploadNote): Promise<void> => {
  const { list, notes } = sending
  const { key, filename, filetype, fingerprint } = note
  const file = await (await sending.kept)?.open(key)
  if (!file || file.size !== note.bytes) {
    // The browser threw the file away: the person is asked for it, if the server has begun with it.
    notes.change(key, { hasFile: false })
    return
  }
  const lock = await takeWindowLock(key)
  sending.locks.set(key, lock)
  list.set([itemOfNote(note, file, lock.isElsewhere), ...list.items])
  const begin = async (): Promise<void> => {
    await lock.held
    if (!list.find(key)) return letGo(sending, key)
    // The window that was closed may have sent everything first.
    if (!notes.get(key)?.hasFile) {
      list.change(key, () => ({ transfer: { state: 'done' } }))
      return letGo(sending, key)
    }
    void createPostOf(sending, key)
    send(sending, key, { blob: file, filename, filetype, fingerprint })
  }
  void begin()
}

/** Goes on with everything that an earlier page of this person left unsent, and sweeps what is too old. */
export const goOn = async (sending: Sending): Promise<void> => {
  const oldestMs = wallMs() - keepForMs
  sending.notes.sweep(oldestMs)
  const kept = await sending.kept
  await kept?.sweep((key) => sending.notes.get(key)?.hasFile === true, oldestMs)
  for (const note of sending.notes.of(sending.personId)) if (note.hasFile) await goOnWith(sending, note)
}
