import { FileRefused } from '../file-faults.ts'
import type { Limits } from './limits.ts'
import type { Sheet } from './table.ts'
import { readNumberStyles, readRelations, readSharedStrings, readSheetNames } from './workbook-parts.ts'
import { readSheetRows, type WorkbookContext } from './workbook-sheet.ts'
import type { OpenedZip, ZipEntry } from './zip-file.ts'

/** A workbook is an archive with parts of this name in it; documents and slides have others. */
export const isWorkbook = (zip: OpenedZip): boolean =>
  zip.entries.some(({ name }) => /^xl\/|^\[Content_Types\]\.xml$/i.test(name)) &&
  !zip.entries.some(({ name }) => /^(word|ppt)\//i.test(name))

const refuseDangerous = (zip: OpenedZip): void => {
  for (const { name } of zip.entries) {
    if (/vbaProject|(^|\/)macrosheets\//i.test(name)) throw new FileRefused('macro_workbook')
    if (/^xl\/workbook\.bin$/i.test(name)) throw new FileRefused('binary_workbook')
    if (/^xl\/externalLinks\//i.test(name)) throw new FileRefused('external_links')
  }
}

/** Shared texts and styles are read once, before the first sheet that needs them. */
const contextOf = (
  find: (name: string) => ZipEntry | undefined,
  startsIn1904: boolean,
  limits: Limits,
): (() => Promise<WorkbookContext>) => {
  let context: Promise<WorkbookContext> | null = null
  const load = async (): Promise<WorkbookContext> => {
    const strings = find('xl/sharedStrings.xml')
    const styles = find('xl/styles.xml')
    return {
      limits,
      startsIn1904,
      strings: strings === undefined ? [] : await readSharedStrings(strings, limits),
      styles: styles === undefined ? [] : await readNumberStyles(styles),
    }
  }
  return () => (context ??= load())
}

const sheetOf = (name: string, entry: ZipEntry, load: () => Promise<WorkbookContext>): Sheet => {
  const merges: string[] = []
  return {
    name,
    isText: false,
    bytes: entry.size,
    merges: () => merges,
    rows: async function* (wanted) {
      yield* readSheetRows(entry, await load(), { wanted, merges })
    },
  }
}

/** Opens the sheets of a workbook. Formulas, macros and links to other files are not followed: they are refused. */
export const openWorkbook = async (zip: OpenedZip, limits: Limits): Promise<Sheet[]> => {
  refuseDangerous(zip)
  const find = (name: string): ZipEntry | undefined =>
    zip.entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
  const workbook = find('xl/workbook.xml')
  const relations = find('xl/_rels/workbook.xml.rels')
  if (workbook === undefined || relations === undefined) throw new FileRefused('damaged_workbook')
  const { sheets, startsIn1904 } = await readSheetNames(workbook)
  const targets = await readRelations(relations)
  const load = contextOf(find, startsIn1904, limits)
  return sheets.flatMap(({ name, relation }) => {
    const target = targets.get(relation)
    if (target === undefined) throw new FileRefused('damaged_workbook', { sheet: name })
    // Charts and dialogs are sheets, too, but hold no table.
    if (/(chart|dialog)sheets\//i.test(target)) return []
    const entry = find(target)
    if (entry === undefined) throw new FileRefused('damaged_workbook', { sheet: name })
    return [sheetOf(name, entry, load)]
  })
}
