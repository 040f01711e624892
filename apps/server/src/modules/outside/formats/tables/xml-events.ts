import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { FileRefused } from '../file-faults.ts'
import { decoded } from './text-encoding.ts'

export interface XmlListener {
  /** Names come without their prefix: programs choose prefixes as they like. */
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text(text: string): void
}

/** Parts of a workbook are some five levels deep. */
const deepest = 64
/** Text without a tag in between; a cell of a workbook holds 32,767 characters. */
const longestText = 2_000_000

const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

const encodingOf = (first: Uint8Array): string => {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** The encoding stands in the first bytes, so one chunk is looked at before it is decoded. */
async function* textOf(
  chunks: AsyncIterable<Uint8Array>,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true) return
  const start = first.value
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield start
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  yield* decoded(all(), encodingOf(start), onBytes)
}

const parserFor = (listener: XmlListener, progress: { sinceTag: number }): SaxesParser => {
  const parser = new SaxesParser()
  let depth = 0
  parser.on('error', (cause) => {
    throw new FileRefused('damaged_workbook', { cause })
  })
  parser.on('doctype', () => {
    throw new FileRefused('document_type')
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    depth += 1
    progress.sinceTag = 0
    if (depth > deepest) throw new FileRefused('damaged_workbook', { detail: { depth: String(depth) } })
    listener.open(localName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    depth -= 1
    progress.sinceTag = 0
    listener.close(localName(tag.name))
  })
  parser.on('text', (text) => listener.text(text))
  parser.on('cdata', (text) => listener.text(text))
  return parser
}

/** Reads XML piece by piece and yields after each, so that the caller can hand on what it gathered. */
export async function* listenToXml(
  chunks: AsyncIterable<Uint8Array>,
  listener: XmlListener,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<void> {
  const progress = { sinceTag: 0 }
  const parser = parserFor(listener, progress)
  let isFirst = true
  for await (const piece of textOf(chunks, onBytes)) {
    // Seen before it is closed: a declaration may be as long as its author likes.
    if (isFirst && /<!(DOCTYPE|ENTITY)/i.test(piece.slice(0, 4096))) throw new FileRefused('document_type')
    isFirst = false
    progress.sinceTag += piece.length
    parser.write(piece)
    if (progress.sinceTag > longestText) throw new FileRefused('cell_too_long')
    yield
  }
  parser.close()
  yield
}
