/**
 * The pieces of one line in the order in which they stand on paper, from left to right. The library shapes the letters of
 * a piece and writes Arabic and Hebrew words from right to left, but puts words one after the other as they come. This is
 * the part of the bidirectional algorithm (UAX #9) that names need: no embedding, no explicit directions.
 */
const rightToLeft =
  '\\u0590-\\u065F\\u066A-\\u06EF\\u06FA-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u200C\\u200D'
/** A number keeps its decimals, its currency and its percent sign. */
const number = '[$€£¥]?\\p{N}+(?:[.,:/]\\p{N}+)*[%‰$€£¥°]?'
const pieces = new RegExp(`[${rightToLeft}]+|[\\p{L}\\p{M}]+|${number}|\\s+|[^\\s\\p{L}\\p{N}]`, 'gu')
const isRight = new RegExp(`^[${rightToLeft}]`, 'u')
const isLeft = /^[\p{L}\p{M}]/u
const isNumber = /^[$€£¥]?\p{N}/u

type Direction = 'left' | 'right' | 'number' | 'none'

const directionOf = (piece: string): Direction => {
  if (isRight.test(piece)) return 'right'
  if (isLeft.test(piece)) return 'left'
  return isNumber.test(piece) ? 'number' : 'none'
}

const mirrors: Readonly<Record<string, string>> = {
  ...{ '(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«' },
}

interface Piece {
  readonly text: string
  /** 0: left to right; 1: right to left; 2: a number or a foreign word inside of it. */
  readonly level: 0 | 1 | 2
}

/** Numbers go with the word before them; what has no direction with its neighbours, when both agree. */
const levelsOf = (texts: readonly string[]): Piece[] => {
  const directions = texts.map(directionOf)
  const base = directions.find((one) => one === 'left' || one === 'right') === 'right' ? 'right' : 'left'
  const strong: ('left' | 'right' | 'none')[] = []
  let before: 'left' | 'right' = base
  for (const direction of directions) {
    if (direction === 'left' || direction === 'right') before = direction
    strong.push(direction === 'none' ? 'none' : direction === 'number' ? before : direction)
  }
  return texts.map((text, index): Piece => {
    const own = strong[index]
    const last = strong.slice(0, index).findLast((one) => one !== 'none') ?? base
    const next = strong.slice(index + 1).find((one) => one !== 'none') ?? base
    const resolved = own === 'none' ? (last === next ? last : base) : (own ?? base)
    if (resolved === 'left') return { text, level: base === 'right' ? 2 : 0 }
    return { text, level: directions[index] === 'number' ? 2 : 1 }
  })
}

/** Turns around every stretch of pieces of at least this level. */
const turned = (line: readonly Piece[], level: 1 | 2): Piece[] => {
  const done: Piece[] = []
  let stretch: Piece[] = []
  for (const piece of line) {
    if (piece.level >= level) stretch.push(piece)
    else {
      done.push(...stretch.toReversed(), piece)
      stretch = []
    }
  }
  return [...done, ...stretch.toReversed()]
}

/** A line of at most some hundred letters, as pieces from left to right. */
export const visualRuns = (text: string): string[] => {
  const texts = text.match(pieces) ?? []
  // Most lines have one direction, and are best written in one go.
  if (!texts.some((one) => isRight.test(one))) return text === '' ? [] : [text]
  return turned(turned(levelsOf(texts), 2), 1).map(({ text: piece, level }) =>
    level === 1 ? (mirrors[piece] ?? piece) : piece,
  )
}
