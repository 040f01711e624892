import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { assert } from '#platform/assert'
import { plainName } from '../../rules/plain-name.ts'
import { visualRuns } from './visual-runs.ts'

const require = createRequire(import.meta.url)
/** Latin, Greek, Cyrillic, Arabic, Hebrew and more; not Chinese, Japanese, Korean and the scripts of India. */
const fontFiles = {
  plain: () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const
export type FontName = keyof typeof fontFiles

export const colours = {
  ink: '#1f1b16',
  soft: '#645c51',
  line: '#d9d2c5',
  raised: '#f4f0e8',
  good: '#1c6446',
  taken: '#b98a1f',
  bad: '#a3202f',
} as const

/** A4 in points. */
const page = { width: 595.28, height: 841.89, margin: 44, foot: 40 } as const
export const inner = { left: page.margin, width: page.width - 2 * page.margin } as const

/** Stands for letters that the file has no font for. */
const gap = '[…]'
/** Names in another script are shown by these alone: there is no use in measuring each. */
const mostLetters = 200

export interface LineStyle {
  readonly size?: number
  readonly font?: FontName
  readonly colour?: string
  readonly align?: 'start' | 'end'
}
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** The glyphs that a font has; the library tells it nowhere but in the font object that it keeps. */
const glyphsOf = (doc: PDFKit.PDFDocument): ((codePoint: number) => boolean) => {
  const embedded: unknown = Reflect.get(doc, '_font')
  assert(typeof embedded === 'object' && embedded !== null && 'font' in embedded, 'a font is chosen')
  const { font } = embedded
  assert(
    typeof font === 'object' && font !== null && 'hasGlyphForCodePoint' in font,
    'the font can tell its glyphs',
  )
  const { hasGlyphForCodePoint } = font
  assert(typeof hasGlyphForCodePoint === 'function', 'the font can tell its glyphs')
  return (codePoint) => hasGlyphForCodePoint.call(font, codePoint) === true
}

export interface SheetInfo {
  readonly title: string
  readonly author: string
  readonly madeAt: string
  /** Stands at the foot of each page. */
  readonly foot: string
}

/** Pages that are written from the top to the bottom, one line at a time; nothing that is written can break a line. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument
  /** Where the next thing is written. */
  y: number = page.margin
  /** Something was written that the fonts do not have. */
  hasGaps = false
  private readonly has = new Map<FontName, (codePoint: number) => boolean>()
  private readonly foot: string

  constructor({ title, author, madeAt, foot }: SheetInfo) {
    this.foot = foot
    this.doc = new PDFDocument({
      ...{ size: 'A4', margin: 0, bufferPages: true, lang: 'en', displayTitle: true, pdfVersion: '1.7' },
      info: { Title: title, Author: author, Creator: 'Busker', CreationDate: new Date(madeAt) },
    })
    for (const name of ['plain', 'bold'] as const) {
      this.doc.registerFont(name, fontFiles[name]()).font(name)
      this.has.set(name, glyphsOf(this.doc))
    }
  }

  /** Goes on on the next page when there is less room than this. */
  need(height: number): boolean {
    if (this.y + height <= page.height - page.margin - page.foot) return false
    this.doc.addPage()
    this.y = page.margin
    return true
  }

  private shown(text: string, font: FontName): string {
    const has = this.has.get(font)
    let shown = ''
    for (const sign of plainName(text)) {
      if (has?.(sign.codePointAt(0) ?? 0) === true) shown += sign
      else if (!shown.endsWith(gap)) shown += gap
    }
    if (shown.includes(gap) && !text.includes(gap)) this.hasGaps = true
    return shown
  }

  private widthOf(text: string): number {
    return visualRuns(text).reduce((sum, run) => sum + this.doc.widthOfString(run), 0)
  }

  /** As much of a text as fits. */
  private fitted(text: string, width: number): string {
    if (this.widthOf(text) <= width) return text
    const signs = Array.from(text).slice(0, mostLetters)
    let [fits, most] = [0, signs.length]
    while (fits < most) {
      const middle = Math.ceil((fits + most) / 2)
      if (this.widthOf(`${signs.slice(0, middle).join('')}…`) <= width) fits = middle
      else most = middle - 1
    }
    return `${signs.slice(0, fits).join('').trimEnd()}…`
  }

  /** One line at a place, cut to its width. */
  line(text: string, place: Place, style: LineStyle = {}): void {
    const { size = 9, font = 'plain', colour = colours.ink, align = 'start' } = style
    this.doc.font(font).fontSize(size).fillColor(colour)
    const fitted = this.fitted(this.shown(text, font), place.width)
    let x = align === 'end' ? place.x + place.width - this.widthOf(fitted) : place.x
    for (const run of visualRuns(fitted)) {
      this.doc.text(run, x, place.y, { lineBreak: false })
      x += this.doc.widthOfString(run)
    }
  }

  /** Sentences of ours over the whole width, as many lines as they need. */
  paragraph(text: string, style: LineStyle & { readonly gap?: number } = {}): void {
    const { size = 9, font = 'plain', colour = colours.ink, gap: after = 6 } = style
    this.doc.font(font).fontSize(size)
    const height = this.doc.heightOfString(text, { width: inner.width })
    this.need(height)
    // Measuring needs the font again: a new page has none.
    this.doc.font(font).fontSize(size).fillColor(colour)
    this.doc.text(text, inner.left, this.y, { width: inner.width })
    this.y += height + after
  }

  heading(text: string): void {
    this.need(90)
    this.y += 10
    this.line(text, { x: inner.left, y: this.y, width: inner.width }, { size: 13, font: 'bold' })
    this.y += 22
  }

  bar(place: Place & { readonly height: number }, colour: string): void {
    this.doc.rect(place.x, place.y, place.width, place.height).fill(colour)
  }

  rule(): void {
    this.doc.moveTo(inner.left, this.y).lineTo(inner.left + inner.width, this.y)
    this.doc.lineWidth(0.5).stroke(colours.line)
  }

  /** Numbers the pages and gives the bytes of the file. */
  async finish(): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange()
    for (let index = 0; index < count; index += 1) {
      this.doc.switchToPage(index)
      const y = page.height - page.margin
      const style = { size: 7, colour: colours.soft } as const
      this.line(this.foot, { x: inner.left, y, width: inner.width - 80 }, style)
      const place = { x: inner.left + inner.width - 70, y, width: 70 }
      this.line(`${index + 1} / ${count}`, place, { ...style, align: 'end' })
    }
    const pieces: Buffer[] = []
    this.doc.on('data', (piece: Buffer) => pieces.push(piece))
    const ended = new Promise<void>((resolve, reject) => this.doc.on('end', resolve).on('error', reject))
    this.doc.end()
    await ended
    return Buffer.concat(pieces)
  }
}
