import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { StartError } from '#platform/errors'
import type { Log } from '#platform/log'
import { judgeBadPlace, measureFrame } from './frame.ts'
import type { JournalFile, JournalFiles } from './journal-files.ts'

/** One place of the index for every 256 records keeps a read short and the index small. */
export const recordsPerMark = 256

/**
 * A segment starts with 36 bytes: magic, its first offset, and first offset and size of the segment before it
 * (all ones when there is none), checked by a CRC. So a missing or shortened segment is noticed without reading it.
 */
export const segmentHeadBytes = 36
const magic = Buffer.from('BUSKJRN1')
const none = 0xffff_ffff_ffff_ffffn

export interface Segment {
  readonly path: string
  readonly firstOffset: number
  /** Bytes of the file that hold acknowledged records, the head included. */
  bytes: number
  /** Positions of the records firstOffset, firstOffset + 256, …; null until somebody reads this segment. */
  marks: number[] | null
}

const nameOf = (firstOffset: number): string => `${String(firstOffset).padStart(20, '0')}.seg`
const namePattern = /^(\d{20})\.seg$/

const damaged = (path: string, what: string): StartError =>
  new StartError(
    `The journal file ${path} ${what}. Restore the last backup with "busker restore", it will not be repaired by guessing.`,
  )

export const damagedAt = (path: string, position: number): StartError =>
  damaged(path, `is damaged at byte ${position}`)

const encodeHead = (firstOffset: number, previous: Segment | null): Buffer => {
  const head = Buffer.alloc(segmentHeadBytes)
  magic.copy(head)
  head.writeBigUInt64LE(BigInt(firstOffset), 8)
  head.writeBigUInt64LE(previous === null ? none : BigInt(previous.firstOffset), 16)
  head.writeBigUInt64LE(previous === null ? none : BigInt(previous.bytes), 24)
  head.writeUInt32LE(crc32(head.subarray(0, 32)), 32)
  return head
}

/** The new file gets its name only when it is whole, so a crash leaves either no segment or an empty one. */
export const createSegment = async (
  files: JournalFiles,
  place: { folder: string; firstOffset: number; previous: Segment | null },
): Promise<{ segment: Segment; file: JournalFile }> => {
  const path = join(place.folder, nameOf(place.firstOffset))
  const unfinished = `${path}.new`
  const file = await files.create(unfinished)
  try {
    await file.write(encodeHead(place.firstOffset, place.previous), 0)
    await file.sync()
    await files.rename(unfinished, path)
    await files.syncFolder(place.folder)
  } catch (error) {
    await file.close()
    await files.remove(unfinished).catch(() => undefined)
    throw error
  }
  return {
    file,
    segment: { path, firstOffset: place.firstOffset, bytes: segmentHeadBytes, marks: [] },
  }
}

/** Lists the segments by their first offset and throws away what an interrupted creation left. */
const listSegments = async (files: JournalFiles, folder: string): Promise<Segment[]> => {
  const names = (await files.list(folder)).toSorted()
  for (const name of names.filter((each) => each.endsWith('.seg.new'))) await files.remove(join(folder, name))
  return names.flatMap((name) => {
    const digits = namePattern.exec(name)?.[1]
    if (digits === undefined) return []
    return [{ path: join(folder, name), firstOffset: Number(digits), bytes: 0, marks: null }]
  })
}

const checkHead = (head: Buffer, segment: Segment, previous: Segment | null): void => {
  if (head.length === segmentHeadBytes && head.equals(encodeHead(segment.firstOffset, previous))) return
  const sound =
    head.length === segmentHeadBytes &&
    head.subarray(0, 8).equals(magic) &&
    head.readUInt32LE(32) === crc32(head.subarray(0, 32))
  if (!sound) throw damagedAt(segment.path, 0)
  const expected = head.readBigUInt64LE(16)
  if (expected !== none && expected !== BigInt(previous?.firstOffset ?? -1)) {
    const missing = join(dirname(segment.path), nameOf(Number(expected)))
    throw damaged(missing, 'is missing')
  }
  throw damaged(previous?.path ?? segment.path, 'does not have the size that it had')
}

