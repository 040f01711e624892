import { isUtf8 } from 'node:buffer'
import type { ByteSource } from './file-source.ts'

export interface TextEncoding {
  readonly name: string
  /** Nothing in the file names it: chosen by what its bytes look like. */
  readonly isGuess: boolean
  /** Places whose bytes are no text in it. */
  readonly undecodable: number
}

/** What old spreadsheet programs write for Western European, Vietnamese and Thai. */
const legacy = ['windows-1252', 'windows-1258', 'windows-874'] as const

const byMark = (head: Buffer): string | null => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: headers are mostly ASCII, so that every other byte is zero. */
const byZeros = (head: Buffer): string | null => {
  const pairs = Math.floor(Math.min(head.length, 512) / 2)
  if (pairs < 4) return null
  let low = 0
  let high = 0
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[2 * pair] === 0) high += 1
    if (head[2 * pair + 1] === 0) low += 1
  }
  if (low > pairs * 0.6 && high < pairs * 0.1) return 'utf-16le'
  return high > pairs * 0.6 && low < pairs * 0.1 ? 'utf-16be' : null
}

/** Length of an unfinished UTF-8 character at the end, 0 to 3. */
const unfinished = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

const characterLength = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at] ?? 0
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  if (length === 0 || first > 0xf4) return 0
  for (let next = 1; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

const countIn = (bytes: Uint8Array): { good: number; bad: number } => {
  let good = 0
  let bad = 0
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] ?? 0) < 0x80) at += 1
    else {
      const length = characterLength(bytes, at)
      if (length === 0) bad += 1
      else good += 1
      at += length === 0 ? 1 : length
    }
  }
  return { good, bad }
}

/** UTF-8 is decided over the whole file: a name with an accent may come in its last line. */
const surveyUtf8 = async (source: ByteSource): Promise<{ good: number; bad: number }> => {
  let good = 0
  let bad = 0
  let carried: Uint8Array = new Uint8Array()
  for await (const chunk of source.chunks()) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    const rest = unfinished(bytes)
    const whole = bytes.subarray(0, bytes.length - rest)
    carried = bytes.subarray(bytes.length - rest)
    if (isUtf8(whole)) continue
    const found = countIn(whole)
    good += found.good
    bad += found.bad
  }
  return { good, bad: bad + (carried.length > 0 ? 1 : 0) }
}

/** Finds the encoding by mark, by zeros, by UTF-8's own rules, and else by which makes most sense of the header. */
export const findEncoding = async (
  source: ByteSource,
  options: { readonly region: string | undefined; scoreOf(head: string): number },
): Promise<TextEncoding> => {
  const head = await source.head(64 * 1024)
  const marked = byMark(head)
  if (marked !== null && marked !== 'utf-8') return { name: marked, isGuess: false, undecodable: 0 }
  const zeros = marked === null ? byZeros(head) : null
  if (zeros !== null) return { name: zeros, isGuess: false, undecodable: 0 }
  const { good, bad } = await surveyUtf8(source)
  if (bad === 0) return { name: 'utf-8', isGuess: false, undecodable: 0 }
  if (marked === 'utf-8' || good > bad) return { name: 'utf-8', isGuess: false, undecodable: bad }
  const ofRegion = options.region === 'TH' ? legacy[2] : options.region === 'VN' ? legacy[1] : legacy[0]
  let best: { name: string; score: number } = {
    name: ofRegion,
    score: scoreIn(ofRegion, head, options.scoreOf),
  }
  for (const name of legacy) {
    const score = scoreIn(name, head, options.scoreOf)
    if (score > best.score) best = { name, score }
  }
  return { name: best.name, isGuess: true, undecodable: 0 }
}

const scoreIn = (name: string, head: Buffer, scoreOf: (head: string) => number): number =>
  scoreOf(new TextDecoder(name).decode(head).normalize('NFC'))

/** Decodes chunk by chunk, without the mark at the beginning. */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  // Vietnamese in Windows-1258 has its accents apart.
  const composed = encoding === 'windows-1258'
  for await (const chunk of chunks) {
    onBytes?.(chunk.length)
    const text = decoder.decode(chunk, { stream: true })
    yield composed ? text.normalize('NFC') : text
  }
  const last = decoder.decode()
  if (last !== '') yield last
}
