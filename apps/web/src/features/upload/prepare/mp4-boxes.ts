/** Reads a piece of a file; shorter than asked for at its end. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>

export interface Box {
  readonly type: string
  readonly start: number
  readonly bodyStart: number
  readonly end: number
}

const headerBytes = 16
/** One hour in fragments of a second each; a longer walk would only serve a hostile file. */
const mostBoxes = 8_000

export const viewOf = (bytes: Uint8Array<ArrayBuffer>): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const boxAt = async (read: ReadBytes, start: number): Promise<Box | null> => {
  const bytes = await read(start, start + headerBytes)
  if (bytes.length < 8) return null
  const view = viewOf(bytes)
  const type = String.fromCharCode(...bytes.subarray(4, 8))
  const size = view.getUint32(0)
  if (size === 1) {
    if (bytes.length < headerBytes) return null
    return { type, start, bodyStart: start + 16, end: start + Number(view.getBigUint64(8)) }
  }
  const end = size === 0 ? Number.POSITIVE_INFINITY : start + size
  return { type, start, bodyStart: start + 8, end }
}

/** The boxes of one level, in order. */
export async function* boxesIn(
  read: ReadBytes,
  { from = 0, to = Number.POSITIVE_INFINITY }: { readonly from?: number; readonly to?: number } = {},
): AsyncGenerator<Box> {
  let place = from
  for (let count = 0; count < mostBoxes && place < to; count += 1) {
    const box = await boxAt(read, place)
    if (box === null || box.end < box.bodyStart) return
    yield box
    place = box.end
  }
}

/** The first box at the end of a path of types, such as moov, trak, edts. */
export const findBox = async (
  read: ReadBytes,
  [type, ...rest]: readonly string[],
  range: { readonly from?: number; readonly to?: number } = {},
): Promise<Box | null> => {
  for await (const box of boxesIn(read, range)) {
    if (box.type !== type) continue
    if (rest.length === 0) return box
    return findBox(read, rest, { from: box.bodyStart, to: box.end })
  }
  return null
}

/** Whether an MP4 is written in fragments, and so can be read while it arrives. */
export const isFragmentedMp4 = async (read: ReadBytes): Promise<boolean> =>
  (await findBox(read, ['moof'])) !== null || (await findBox(read, ['moov', 'mvex'])) !== null
