import { zipOf } from './archive.ts'
import { csvText } from './csv.ts'
import type { Draft } from './table.ts'
import { workbookOf } from './workbook.ts'

/** The bytes of a draft. */
export const written = async (draft: Draft): Promise<Uint8Array> => {
  switch (draft.form) {
    case 'csv':
      return Buffer.from(csvText(draft.sheet, draft.style), 'utf8')
    case 'xlsx':
      return workbookOf(draft.sheets, draft.style)
    case 'zip':
      return zipOf(draft.entries.map(({ name, sheet, style }) => ({ name, text: csvText(sheet, style) })))
    case 'json':
      return Buffer.from(draft.text, 'utf8')
  }
}
