import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type FileFaultCode, fileFaults } from './file-faults.ts'
import { mappableFormats } from './headers/known-headers.ts'
import { inspectExport } from './inspect-export.ts'
import { usualLimits } from './tables/limits.ts'
import { csv, faultOf, given, readAll, type TestCell, workbook, zip } from './test-files.ts'

const header = [
  'Order ID',
  'Order Status',
  'SKU ID',
  'Quantity',
  'SKU Subtotal After Discount',
  'Created Time',
  'Recipient',
  'Phone #',
]
const line = [
  '576461413038785752',
  'Completed',
  '1729384756473829101',
  '1',
  '9.50',
  '09/14/2026 10:00:00',
  'Planted Name',
  '(+1)5550100',
]
const sheet = (rows: readonly (readonly TestCell[])[], more: object = {}) => ({
  name: 'OrderSKUList',
  rows,
  ...more,
})
const good = await workbook([sheet([header, line])])
const rawSheet = (body: string): Promise<Buffer> => workbook([sheet([], { xml: body })])

/** A zip of one stored entry whose name was changed byte for byte, since the writer refuses such names itself. */
const renamed = async (from: string, to: string): Promise<Buffer> => {
  const bytes = await zip({ [from]: csv([header, line]) })
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

/** The table of contents says less than is inside. */
const lyingAboutSize = async (): Promise<Buffer> => {
  const bytes = await zip({ 'Overview.csv': 'a'.repeat(100_000) })
  const central = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  bytes.writeUInt32LE(10, central + 24)
  return bytes
}

const encrypted = async (): Promise<Buffer> => {
  const bytes = await zip({ 'Overview.csv': csv([header, line]) })
  const central = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8)
  return bytes
}

