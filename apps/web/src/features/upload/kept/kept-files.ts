import type { KeepAnswer, KeepOrder } from './order.ts'
import { keptFolder, longestRemuxMs } from './order.ts'

/** Files that outlive the page: they lie in the private file system of this origin until the server has them. */
export interface KeptFiles {
  /** Whether a file of this size may be kept without crowding out everything else. */
  hasRoomFor(bytes: number): Promise<boolean>
  /** Keeps a file as it is; false when it could not. */
  copy(key: string, file: Blob): Promise<boolean>
  /** Keeps a copy that the server can read while it arrives; null when the original is the better one to send. */
  remux(key: string, file: Blob): Promise<File | null>
  open(key: string): Promise<File | null>
  drop(key: string): Promise<void>
  /** Forgets files that nothing knows any more and that are older than this moment. */
  sweep(isKnown: (key: string) => boolean, olderThanMs: number): Promise<void>
}

/** Room for the copy and something for everything else. */
const roomFactor = 1.2
const spareBytes = 64 * 1024 * 1024
const longestCopyMs = 300_000
/** Time for a worker to load and to answer, on top of its own limit. */
const spareMs = 10_000

const giveOrder = (order: KeepOrder, limitMs: number): Promise<KeepAnswer> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./keep-files.worker.ts', import.meta.url), { type: 'module' })
    const finish = (answer: KeepAnswer): void => {
      window.clearTimeout(timer)
      worker.terminate()
      resolve(answer)
    }
    const timer = window.setTimeout(() => finish({ kept: false, outcome: 'timeout' }), limitMs)
    worker.addEventListener('message', ({ data }: MessageEvent<KeepAnswer>) => finish(data))
    worker.addEventListener('error', () => finish({ kept: false, outcome: 'no_worker' }))
    worker.postMessage(order)
  })

const openFolder = async (): Promise<FileSystemDirectoryHandle | null> => {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(keptFolder, { create: true })
  } catch {
    // No such file system here, or not in a private window: nothing is kept, and the file must be chosen again.
    return null
  }
}

const fileIn = async (folder: FileSystemDirectoryHandle, key: string): Promise<File | null> => {
  try {
    return await (await folder.getFileHandle(key)).getFile()
  } catch {
    return null
  }
}

/** The names in a folder; the library of types for pages leaves the iteration out. */
const namesIn = async (folder: FileSystemDirectoryHandle): Promise<string[]> => {
  const listed = folder as FileSystemDirectoryHandle & { keys(): AsyncIterable<string> }
  const names: string[] = []
  for await (const name of listed.keys()) names.push(name)
  return names
}

/** Opens the place where files are kept; null where the browser has none. */
export const openKeptFiles = async (): Promise<KeptFiles | null> => {
  const folder = await openFolder()
  if (folder === null) return null
  const drop = (key: string): Promise<void> => folder.removeEntry(key).catch(() => undefined)
  const keep = async (order: KeepOrder, limitMs: number): Promise<boolean> => {
    const { kept } = await giveOrder(order, limitMs)
    if (!kept) await drop(order.key)
    return kept
  }
  return {
    hasRoomFor: async (bytes) => {
      const { quota = 0, usage = 0 } = await navigator.storage.estimate()
      return quota - usage > bytes * roomFactor + spareBytes
    },
    copy: (key, file) => keep({ file, key, work: 'copy' }, longestCopyMs),
    remux: async (key, file) =>
      (await keep({ file, key, work: 'remux' }, longestRemuxMs + spareMs)) ? fileIn(folder, key) : null,
    open: (key) => fileIn(folder, key),
    drop,
    sweep: async (isKnown, olderThanMs) => {
      for (const name of await namesIn(folder)) {
        if (isKnown(name)) continue
        const file = await fileIn(folder, name)
        if (file !== null && file.lastModified < olderThanMs) await drop(name)
      }
    },
  }
}
