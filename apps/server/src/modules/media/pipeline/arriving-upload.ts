import { open } from 'node:fs/promises'
import { sleep } from '#platform/clock'
import { arrivalOf } from '../rules/arriving.ts'
import { fileExists, type Work } from './work.ts'

/** An upload that is still being sent. */
export interface Arriving {
  readonly work: Work
  readonly file: string
  readonly totalBytes: number
  /** How much of it the encoder has read. */
  readBytes: number
}

export const isWhole = ({ readBytes, totalBytes }: Pick<Arriving, 'readBytes' | 'totalBytes'>): boolean =>
  readBytes >= totalBytes

/** So long nothing may come before those who follow an upload give up. */
export const patienceMs = 15_000

const headBytes = 1_048_576
const headPatienceMs = 30_000
const lookEveryMs = 20

const readHead = async (file: string): Promise<Uint8Array> => {
  const handle = await open(file, 'r')
  try {
    const head = new Uint8Array(headBytes)
    const { bytesRead } = await handle.read(head, 0, headBytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/**
 * Waits until enough is here to know what comes, and answers these first bytes. Null when it cannot be decoded in order,
 * or nothing comes.
 */
export const headArrives = async ({ work, file }: Arriving): Promise<Uint8Array | null> => {
  for (let waitedMs = 0; waitedMs < headPatienceMs && !work.signal.aborted; waitedMs += lookEveryMs) {
    const head = (await fileExists(file)) ? await readHead(file) : new Uint8Array()
    // Less than this tells ffprobe too little. An index longer than this is rare enough to go the ordinary way.
    if (head.byteLength === headBytes) return arrivalOf(head) === 'in_order' ? head : null
    await sleep(lookEveryMs, work.signal)
  }
  return null
}