const wrongCheckSum = async (): Promise<Buffer> => {
  const bytes = await zip({ 'orders.csv': csv([header, line]) })
  const central = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  bytes.writeUInt32LE(1, central + 16)
  return bytes
}

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.csv`, 'a']))

const swapped = [
  ['576461413038785752', 'Completed', '1729384756473829101', '1', '9.50', '13/09/2026', '', ''],
  ['576461413038785753', 'Completed', '1729384756473829101', '1', '9.50', '09/13/2026', '', ''],
]

const roundedIds = Array.from({ length: 6 }, (_, index) => [`57646141303878${index}000`, ...line.slice(1)])

const damaged: readonly (readonly [string, FileFaultCode, () => string | Buffer | Promise<Buffer>])[] = [
  ['nothing in it', 'empty_file', () => ''],
  ['a header alone', 'no_rows', () => csv([header])],
  ['white space alone', 'no_rows', () => '\r\n\r\n  \r\n'],
  [
    'a picture',
    'not_a_table',
    () =>
      Buffer.from([
        0x89,
        0x50,
        0x4e,
        0x47,
        13,
        10,
        26,
        10,
        ...Array.from({ length: 400 }, (_, index) => index % 32),
      ]),
  ],
  [
    'a page of the web',
    'not_a_table',
    () => '<!DOCTYPE html><html><body><table><tr><td>Order ID</td></tr></table></body></html>',
  ],
  ['a gzip', 'not_a_table', () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0])],
  [
    'an old workbook or one with a password',
    'old_or_locked_workbook',
    () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]),
  ],
  [
    'a binary workbook',
    'binary_workbook',
    () => zip({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': 'x' }),
  ],
  ['macros', 'macro_workbook', () => workbook([sheet([header, line])], { 'xl/vbaProject.bin': 'x' })],
  [
    'links to other files',
    'external_links',
    () => workbook([sheet([header, line])], { 'xl/externalLinks/externalLink1.xml': '<x/>' }),
  ],
  ['a zip that was cut off', 'damaged_zip', () => good.subarray(0, good.length - 200)],
  ['a zip cut off in the middle', 'damaged_zip', () => good.subarray(0, 300)],
  ['a wrong check sum', 'damaged_zip', wrongCheckSum],
  [
    'a sheet that was cut off',
    'damaged_workbook',
    () => rawSheet('<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Order'),
  ],
  ['a sheet that is no XML', 'damaged_workbook', () => rawSheet('Order ID,Order Status')],
  [
    'a shared text that is not there',
    'damaged_workbook',
    () =>
      rawSheet(
        '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>',
      ),
  ],
  [
    'a workbook without its sheet',
    'damaged_workbook',
    () =>
      zip({
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': '<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      }),
  ],
  ['a workbook without contents', 'damaged_workbook', () => zip({ '[Content_Types].xml': '<Types/>' })],
  ['tags nested a thousand deep', 'damaged_workbook', () => rawSheet(`<worksheet>${'<a>'.repeat(1000)}`)],
  ['a document type', 'document_type', () => rawSheet('<!DOCTYPE worksheet><worksheet/>')],
  [
    'a bomb of entities',
    'document_type',
    () =>
      rawSheet(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>',
      ),
  ],
  [
    'an entity that reads a file',
    'document_type',
    () => rawSheet('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'),
  ],
  ['a bomb of zeros', 'zip_bomb', () => zip({ 'orders.csv': Buffer.alloc(48 * 2 ** 20) })],
  ['more bytes than its table of contents says', 'zip_bomb', lyingAboutSize],
  ['thousands of files', 'too_many_entries', () => zip(many(2001))],
  ['a path out of the archive', 'unsafe_path', () => renamed('aaaaaaaaa.csv', '../../etc.csv')],
  ['an absolute path', 'unsafe_path', () => renamed('aaaaaaaaa.csv', '/etc/aaaa.csv')],
  ['an archive in an archive', 'nested_archive', async () => zip({ 'a.zip': await zip({ 'b.csv': 'a' }) })],
  ['a workbook in an archive', 'nested_archive', () => zip({ 'orders.xlsx': good })],
  ['an archive with a password', 'locked_archive', encrypted],
  [
    'a document',
    'not_a_table',
    () => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<x/>' }),
  ],
  ['an archive of pictures', 'not_a_table', () => zip({ 'a.png': 'x' })],
  ['a million columns', 'too_many_columns', () => `${header.join(',')}${',x'.repeat(1e6)}\n`],
  [
    'a cell in column XFD',
    'too_many_columns',
    () => rawSheet('<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'),
  ],
  ['a huge cell', 'cell_too_long', () => `${header.join(',')}\n${'x'.repeat(3e6)}\n`],
  [
    'a huge cell of a workbook',
    'cell_too_long',
    () =>
      rawSheet(
        `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(200_000)}</t></is></c></row></sheetData></worksheet>`,
      ),
  ],
  [
    'a quotation mark that is never closed',
    'unclosed_quote',
    () => `${csv([header, line])}"576461413038785753,Completed\n`,
  ],
  [
    'a damaged data download',
    'damaged_json',
    () => '{"Your Activity": {"Watch History": {"VideoList": [{"Date": "2026',
  ],
  ['JSON that is no data download', 'not_a_table', () => '{"orders": [1, 2]}'],
  [
    'a data download as text',
    'text_download',
    () => 'Date: 2026-08-01 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7412345678901234567/\n',
  ],
  [
    'merged cells',
    'merged_cells',
    () => workbook([sheet([header, line, [null, ...line.slice(1)]], { merges: ['A2:A3'] })]),
  ],
  ['ids rounded by a spreadsheet program', 'ids_rounded', () => csv([header, ...roundedIds])],
  ['dates that contradict each other', 'mixed_dates', () => csv([header, ...swapped])],
  [
    'dates that became date cells, others that stayed text',
    'mixed_dates',
    () => workbook([sheet([header, [...line.slice(0, 5), { number: '46270.5', style: 'date' }], line])]),
  ],
  [
    'another table',
    'unknown_columns',
    () =>
      csv([
        ['Name', 'Colour'],
        ['a', 'red'],
      ]),
  ],
  [
    'the wrong sheet of a workbook',
    'unknown_columns',
    () =>
      workbook([
        {
          name: 'Withdrawal records',
          rows: [
            ['Transaction type', 'Reference ID'],
            ['Withdrawal', '1'],
          ],
        },
      ]),
  ],
  ['no column of subtotals', 'missing_column', () => csv([header, line].map((row) => row.toSpliced(4, 1)))],
]

