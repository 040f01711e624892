import type { EncodedRecord } from './frame.ts'
import type { JournalRecord, Piece } from './reader.ts'

/** So many of the newest records are kept, at least while they are not larger than this together. */
const mostRecords = 5000
const mostBytes = 16 * 1024 * 1024

type Read = (wanted: { readonly from: number; readonly limit: number }) => Promise<Piece>

export interface Tail {
  /** Records from an offset on, as `Journal.read`. */
  read(from: number, limit: number): Promise<JournalRecord[]>
  /** These records were written and end the journal now. */
  follow(records: readonly EncodedRecord[], end: number): void
}

/** The newest records: a row without gaps, of which the oldest are let go. */
const createNewest = () => {
  let records: JournalRecord[] = []
  let sizes: number[] = []
  let bytes = 0
  const clear = (): void => {
    ;[records, sizes, bytes] = [[], [], 0]
  }
  /** Lets half go at once, so that each record is moved once on average. */
  const shrink = (): void => {
    while (records.length > 2 * mostRecords || bytes > mostBytes) {
      const gone = Math.ceil(records.length / 2)
      for (const size of sizes.slice(0, gone)) bytes -= size
      records = records.slice(gone)
      sizes = sizes.slice(gone)
    }
  }
  return {
    first: (): number => records[0]?.offset ?? 0,
    next: (): number | null => (records.length === 0 ? null : (records.at(-1)?.offset ?? 0) + 1),
    slice: (at: number, until: number): JournalRecord[] => records.slice(at, until),
    clear,
    push: (record: JournalRecord, size: number): void => {
      records.push(record)
      sizes.push(size)
      bytes += size
    },
    shrink,
  }
}

/**
 * Several consumers follow the end of the journal together: what was written just now is kept for them as it was written,
 * and those who ask for the same older records at once read them once. Records are shared, so nobody may change them.
 */
export const sharedTail = (read: Read, end: () => number): Tail => {
  const newest = createNewest()
  const reading = new Map<number, { readonly piece: Promise<Piece>; readonly end: number }>()

  const follow = (written: readonly EncodedRecord[], behind: number): void => {
    let offset = behind - written.length
    if (newest.next() !== offset) newest.clear()
    for (const { kind, read: found, frame } of written) {
      // What only the file has is a gap; what comes after it is kept again.
      if (found === null) newest.clear()
      else newest.push({ offset, kind, payload: found.payload }, frame.length)
      offset += 1
    }
    newest.shrink()
  }
  const readOnce = async (from: number): Promise<readonly JournalRecord[]> => {
    const known = reading.get(from)
    // A reading that began before the newest records were there would tell less than there is.
    if (known !== undefined && known.end === end()) return (await known.piece).records
    const own = { piece: read({ from, limit: mostRecords }), end: end() }
    reading.set(from, own)
    try {
      return (await own.piece).records
    } finally {
      if (reading.get(from) === own) reading.delete(from)
    }
  }
  const readOlder = async (from: number, limit: number): Promise<JournalRecord[]> => {
    // Whoever reads from far behind takes as much as it wants, and alone.
    if (end() - from > mostRecords) return [...(await read({ from, limit })).records]
    return (await readOnce(from)).slice(0, limit)
  }
  return {
    follow,
    read: async (from, limit) => {
      const at = from - newest.first()
      const isKept = at >= 0 && from < end() && newest.next() === end()
      return isKept ? newest.slice(at, at + limit) : readOlder(from, limit)
    },
  }
}
