import { createHash, createHmac } from 'node:crypto'

/** SHA-256 of a text, as 64 hexadecimal digits. Pure, so rules may use it. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** HMAC-SHA-256 of a text, as 64 hexadecimal digits: without the key nobody can tell what it was made of. */
export const keyedSha256 = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex')

/** So many characters are hashed at once: a call for each short line costs more than the hashing. */
const pieceLength = 65_536

/** SHA-256 of many lines, each ended by a line feed, without holding them together. */
export const sha256OfLines = (lines: Iterable<string>): string => {
  const hash = createHash('sha256')
  let piece = ''
  for (const line of lines) {
    piece += `${line}\n`
    if (piece.length < pieceLength) continue
    hash.update(piece)
    piece = ''
  }
  return hash.update(piece).digest('hex')
}
