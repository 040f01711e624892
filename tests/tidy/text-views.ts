/**
 * The same text seen twice, with equal offsets: `code` has comments and the contents of strings blanked,
 * `strings` has everything but the contents of strings blanked.
 */
export interface TextViews {
  readonly code: string
  readonly strings: string
  readonly comments: string
}

type Kind = 'code' | 'string' | 'comment'

interface Scan {
  readonly text: string
  readonly kinds: Kind[]
  at: number
}

const mark = (scan: Scan, kind: Kind, length: number): void => {
  for (let step = 0; step < length && scan.at < scan.text.length; step++) scan.kinds[scan.at++] = kind
}

const markUpTo = (scan: Scan, kind: Kind, end: string): void => {
  const found = scan.text.indexOf(end, scan.at)
  mark(scan, kind, (found === -1 ? scan.text.length : found) - scan.at)
}

const scanQuoted = (scan: Scan, quote: string, content: Kind): void => {
  mark(scan, 'code', 1)
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at]
    if (char === '\\') mark(scan, content, 2)
    else if (char === quote || char === '\n') return mark(scan, 'code', 1)
    else mark(scan, content, 1)
  }
}

const scanTemplate = (scan: Scan): void => {
  mark(scan, 'code', 1)
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at]
    if (char === '\\') mark(scan, 'string', 2)
    else if (char === '`') return mark(scan, 'code', 1)
    else if (scan.text.startsWith('${', scan.at)) {
      mark(scan, 'code', 2)
      scanCode(scan, true)
      mark(scan, 'code', 1)
    } else mark(scan, 'string', 1)
  }
}

/** A slash opens a regular expression where no value can stand before it. */
const opensRegExp = (scan: Scan): boolean => {
  const before = scan.text.slice(Math.max(0, scan.at - 80), scan.at).trimEnd()
  return before === '' || /[(,=:[!&|?{};+>]$|\b(return|case|of|in)$/.test(before)
}

const scanRegExp = (scan: Scan): void => {
  let inClass = false
  mark(scan, 'code', 1)
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at]
    if (char === '\n') return
    if (char === '\\') mark(scan, 'code', 1)
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) return mark(scan, 'code', 1)
    mark(scan, 'code', 1)
  }
}

const scanCode = (scan: Scan, insideTemplate: boolean): void => {
  let depth = 0
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at]
    if (scan.text.startsWith('//', scan.at)) markUpTo(scan, 'comment', '\n')
    else if (scan.text.startsWith('/*', scan.at)) {
      markUpTo(scan, 'comment', '*/')
      mark(scan, 'comment', 2)
    } else if (char === "'" || char === '"') scanQuoted(scan, char, 'string')
    else if (char === '`') scanTemplate(scan)
    else if (char === '/' && opensRegExp(scan)) scanRegExp(scan)
    else {
      if (char === '{') depth++
      else if (char === '}' && insideTemplate && depth-- === 0) return
      mark(scan, 'code', 1)
    }
  }
}

const view = (scan: Scan, kind: Kind): string => {
  let result = ''
  for (let at = 0; at < scan.text.length; at++) {
    const char = scan.text.charAt(at)
    result += char === '\n' || scan.kinds[at] === kind ? char : ' '
  }
  return result
}

/** Splits TypeScript or JavaScript into its code, its strings and its comments. */
export const textViews = (text: string): TextViews => {
  const scan: Scan = { text, kinds: [], at: 0 }
  scanCode(scan, false)
  return { code: view(scan, 'code'), strings: view(scan, 'string'), comments: view(scan, 'comment') }
}
