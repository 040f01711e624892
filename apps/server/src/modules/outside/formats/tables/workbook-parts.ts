import { FileRefused } from '../file-faults.ts'
import type { Limits } from './limits.ts'
import { listenToXml, type XmlListener } from './xml-events.ts'
import type { ZipEntry } from './zip-file.ts'

type Attributes = Readonly<Record<string, string>>

const readAll = async (entry: ZipEntry, listener: XmlListener): Promise<void> => {
  for await (const _ of listenToXml(entry.chunks(), listener)) continue
}

const nothing = (): void => undefined

/** An attribute whatever its prefix: `r:id` is `ns1:id` in files of some programs. */
const attribute = (attributes: Attributes, name: string): string | undefined => {
  const found = Object.keys(attributes).find((key) => key === name || key.endsWith(`:${name}`))
  return found === undefined ? undefined : attributes[found]
}

export interface SheetEntry {
  readonly name: string
  readonly relation: string
}

export const readSheetNames = async (
  entry: ZipEntry,
): Promise<{ sheets: SheetEntry[]; startsIn1904: boolean }> => {
  const sheets: SheetEntry[] = []
  let startsIn1904 = false
  const open = (name: string, attributes: Attributes): void => {
    if (name === 'workbookPr') startsIn1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
    if (name !== 'sheet') return
    sheets.push({ name: attributes['name'] ?? '', relation: attribute(attributes, 'id') ?? '' })
    if (sheets.length > 200) throw new FileRefused('too_many_entries')
  }
  await readAll(entry, { open, close: nothing, text: nothing })
  return { sheets, startsIn1904 }
}

/** Where each relation of the workbook leads, as a path inside the archive. */
export const readRelations = async (entry: ZipEntry): Promise<ReadonlyMap<string, string>> => {
  const targets = new Map<string, string>()
  const open = (name: string, attributes: Attributes): void => {
    if (name !== 'Relationship') return
    if (/^external$/i.test(attributes['TargetMode'] ?? '') && /externalLink/.test(attributes['Type'] ?? '')) {
      throw new FileRefused('external_links')
    }
    const target = attributes['Target'] ?? ''
    targets.set(attributes['Id'] ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  await readAll(entry, { open, close: nothing, text: nothing })
  return targets
}

/** `_x000D_` is how XML of workbooks writes a character that XML may not hold. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text

/** The texts that cells point to. They are all that is kept of a workbook, so they are bounded. */
export const readSharedStrings = async (entry: ZipEntry, limits: Limits): Promise<string[]> => {
  const strings: string[] = []
  let characters = 0
  let current = ''
  let isText = false
  let phonetic = 0
  await readAll(entry, {
    open: (name) => {
      if (name === 'si') current = ''
      else if (name === 'rPh') phonetic += 1
      else if (name === 't') isText = phonetic === 0
    },
    close: (name) => {
      if (name === 't') isText = false
      else if (name === 'rPh') phonetic -= 1
      else if (name === 'si') {
        strings.push(unescaped(current).trim())
        characters += current.length
        if (strings.length > limits.sharedStrings || characters > limits.sharedCharacters) {
          throw new FileRefused('too_many_strings')
        }
      }
    },
    text: (text) => {
      if (isText) current += text
    },
  })
  return strings
}

export type NumberStyle = 'plain' | 'date' | 'percent'

const builtIn = (id: number): NumberStyle => {
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)) {
    return 'date'
  }
  return id === 9 || id === 10 ? 'percent' : 'plain'
}

/** What a format code shows, without its quoted text, colours and escapes. */
const styleOfCode = (code: string): NumberStyle => {
  const bare = code
    .slice(0, 200)
    .replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
    .toLowerCase()
  if (/[ydhs]|m{1,5}/.test(bare) && !/[#0?]/.test(bare.replaceAll(/s\.?0+/g, ''))) return 'date'
  return bare.includes('%') ? 'percent' : 'plain'
}

/** For each cell style, what its number is. */
export const readNumberStyles = async (entry: ZipEntry): Promise<NumberStyle[]> => {
  const codes = new Map<number, NumberStyle>()
  const styles: NumberStyle[] = []
  let inCells = false
  await readAll(entry, {
    open: (name, attributes) => {
      if (name === 'numFmt')
        codes.set(Number(attributes['numFmtId']), styleOfCode(attributes['formatCode'] ?? ''))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells && styles.length < 100_000) {
        const id = Number(attributes['numFmtId'] ?? '0')
        styles.push(codes.get(id) ?? builtIn(id))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
    text: nothing,
  })
  return styles
}
