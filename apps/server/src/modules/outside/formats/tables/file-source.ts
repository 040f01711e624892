import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** A file that was given: on disk, or small and in memory. The name helps only for period, account and moment. */
export type GivenFile =
  | { readonly name: string; readonly path: string }
  | { readonly name: string; readonly bytes: Uint8Array }

/** Bytes that can be read more than once. */
export interface ByteSource {
  readonly size: number
  head(length: number): Promise<Buffer>
  chunks(): AsyncIterable<Uint8Array>
}

const chunkBytes = 256 * 1024

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes)
}

/** @example const source = await byteSourceOf({ name: 'orders.csv', path }) */
export const byteSourceOf = async (file: GivenFile): Promise<ByteSource> => {
  if ('bytes' in file) {
    const { bytes } = file
    const head = (length: number): Promise<Buffer> => Promise.resolve(Buffer.from(bytes.subarray(0, length)))
    return { size: bytes.length, head, chunks: () => pieces(bytes) }
  }
  const { size } = await stat(file.path)
  return {
    size,
    head: async (length) => {
      await using handle = await open(file.path)
      const buffer = Buffer.alloc(Math.min(length, size))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return buffer.subarray(0, bytesRead)
    },
    chunks: () => createReadStream(file.path, { highWaterMark: chunkBytes }),
  }
}
