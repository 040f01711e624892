import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'

/** An open file of the journal. `write` and `read` go on until all bytes are through or the file ends. */
export interface JournalFile {
  write(bytes: Buffer, position: number): Promise<void>
  read(into: Buffer, position: number): Promise<number>
  size(): Promise<number>
  truncate(bytes: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** What the journal asks of a file system; a test can put a faulty one in its place. */
export interface JournalFiles {
  makeFolder(folder: string): Promise<void>
  list(folder: string): Promise<string[]>
  create(path: string): Promise<JournalFile>
  open(path: string, mode: 'read' | 'write'): Promise<JournalFile>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes created, renamed and removed names of this folder durable. */
  syncFolder(folder: string): Promise<void>
}

const wrap = (handle: FileHandle): JournalFile => ({
  write: async (bytes, position) => {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
  },
  read: async (into, position) => {
    let done = 0
    while (done < into.length) {
      const { bytesRead } = await handle.read(into, done, into.length - done, position + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return done
  },
  size: async () => (await handle.stat()).size,
  truncate: (bytes) => handle.truncate(bytes),
  sync: () => handle.datasync(),
  close: () => handle.close(),
})

/** The machine's file system. */
export const nodeJournalFiles = (): JournalFiles => ({
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  },
  list: (folder) => readdir(folder),
  create: async (path) => wrap(await open(path, 'w', 0o600)),
  open: async (path, mode) => wrap(await open(path, mode === 'read' ? 'r' : 'r+')),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder: async (folder) => {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  },
})
