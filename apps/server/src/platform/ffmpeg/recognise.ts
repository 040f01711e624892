import { open, type FileHandle } from 'node:fs/promises'

const headBytes = 4096
/** Far more than any file has before its description. */
const maximumBoxes = 64

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
]

/** Letters, line ends and what UTF-8 makes of other scripts; no container of sound or pictures gets by with these. */
const isText = (head: Uint8Array): boolean =>
  head.every((byte) => (byte >= 32 && byte !== 127) || byte === 9 || byte === 10 || byte === 13)

/** What the first bytes of a file say it is, when that is certainly nothing to play; else null. */
const foreignKind = (head: Uint8Array): string | null => {
  if (head.length === 0) return 'an empty file'
  const known = signatures.find(([, start]) => start.every((byte, at) => head[at] === byte))
  if (known !== undefined) return known[0]
  return isText(head) ? 'a text' : null
}

const firstBoxes = new Set(['ftyp', 'mdat', 'wide', 'free', 'skip'])

/** Walks the outermost boxes of an MP4. True when it reaches the end without meeting a description of the streams. */
const lacksDescription = async (file: FileHandle, bytes: number): Promise<boolean> => {
  const header = Buffer.alloc(16)
  let at = 0
  for (let box = 0; box < maximumBoxes && at < bytes; box++) {
    const { bytesRead } = await file.read(header, 0, header.length, at)
    if (bytesRead < 8) return at > 0
    const type = header.toString('latin1', 4, 8)
    if (type === 'moov' || type === 'moof' || (at === 0 && !firstBoxes.has(type))) return false
    const short = header.readUInt32BE(0)
    if (short === 0) return true
    if (short === 1 && bytesRead < 16) return true
    const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short
    // A damaged length: let FFmpeg judge.
    if (size < 8) return false
    at += size
  }
  return at >= bytes
}

/**
 * Why a file is certainly no video, without asking FFmpeg, whose start alone takes most of the time of a probe. Null:
 * ask FFmpeg.
 */
export const certainlyNoMedia = async (path: string): Promise<string | null> => {
  const file = await open(path)
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(head, 0, headBytes, 0)
    const kind = foreignKind(head.subarray(0, bytesRead))
    if (kind !== null) return `it is ${kind}`
    const { size } = await file.stat()
    return (await lacksDescription(file, size)) ? 'it has no description of its streams (moov)' : null
  } finally {
    await file.close()
  }
}
