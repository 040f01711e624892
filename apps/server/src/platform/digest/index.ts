import { createHash, createHmac } from 'node:crypto'

/** SHA-256 of a text, as 64 hexadecimal digits. Pure, so rules may use it. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** HMAC-SHA-256 of a text, as 64 hexadecimal digits: without the key nobody can tell what it was made of. */
export const keyedSha256 = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex')

/** SHA-256 of many lines, each ended by a line feed, without holding them together. */
export const sha256OfLines = (lines: Iterable<string>): string => {
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line).update('\n')
  return hash.digest('hex')
}
