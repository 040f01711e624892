import type { Box, ReadBytes } from './mp4-boxes.ts'
import { boxesIn, findBox, viewOf } from './mp4-boxes.ts'

/** A file that can be read and corrected in place. */
export interface EditableFile {
  readonly read: ReadBytes
  write(bytes: Uint8Array<ArrayBuffer>, position: number): void
}

const flag = {
  dataOffset: 0x1,
  firstSampleFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  offset: 0x800,
}

const has = (flags: number, which: keyof typeof flag): number => ((flags & flag[which]) === 0 ? 0 : 1)

/** Adds to the composition offsets of one run of pictures; false when they are not written down or stay negative. */
const shiftRun = (view: DataView, shift: number): boolean => {
  const flags = view.getUint32(8) & 0xff_ff_ff
  if (!has(flags, 'offset')) return false
  const first = 16 + 4 * (has(flags, 'dataOffset') + has(flags, 'firstSampleFlags'))
  const before = 4 * (has(flags, 'duration') + has(flags, 'size') + has(flags, 'flags'))
  const count = view.getUint32(12)
  for (let sample = 0; sample < count; sample += 1) {
    const place = first + sample * (before + 4) + before
    const shifted = view.getInt32(place) + shift
    if (shifted < 0) return false
    view.setInt32(place, shifted)
  }
  return true
}

const trackOf = async (read: ReadBytes, fragment: Box): Promise<number | null> => {
  const header = await findBox(read, ['tfhd'], { from: fragment.bodyStart, to: fragment.end })
  return header && viewOf(await read(header.bodyStart + 4, header.bodyStart + 8)).getUint32(0)
}

const shiftFragment = async (file: EditableFile, movie: Box, shift: number): Promise<boolean> => {
  const range = { from: movie.bodyStart, to: movie.end }
  for await (const fragment of boxesIn(file.read, range)) {
    if (fragment.type !== 'traf' || (await trackOf(file.read, fragment)) !== 1) continue
    for await (const run of boxesIn(file.read, { from: fragment.bodyStart, to: fragment.end })) {
      if (run.type !== 'trun') continue
      const bytes = (await file.read(run.start, run.end)).slice()
      if (!shiftRun(viewOf(bytes), shift)) return false
      file.write(bytes, run.start)
    }
  }
  return true
}

/** How far into its media the first track begins to be shown, in its own ticks. */
const editedStart = async (read: ReadBytes): Promise<number | null> => {
  const list = await findBox(read, ['moov', 'trak', 'edts', 'elst'])
  if (list === null) return null
  const view = viewOf(await read(list.bodyStart, list.end))
  // Version 0 with one entry: that is how a track is written that begins before zero.
  return view.getUint32(0) === 0 && view.getUint32(4) === 1 ? view.getInt32(12) : null
}

/**
 * Pictures that are stored in another order than they are shown get negative composition offsets from the library; FFmpeg
 * up to 5.1 then shows the whole picture track too late, by up to 0.1 s. So the track is written as if it began earlier
 * by the largest of them, which the edit list says; here the same time is added to every offset, and the pictures
 * stand where they stood, with offsets that every reader understands. False when the file is not as expected.
 */
export const settleOffsets = async (file: EditableFile): Promise<boolean> => {
  const shift = await editedStart(file.read)
  if (shift === null || shift <= 0) return false
  for await (const box of boxesIn(file.read))
    if (box.type === 'moof' && !(await shiftFragment(file, box, shift))) return false
  return true
}
