import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { parseDecimal, sumOf } from '@busker/money'
import { fromBuffer } from 'yauzl'
import { text } from 'node:stream/consumers'
import {
  filesOf,
  makeMarket,
  orderFileLines,
  truthOf,
  withBrokenRows,
  type Market,
  type MarketFile,
} from '../index.ts'
import { csvStyleOf } from './files/files.ts'
import type { Sheet } from './files/table.ts'
import type { Region } from './region.ts'
import { fromFiles } from './test-from-files.ts'
import { day } from './time.ts'
import type { Parts } from './truth.ts'

const regions: readonly Region[] = ['US', 'UK', 'VN', 'ID', 'TH', 'MY']
const marketOf = (seed: number, region: Region): Market => makeMarket({ seed, region, orders: 45, days: 30 })

const sheetOf = (file: MarketFile | undefined, name?: string): Sheet => {
  const { draft } = file ?? { draft: undefined }
  if (draft?.form === 'csv') return draft.sheet
  const found =
    draft?.form === 'xlsx'
      ? draft.sheets.find((sheet) => name === undefined || sheet.name === name)
      : undefined
  return found ?? { name: '', rows: [] }
}
const column = (sheet: Sheet, header: string): string[] => {
  const index = (sheet.rows[0] ?? []).findIndex((cell) => cell.trim() === header)
  return index === -1 ? [] : sheet.rows.slice(1).map((cells) => cells[index] ?? '')
}
const sumOfColumn = (sheet: Sheet, header: string): bigint =>
  sumOf(column(sheet, header).map((cell) => parseDecimal(cell) ?? 0n))

/** Entries of a ZIP file by their names. */
const entriesOf = (bytes: Uint8Array): Promise<Map<string, string>> =>
  new Promise((settle, fail) => {
    const found = new Map<string, string>()
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error !== null) return fail(error)
      zip.on('entry', (entry: { fileName: string }) => {
        zip.openReadStream(entry as Parameters<typeof zip.openReadStream>[0], (problem, stream) => {
          if (problem !== null) return fail(problem)
          text(stream).then((content) => {
            found.set(entry.fileName, content)
            zip.readEntry()
          }, fail)
        })
      })
      zip.on('end', () => settle(found))
      zip.readEntry()
    })
  })

const contributionOf = (parts: Parts): Map<string, bigint> =>
  new Map(
    [...parts.known]
      .filter(([, { contribution }]) => contribution !== 0n)
      .map(([key, { contribution }]) => [key, contribution]),
  )
const nonZero = (map: ReadonlyMap<string, bigint>): Map<string, bigint> =>
  new Map([...map].filter(([, amount]) => amount !== 0n))
const sorted = (map: ReadonlyMap<string, bigint>): [string, bigint][] =>
  [...map].toSorted(([one], [other]) => (one < other ? -1 : 1))

describe.each(regions)('files of %s', (region) => {
  test('say what happened, to the smallest unit', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const market = marketOf(seed, region)
      for (const asOf of [market.startMs + 16 * day + 5_000_000, market.endMs + 45 * day]) {
        const truth = truthOf(market, { asOf })
        const read = fromFiles(await filesOf(market, { asOf, form: 'csv' }))
        for (const { orderId, skuId, sequence, waterfall } of truth.lines) {
          expect(read.lines.get(`${orderId}#${skuId}#${sequence}`), `${seed}/${orderId}`).toBe(
            waterfall.contribution,
          )
        }
        expect(sorted(nonZero(read.perCreator))).toEqual(sorted(contributionOf(truth.perCreator)))
        expect(sorted(nonZero(read.perVideo))).toEqual(sorted(contributionOf(truth.perVideo)))
        expect(sorted(nonZero(read.perSku))).toEqual(sorted(contributionOf(truth.perSku)))
        expect(read.total).toBe(truth.total.contribution)
      }
    }
  })

  test('agree with themselves and with the truth', async () => {
    const market = marketOf(11, region)
    const asOf = market.endMs + 3 * day
    const truth = truthOf(market, { asOf })
    const files = await filesOf(market, { asOf })
    const fileOf = (kind: MarketFile['kind']) => files.find((file) => file.kind === kind)
    const details = sheetOf(fileOf('settlement'), 'Order details')
    expect(sumOfColumn(details, 'Total settlement amount')).toBe(truth.settled.totalMicro)
    const parts =
      region === 'US'
        ? ['Net sales', 'Shipping', 'Fees']
        : ['Total revenue', region === 'ID' ? 'Total Fees' : 'Total fees']
    const adjustment = ['Adjustment amount', 'Ajustment amount']
    const sum = sumOf([...parts, ...adjustment].map((header) => sumOfColumn(details, header)))
    expect(sum).toBe(truth.settled.totalMicro)
    const reports = sheetOf(fileOf('settlement'), region === 'US' ? 'Summary' : 'Reports')
    expect(parseDecimal(reports.rows.at(-1)?.[1] ?? '')).toBe(truth.settled.totalMicro)
    const weeks = files.filter(({ kind }) => kind === 'gmv_max_creatives').map((file) => sheetOf(file))
    expect(sumOf(weeks.map((sheet) => sumOfColumn(sheet, 'Gross revenue')))).toBe(
      truth.claims.gmvMax.gmvMicro,
    )
    expect(sumOfColumn(sheetOf(fileOf('ads_report')), 'Gross revenue')).toBe(truth.claims.ads.gmvMicro)
    const adCost = sumOfColumn(sheetOf(fileOf('ads_report')), 'Cost') / 2n
    expect(adCost + sumOf(weeks.map((sheet) => sumOfColumn(sheet, 'Cost')))).toBe(truth.total.adSpend)
  })

  test('are bytes of what was drafted, the same each time', async () => {
    const market = marketOf(4, region)
    const options = { asOf: market.endMs }
    const [once, again] = [await filesOf(market, options), await filesOf(market, options)]
    for (const [index, file] of once.entries())
      expect(Buffer.compare(file.bytes, again[index]?.bytes ?? Buffer.of())).toBe(0)
    for (const file of await filesOf(market, { ...options, form: 'csv' })) {
      if (file.draft.form !== 'csv') continue
      const rows: string[][] = parse(file.bytes, { bom: true, relax_column_count: true })
      expect(rows.map((cells) => cells.map((cell) => cell.replace(/\t$/, '')))).toEqual(file.draft.sheet.rows)
    }
    for (const file of await filesOf(market, { ...options, form: 'xlsx' })) {
      if (file.draft.form === 'json' || file.draft.form === 'csv') continue
      const entries = await entriesOf(file.bytes)
      if (file.draft.form === 'zip')
        expect([...entries.keys()]).toEqual(file.draft.entries.map(({ name }) => name))
      else expect(entries.get('xl/workbook.xml')).toContain(`name="${file.draft.sheets[0]?.name}"`)
    }
  })
})

