import { expect, test } from 'vitest'
import type { AffiliateOrder, OrderLine } from '../rules/rows.ts'
import { accountOfName, momentOfName, periodOfName } from './file-name.ts'
import { inspectExport } from './inspect-export.ts'
import { csv, given, readAll, workbook } from './test-files.ts'

const header = [
  'Order ID',
  'Order Status',
  'SKU ID',
  'Product Name',
  'Quantity',
  'SKU Subtotal After Discount',
  'Created Time',
]
const line = [
  '576461413038785752',
  'Completed',
  '1729384756473829101',
  'Crème brûlée',
  '1',
  '9.50',
  '14/09/2026 10:00:00',
]
const told = { region: 'UK' } as const

const nameIn = async (content: string | Buffer, context = {}): Promise<string> => {
  const { rows, refused } = await readAll(given(content), { ...told, ...context })
  expect(refused).toEqual([])
  return (rows[0] as OrderLine).productName
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

test.each([
  ['UTF-8', Buffer.from(csv([header, line]))],
  ['UTF-8 with a mark', Buffer.from(csv([header, line], { bom: true }))],
  ['UTF-16 with a mark', Buffer.from(csv([header, line], { bom: true }), 'utf16le')],
  ['UTF-16, the other way round', utf16be(csv([header, line], { bom: true }))],
  ['UTF-16 without a mark', Buffer.from(csv([header, line]), 'utf16le')],
  ['Windows-1252', Buffer.from(csv([header, line]), 'latin1')],
])('%s', async (_, bytes) => expect(await nameIn(bytes)).toBe('Crème brûlée'))

test('a guess is told', async () => {
  const { encoding } = await inspectExport(given(Buffer.from(csv([header, line]), 'latin1')), told)
  expect(encoding).toEqual({ name: 'windows-1252', isGuess: true, undecodable: 0 })
})

test('a few broken bytes in UTF-8 do not make all of it another encoding; they are counted', async () => {
  const bytes = Buffer.concat([
    Buffer.from(csv([header, line, line])),
    Buffer.from([0xff]),
    Buffer.from('\n'),
  ])
  const { encoding } = await inspectExport(given(bytes), told)
  expect(encoding).toEqual({ name: 'utf-8', isGuess: false, undecodable: 1 })
  expect(await nameIn(Buffer.from(csv([header, line, line], { bom: true })))).toBe('Crème brûlée')
})

test('an accent in the last line of a long file', async () => {
  const plain = line.with(3, 'x'.repeat(200))
  const rows = Array.from({ length: 3000 }, () => plain)
  const { rows: read } = await readAll(given(csv([header, ...rows, line])), told)
  expect((read.at(-1) as OrderLine).productName).toBe('Crème brûlée')
})

test('what is kept is text that a database takes', async () => {
  const odd = line.with(3, 'a\u0000b\u0007\nc').with(1, 'Completed')
  expect(await nameIn(csv([header, odd]))).toBe('a b c')
  const cut = `${'x'.repeat(79)}😀 is no number`
  const { refused } = await readAll(given(csv([header, line, line.with(4, cut)])), told)
  expect(refused[0]?.value.isWellFormed()).toBe(true)
  const document = {
    Post: {
      Posts: {
        VideoList: [
          { Date: '2026-08-01 10:00:00', Link: '/video/7412345678901234567', Title: 'a\u0000\uD83D' },
        ],
      },
    },
  }
  expect((await readAll(given(JSON.stringify(document)))).rows).toMatchObject([{ title: 'a \uFFFD' }])
})

/** Vietnamese as old programs write it: letters and accents apart, one byte each. */
const windows1258 = (text: string): Buffer => {
  const table = new Map<string, number>()
  const decoder = new TextDecoder('windows-1258')
  for (let byte = 255; byte >= 0; byte -= 1) table.set(decoder.decode(Uint8Array.of(byte)), byte)
  const encode = (letter: string): number[] => {
    const whole = table.get(letter)
    if (whole !== undefined) return [whole]
    const tones = Array.from(letter.normalize('NFD'))
    const tone = tones.findIndex((mark) => /[\u0300\u0301\u0303\u0309\u0323]/.test(mark))
    const base = tones
      .filter((_, index) => index !== tone)
      .join('')
      .normalize('NFC')
    return [table.get(base) ?? 63, table.get(tones[tone] ?? '') ?? 63]
  }
  return Buffer.from(Array.from(text.normalize('NFC')).flatMap(encode))
}

test('Vietnamese in Windows-1258 is found by its headers', async () => {
  const names = [
    'ID đơn hàng',
    'ID SKU',
    'Tên người dùng nhà sáng tạo',
    'Loại nội dung',
    'Trạng thái đơn hàng',
    'Thanh toán hoa hồng thực tế',
    'Đơn vị tiền tệ',
    'Số lượng',
    'Thời gian đã tạo',
  ]
  const cells = [
    '576461413038785752',
    '1729384756473829101',
    'lan',
    'Trưng bày',
    'Đã quyết toán',
    '5.000',
    'VND',
    '1',
    '14/09/2026',
  ]
  const { rows, refused } = await readAll(given(windows1258(csv([names, cells]))))
  expect(refused).toEqual([])
  expect(rows[0] as AffiliateOrder).toMatchObject({ status: 'settled', contentType: 'showcase' })
})

test('Thai in Windows-874 is found by its headers', async () => {
  const names = [
    'หมายเลขคำสั่งซื้อ',
    'ID ของ SKU',
    'สกุลเงิน',
    'สถานะการชำระคำสั่งซื้อ',
    'ประเภทเนื้อหา',
    'ยอดรายได้รวมสุดท้าย',
    'วันที่สั่งซื้อ',
  ]
  const cells = ['576461413038785752', '1729384756473829101', 'THB', 'Settled', 'วิดีโอ', '31.50', '15/09/2026']
  const bytes = Buffer.from(
    Array.from(csv([names, cells])).map((letter) => {
      const code = letter.charCodeAt(0)
      return code < 128 ? code : code - 0x0e00 + 0xa0
    }),
  )
  const { rows } = await readAll(given(bytes), { account: 'nok' })
  expect(rows[0]).toMatchObject({ contentType: 'video', commissionMicro: 31_500_000n })
})

test.each([
  ['semicolons', csv([header, line], { delimiter: ';' })],
  ['tabs', csv([header, line], { delimiter: '\t' })],
  ['bars', csv([header, line], { delimiter: '|' })],
  ['a line that tells the delimiter', `sep=;\r\n${csv([header, line], { delimiter: ';' })}`],
  ['commas, and a tab at the end of each cell', csv([header, line], { tabs: true })],
  ['old line ends', csv([header, line]).replaceAll('\r\n', '\r')],
  ['no line end at the end', csv([header, line]).trimEnd()],
])('%s', async (_, text) => expect(await nameIn(text)).toBe('Crème brûlée'))

test('a workbook: dates as numbers, rates in per cent, rich and phonetic text, a prefix before each tag', async () => {
  const names = [
    'Campaign name',
    'Campaign ID',
    'Product ID',
    'Video ID',
    'Time posted',
    'Cost',
    'Gross revenue',
    '2-second ad video view rate',
    'Currency',
  ]
  const bytes = await workbook([
    {
      name: 'Sheet1',
      rows: [
        names,
        [
          'Lips',
          '181',
          '1729384756473829000',
          '7412345678901234567',
          { number: '46266.5', style: 'date' },
          { number: '35.909999999999997' },
          { number: '1E2' },
          { number: '0.451', style: 'percent' },
          'USD',
        ],
      ],
    },
  ])
  const context = { period: { from: '2026-09-01', to: '2026-09-07' } }
  const { rows, refused } = await readAll(given(bytes), context)
  expect(refused).toEqual([])
  expect(rows).toMatchObject([
    { postedOn: '2026-09-01', costMicro: 35_910_000n, grossRevenueMicro: 100_000_000n, rate2s: 0.451 },
  ])
  const prefixed = await workbook(
    [
      {
        name: 'Sheet1',
        rows: [],
        xml: '<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      },
    ],
    {
      'xl/sharedStrings.xml':
        '<x:sst xmlns:x="x"><x:si><x:r><x:t>Top </x:t></x:r><x:r><x:t>territories</x:t></x:r><x:rPh><x:t>zz</x:t></x:rPh></x:si><x:si><x:t>Distribution_x000D_</x:t></x:si></x:sst>',
    },
  )
  expect((await inspectExport(given(prefixed), {})).tables).toMatchObject([
    { format: 'studio_territories', lines: 0 },
  ])
})

test.each([
  ['Creator_20260901-20260907.csv', { from: '2026-09-01', to: '2026-09-07' }],
  ['Product campaign data 2026-09-01 to 2026-09-07.xlsx', { from: '2026-09-01', to: '2026-09-07' }],
  ['video_20260907-20260907_20260908101500.xlsx', { from: '2026-09-07', to: '2026-09-07' }],
  ['Creator_20260907.csv', null],
  ['Creator_20260907-20260901.csv', null],
  ['Creator_20261301-20261307.csv', null],
])('days in a name: %s', (name, period) => expect(periodOfName(name)).toEqual(period))

test.each([
  ['income_20260914103005.xlsx', '2026-09-14T10:30:05'],
  ['All order-2026-09-14-10_30.csv', '2026-09-14T10:30:00'],
  ['Overview_2026-08-03_1790899200_example.beauty.zip', '2026-10-02T00:00:00'],
  ['income_20260914993005.xlsx', null],
  ['orders.csv', null],
])('moment in a name: %s', (name, moment) => expect(momentOfName(name)).toBe(moment))

test('the account in a name', () => {
  expect(accountOfName('Overview_2026-08-03_1790899200_Example.Beauty.zip')).toBe('example.beauty')
  expect(accountOfName('Overview_2026-08-03_1790899200_example (1).zip')).toBe('example')
  expect(accountOfName('orders.csv')).toBe('')
})
