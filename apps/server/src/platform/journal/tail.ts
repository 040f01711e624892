import type { JournalRecord, Piece } from './reader.ts'

/** So many of the newest records are kept decoded; larger ones than this together are not. */
const mostRecords = 5000
const mostBytes = 16 * 1024 * 1024

type Read = (wanted: { readonly from: number; readonly limit: number }) => Promise<Piece>

/**
 * Several consumers follow the end of the journal together: what one of them read is kept for the others, and those who
 * ask for the same at once read once. Records are shared, so nobody may change them.
 */
export const sharedTail = (
  read: Read,
  end: () => number,
): ((from: number, limit: number) => Promise<JournalRecord[]>) => {
  let kept: JournalRecord[] = []
  let keptBytes = 0
  const reading = new Map<number, Promise<Piece>>()

  const first = (): number => kept[0]?.offset ?? 0
  const keep = ({ records, bytes }: Piece): void => {
    const begins = records[0]?.offset
    if (begins === undefined) return
    const next = first() + kept.length
    if (bytes > mostBytes || (kept.length > 0 && begins < next)) return
    // Bytes of what is let go are not counted off: then the tail begins anew a little earlier than it must.
    const goesOn = begins === next && keptBytes + bytes <= mostBytes && kept.length < 2 * mostRecords
    kept = goesOn ? [...kept, ...records] : [...records]
    keptBytes = goesOn ? keptBytes + bytes : bytes
  }
  const readOnce = async (from: number): Promise<readonly JournalRecord[]> => {
    const known = reading.get(from)
    if (known !== undefined) return (await known).records
    const piece = read({ from, limit: mostRecords })
    reading.set(from, piece)
    try {
      keep(await piece)
    } finally {
      reading.delete(from)
    }
    return (await piece).records
  }
  return async (from, limit) => {
    const at = from - first()
    if (kept.length > 0 && at >= 0 && at < kept.length) return kept.slice(at, at + limit)
    // Whoever reads from far behind takes as much as it wants, and it is kept for nobody.
    if (end() - from > mostRecords) return [...(await read({ from, limit })).records]
    return (await readOnce(from)).slice(0, limit)
  }
}
