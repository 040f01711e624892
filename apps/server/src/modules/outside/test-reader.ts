import { readFile } from 'node:fs/promises'
import { FileRefusal, type Batch, type ExportReader, type ReadingContext } from './export-reader.ts'
import type { Cost } from './rules/rows.ts'
import { packRows } from './rules/stored-rows.ts'

const costOf = (sku: string, amount: string): Cost => ({
  ...{ kind: 'cost', cost: 'goods', sku, creator: '', videoId: '', campaign: '', per: 'unit' },
  ...{ currency: 'USD', amountMicro: BigInt(amount) * 1_000_000n, note: '' },
  ...{ from: '2026-01-01', to: '2026-01-31' },
})

const columnsFor = (headers: readonly string[], { mappings }: ReadingContext): readonly number[] => {
  const said = mappings.find(({ signature }) => signature === signatureOf(headers))?.columns ?? {}
  return ['SKU', 'Amount'].map((name) =>
    headers.findIndex((header) => header === name || said[header] === name.toLowerCase()),
  )
}

const signatureOf = (headers: readonly string[]): string => headers.join('|')

const linesOf = async (path: string): Promise<string[][]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(','))

const needsPeriod = (headers: readonly string[], { answers }: ReadingContext): boolean =>
  headers.includes('NoDates') && answers.period === undefined

/**
 * Understands comma-separated costs with the headers SKU, Amount and Buyer: enough to see what an import does. A line
 * whose amount is `crash` breaks the reading with an error that quotes the line; `truncated` ends the file.
 */
export const plainReader = (batchSize = 2): ExportReader => ({
  formats: [
    {
      format: 'cost_sheet',
      fields: [
        { field: 'sku', header: 'SKU' },
        { field: 'amount', header: 'Amount' },
      ],
      needs: [['sku'], ['amount']],
    },
  ],
  inspect: async (file, context) => {
    const [headers = [], ...lines] = await linesOf(file.path)
    if (headers[0] === 'MACRO') return { kind: 'refused', code: 'macro_workbook', detail: {} }
    if (columnsFor(headers, context).includes(-1)) {
      const shown = headers.filter((header) => header !== 'Buyer')
      const sample = lines
        .slice(0, 3)
        .map((cells) =>
          Object.fromEntries(shown.map((header) => [header, cells[headers.indexOf(header)] ?? ''])),
        )
      const signature = signatureOf(headers)
      const question = { asks: 'mapping', sheet: '', signature, headers, sample, closest: null } as const
      return { kind: 'needs_mapping', question: { ...question, headers: [...headers] } }
    }
    if (needsPeriod(headers, context))
      return { kind: 'needs_answer', question: { asks: 'period' }, formats: ['cost_sheet'] }
    const period = context.answers.period ?? null
    return { kind: 'ready', formats: ['cost_sheet'], asOf: '2026-01-31T00:00:00', period }
  },
  read: async function* (file, context): AsyncGenerator<Batch> {
    const [headers = [], ...lines] = await linesOf(file.path)
    const [sku, amount] = columnsFor(headers, context)
    for (let from = 0; from < lines.length; from += batchSize) {
      const rows: Cost[] = []
      const refused: Batch['refused'][number][] = []
      for (const [offset, cells] of lines.slice(from, from + batchSize).entries()) {
        const [id, value] = [cells[sku ?? 0] ?? '', cells[amount ?? 1] ?? '']
        if (value === 'crash') throw new TypeError(`cannot read ${cells.join()}`)
        if (value === 'truncated') throw new FileRefusal('damaged_zip')
        if (/^\d+$/.test(value)) rows.push(costOf(id, value))
        else
          refused.push({
            ...{ sheet: '', line: from + offset + 2, reason: 'not_an_amount' },
            ...{ column: 'Amount', value },
          })
      }
      const readBytes = Math.min(lines.length, from + batchSize)
      yield { ...packRows(rows), refused, readBytes, totalBytes: lines.length }
    }
  },
})
