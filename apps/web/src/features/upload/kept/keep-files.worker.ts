/**
 * Writes files that must outlive the page into the private file system of this origin. A worker, because only there every
 * browser can write in place, and so that the page stays quick while hundreds of megabytes are copied.
 */
import { remux } from '../prepare/remux.ts'
import type { KeepAnswer, KeepOrder } from './order.ts'
import { keptFolder, longestRemuxMs } from './order.ts'

/** The part of the synchronous access to a file that is used here; the library of types for pages leaves it out. */
interface FileAccess {
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(bytes: number): void
  getSize(): number
  flush(): void
  close(): void
}
interface WritableHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileAccess>
}

const openAccess = async (key: string): Promise<{ handle: FileSystemFileHandle; access: FileAccess }> => {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(keptFolder, { create: true })
  // Workers of every browser with this file system have the method.
  const handle = (await folder.getFileHandle(key, { create: true })) as WritableHandle
  return { handle, access: await handle.createSyncAccessHandle() }
}

const copyFile = async (file: Blob, access: FileAccess): Promise<KeepAnswer> => {
  let at = 0
  const reader = file.stream().getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    at += access.write(value, { at })
  }
  access.flush()
  return { kept: at === file.size, outcome: 'copy' }
}

const remuxFile = async (
  file: Blob,
  { handle, access }: { handle: FileSystemFileHandle; access: FileAccess },
): Promise<KeepAnswer> => {
  const outcome = await remux(
    file,
    {
      read: async (start, end) => {
        const bytes = new Uint8Array(Math.max(0, Math.min(end, access.getSize()) - start))
        return bytes.subarray(0, access.read(bytes, { at: start }))
      },
      write: (bytes, position) => void access.write(bytes, { at: position }),
      finish: async () => {
        access.flush()
        access.close()
        return handle.getFile()
      },
    },
    AbortSignal.timeout(longestRemuxMs),
  )
  return { kept: outcome === 'remux', outcome }
}

const fulfil = async ({ file, key, work }: KeepOrder): Promise<KeepAnswer> => {
  const place = await openAccess(key)
  try {
    place.access.truncate(0)
    return work === 'copy' ? await copyFile(file, place.access) : await remuxFile(file, place)
  } finally {
    place.access.close()
  }
}

self.addEventListener('message', ({ data }: MessageEvent<KeepOrder>) => {
  const answer = (message: KeepAnswer): void => self.postMessage(message)
  fulfil(data).then(answer, (error: unknown) =>
    answer({ kept: false, outcome: error instanceof Error ? error.name : 'failed' }),
  )
})