describe('exports that overlap', () => {
  test('share lines, and the later one changed some', async () => {
    const market = marketOf(9, 'US')
    const linesAt = async (asOf: number) => {
      const file = (await filesOf(market, { asOf })).find(({ kind }) => kind === 'shop_orders')
      return new Map(
        sheetOf(file).rows.map((cells) => [`${cells[0]}#${cells[5]}#${cells[9]}`, cells.join('|')]),
      )
    }
    const [early, late] = [await linesAt(market.startMs + 15 * day), await linesAt(market.endMs)]
    const kept = [...early].filter(([key]) => late.has(key))
    expect(kept.length).toBe(early.size)
    expect(kept.some(([key, line]) => late.get(key) === line)).toBe(true)
    expect(kept.some(([key, line]) => late.get(key) !== line)).toBe(true)
  })
})

describe('damaged lines', () => {
  test.each(['csv', 'xlsx'] as const)('%s: are put between the others, which stay', async (form) => {
    const market = marketOf(6, 'TH')
    for (const file of await filesOf(market, { asOf: market.endMs, form })) {
      const { file: damaged, lines } = await withBrokenRows(file, 3)
      if (!['shop_orders', 'affiliate_orders', 'costs'].includes(file.kind)) {
        expect(lines).toEqual([])
        continue
      }
      expect(lines.length).toBeGreaterThan(2)
      const rows = sheetOf(damaged).rows
      const places = new Set(lines.map(({ line }) => line))
      expect(rows.filter((_, index) => !places.has(index + 1))).toEqual(sheetOf(file).rows)
      for (const { line, column: name, value } of lines) {
        const index = (rows[0] ?? []).indexOf(name)
        if (name !== '') expect(rows[line - 1]?.[index]).toBe(value)
      }
    }
  })
})

describe('personal texts', () => {
  test('are in the files that have them, and each is unlike any other text', async () => {
    const market = marketOf(2, 'MY')
    const asOf = market.endMs
    const { personalTexts } = truthOf(market, { asOf })
    const files = await filesOf(market, { asOf, form: 'csv' })
    const orders = files
      .filter(({ kind }) => kind === 'shop_orders')
      .map(({ bytes }) => Buffer.from(bytes).toString())
    for (const personal of personalTexts)
      expect(orders.some((content) => content.includes(personal))).toBe(true)
    const others = files.filter(({ kind }) => kind !== 'shop_orders' && kind !== 'own_data')
    for (const { bytes } of others) {
      const content = Buffer.from(bytes).toString()
      expect(personalTexts.filter((personal) => content.includes(personal))).toEqual([])
    }
  })
})

test('an order file of any size is written as a stream, equal to the one at once', async () => {
  const market = marketOf(8, 'US')
  const asOf = market.endMs
  const streamed = [...orderFileLines(market, { asOf, style: csvStyleOf(market) })].join('')
  const file = (await filesOf(market, { asOf, form: 'csv' })).find(({ kind }) => kind === 'shop_orders')
  expect(streamed).toBe(Buffer.from(file?.bytes ?? []).toString())
})
