import { open } from 'node:fs/promises'
import { sleep } from '#platform/clock'

export interface Following {
  /** Called when all is read that is there: whether more will come. */
  readonly isWhole: (readBytes: number) => boolean
  /** Gives up when nothing has come for this long. */
  readonly patienceMs: number
  readonly signal: AbortSignal
}

const chunkBytes = 256 * 1024
const waitMs = 15

/** Reads a file that still grows, to its end. Throws when it stops growing before that. */
export const followFile = async function* (
  path: string,
  { isWhole, patienceMs, signal }: Following,
): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r')
  try {
    let position = 0
    let waitedMs = 0
    while (!signal.aborted) {
      const buffer = Buffer.allocUnsafe(chunkBytes)
      // Asked before the read: what comes between the two is read in the next turn.
      const whole = isWhole(position)
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position)
      if (bytesRead > 0) {
        position += bytesRead
        waitedMs = 0
        yield buffer.subarray(0, bytesRead)
        continue
      }
      if (whole) return
      waitedMs += waitMs
      if (waitedMs > patienceMs) throw new RangeError('the file does not grow any more')
      await sleep(waitMs, signal)
    }
  } finally {
    await handle.close()
  }
}