test.each(damaged)('%s: %s', async (_, code, make) => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-damaged-'))
  try {
    const path = join(folder, 'file')
    const content = await make()
    await writeFile(path, content)
    expect(await faultOf({ name: 'file', path }, { region: 'US' })).toBe(code)
    expect(await faultOf(given(content), { region: 'US' })).toBe(code)
    // The sentence says what to do, and nothing was written beside the file.
    expect(fileFaults[code].split(/[.:;] ?/).filter((part) => part !== '').length).toBeGreaterThan(1)
    expect(await readdir(folder)).toEqual(['file'])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('cells made to keep a search busy for hours are read at once', async () => {
  const long = [
    `${'a'.repeat(60_000)} `,
    '1'.repeat(60_000) + 'x',
    `${'a@'.repeat(30_000)}`,
    ' '.repeat(60_000),
    '(+1'.repeat(20_000),
  ]
  const { unknown } = await inspectExport(
    given(csv([['Name', 'Colour', 'Size', 'Weight', 'Kind'], long, long])),
    {},
  )
  expect(unknown).toHaveLength(1)
  const lines = [header, line, line.map((cell, index) => (index === 0 ? cell : `${'1.'.repeat(20_000)}x`))]
  expect((await readAll(given(csv(lines)), { region: 'US' })).refused).toHaveLength(1)
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${'['.repeat(100_000)}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`
  const bytes = await workbook([sheet([header, line])], { 'xl/styles.xml': styles })
  expect((await readAll(given(bytes), { region: 'US' })).rows).toHaveLength(1)
})

test('each known table can be offered for a mapping', () => {
  for (const { fields, needs } of mappableFormats()) {
    for (const field of needs.flat()) expect(fields.map((one) => one.field)).toContain(field)
  }
})

test('too large, too many lines, too much text: each limit has its own reason', async () => {
  const text = csv([header, line, line, line])
  const told = { region: 'US' } as const
  expect(await faultOf(given(text), { ...told, limits: { ...usualLimits, fileBytes: 100 } })).toBe(
    'file_too_large',
  )
  expect(await faultOf(given(text), { ...told, limits: { ...usualLimits, rows: 2 } })).toBe('too_many_rows')
  expect(await faultOf(given(good), { ...told, limits: { ...usualLimits, sharedStrings: 3 } })).toBe(
    'too_many_strings',
  )
  expect(await faultOf(given(good), { ...told, limits: { ...usualLimits, unpackedBytes: 100 } })).toBe(
    'zip_bomb',
  )
  expect(await faultOf(given('{"Post":{}}'), { ...told, limits: { ...usualLimits, jsonBytes: 5 } })).toBe(
    'file_too_large',
  )
})

test('dates that may be read both ways need the region, and a currency must be known', async () => {
  const early = [header, [...line.slice(0, 5), '09/04/2026 10:00:00', '', '']]
  expect(await faultOf(given(csv(early)), { currency: 'USD' })).toBe('ambiguous_date')
  expect((await inspectExport(given(csv(early)), {})).needs).toEqual(['ambiguous_date', 'currency_needed'])
  expect(await faultOf(given(csv([header, line])))).toBe('currency_needed')
  const read = await readAll(given(csv(early)), { currency: 'USD', dateOrder: 'day_first' })
  expect(read.rows).toMatchObject([{ createdAt: '2026-04-09T10:00:00' }])
})

test('one damaged date in a file does not change the others', async () => {
  const lines = Array.from({ length: 8 }, (_, index) => [
    ...line.slice(0, 5),
    `09/${14 + index}/2026`,
    '',
    '',
  ])
  const rows = [
    header,
    ...lines,
    [...line.slice(0, 5), '30/09/2026', '', ''],
    [...line.slice(0, 5), '99/99/2026', '', ''],
  ]
  const { rows: read, refused } = await readAll(given(csv(rows)), { region: 'US' })
  expect(read).toHaveLength(8)
  expect(refused.map(({ line: at, reason }) => [at, reason])).toEqual([
    [10, 'not_a_date'],
    [11, 'not_a_date'],
  ])
})

test('an unknown table can be mapped once; its sample shows no persons', async () => {
  const unknown = ['No.', 'State', 'Article', 'Count', 'Sum', 'When', 'Recipient', 'Contact']
  const text = csv([unknown, line.with(1, 'fertig')])
  const { unknown: tables } = await inspectExport(given(text), { region: 'US' })
  const table = tables[0]?.table
  expect(table?.headers).toEqual(unknown)
  expect(JSON.stringify(table?.sample)).not.toMatch(/Planted|5550100/)
  const fields = ['orderId', 'status', 'skuId', 'quantity', 'subtotalAfter', 'createdAt']
  const mapping = {
    signature: table?.signature ?? '',
    format: 'shop_orders',
    columns: Object.fromEntries(fields.map((field, index) => [unknown[index] ?? '', field])),
    words: { fertig: 'completed' },
  } as const
  const { rows, refused } = await readAll(given(text), { region: 'US', mappings: [mapping] })
  expect(refused).toEqual([])
  expect(rows).toMatchObject([
    { orderId: '576461413038785752', status: 'completed', subtotalAfterMicro: 9_500_000n },
  ])
})

test('a compressed stream that is broken inside', async () => {
  const bytes = await zip({ 'orders.csv': csv([header, ...Array.from({ length: 2000 }, () => line)]) })
  bytes.fill(0xff, 70, 90)
  expect(await faultOf(given(bytes), { region: 'US' })).toBe('damaged_zip')
})
