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
  const reading = new Map<number, { readonly piece: Promise<Piece>; readonly end: number }>()

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
    // A reading that began before the newest records were there would tell less than there is.
    if (known !== undefined && known.end === end()) return (await known.piece).records
    const own = { piece: read({ from, limit: mostRecords }), end: end() }
    reading.set(from, own)
    try {
      keep(await own.piece)
    } finally {
      if (reading.get(from) === own) reading.delete(from)
    }
    return (await own.piece).records
  }
  const readOn = async (from: number, limit: number): Promise<readonly JournalRecord[]> => {
    // Whoever reads from far behind takes as much as it wants, and it is kept for nobody.
    if (end() - from > mostRecords) return (await read({ from, limit })).records
    return (await readOnce(from)).slice(0, limit)
  }
  return async (from, limit) => {
    const at = from - first()
    const known = at < 0 ? [] : kept.slice(at, at + limit)
    const next = from + known.length
    if (known.length === limit || (known.length > 0 && next >= end())) return known
    return [...known, ...(await readOn(next, limit - known.length))]
  }
}