const readAll = async (file: JournalFile): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafe(await file.size())
  return bytes.subarray(0, await file.read(bytes, 0))
}

/** Walks over all frames: where records are, how many, and where the first bad place is, if any. */
export const walkSegment = (bytes: Buffer): { marks: number[]; count: number; end: number } => {
  const marks: number[] = []
  let count = 0
  let end = segmentHeadBytes
  while (end < bytes.length) {
    const measured = measureFrame(bytes, end)
    if (typeof measured === 'string') break
    if (count % recordsPerMark === 0) marks.push(end)
    count += 1
    end += measured.bytes
  }
  return { marks, count, end }
}

/** Reads the whole segment once to find its records: done for older segments when they are first read. */
export const loadMarks = async (files: JournalFiles, segment: Segment): Promise<number[]> => {
  const file = await files.open(segment.path, 'read')
  try {
    const bytes = (await readAll(file)).subarray(0, segment.bytes)
    const walked = walkSegment(bytes)
    if (walked.end !== segment.bytes) throw damagedAt(segment.path, walked.end)
    return walked.marks
  } finally {
    await file.close()
  }
}

/** Cuts a torn end off; anything else that is bad is refused. */
const recover = async (
  file: JournalFile,
  place: { segment: Segment; previous: Segment | null; log: Log },
): Promise<OpenedSegment> => {
  const { segment, previous, log } = place
  const bytes = await readAll(file)
  checkHead(bytes.subarray(0, segmentHeadBytes), segment, previous)
  const walked = walkSegment(bytes)
  if (walked.end < bytes.length) {
    if (judgeBadPlace(bytes, walked.end) === 'damaged') throw damagedAt(segment.path, walked.end)
    const torn = { file: segment.path, position: walked.end, bytes: bytes.length - walked.end }
    log.warn('journal.torn_tail_cut', torn)
    await file.truncate(walked.end)
  }
  // A process that was killed may have left records that were written but not yet synced: they count from now on.
  await file.sync()
  return {
    segment: { ...segment, bytes: walked.end, marks: walked.marks },
    file,
    end: segment.firstOffset + walked.count,
  }
}

interface OpenedSegment {
  readonly segment: Segment
  readonly file: JournalFile
  readonly end: number
}

/** Opens the newest segment for writing. */
const openNewest = async (
  context: { files: JournalFiles; folder: string; log: Log },
  segment: Segment,
  previous: Segment | null,
): Promise<OpenedSegment> => {
  const { files, folder, log } = context
  const file = await files.open(segment.path, 'write')
  try {
    if ((await file.size()) >= segmentHeadBytes) return await recover(file, { segment, previous, log })
  } catch (error) {
    await file.close()
    throw error
  }
  await file.close()
  // Shorter than its head, the segment holds no record and can be made anew.
  log.warn('journal.torn_tail_cut', { file: segment.path, position: 0 })
  const { firstOffset } = segment
  return { ...(await createSegment(files, { folder, firstOffset, previous })), end: firstOffset }
}

export interface OpenedSegments {
  readonly segments: Segment[]
  /** The newest segment, open for writing. */
  readonly file: JournalFile
  /** The offset of the next record. */
  readonly end: number
}

/** Finds all segments of the folder, checks that none is missing, and opens the newest one for writing. */
export const openSegments = async (context: {
  files: JournalFiles
  folder: string
  log: Log
}): Promise<OpenedSegments> => {
  const { files, folder } = context
  await files.makeFolder(folder)
  const segments = await listSegments(files, folder)
  const newest = segments.pop()
  if (newest === undefined) {
    const created = await createSegment(files, { folder, firstOffset: 0, previous: null })
    return { segments: [created.segment], file: created.file, end: 0 }
  }
  let previous: Segment | null = null
  for (const segment of segments) {
    const file = await files.open(segment.path, 'read')
    try {
      const head = Buffer.alloc(segmentHeadBytes)
      const headBytes = await file.read(head, 0)
      checkHead(head.subarray(0, headBytes), segment, previous)
      segment.bytes = await file.size()
    } finally {
      await file.close()
    }
    previous = segment
  }
  const recovered = await openNewest(context, newest, previous)
  return { segments: [...segments, recovered.segment], file: recovered.file, end: recovered.end }
}
