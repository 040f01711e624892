import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvCutter, lineEndIn } from './tables/csv-records.ts'
import { usualLimits } from './tables/limits.ts'
import { dateOfSerial } from './tables/workbook-sheet.ts'
import { amountText, readAmount } from './values/amount.ts'
import { dateParts, dayOf, gatherEvidence, noEvidence, orderOf, readDate } from './values/dates.ts'
import { readId } from './values/identifiers.ts'
import { readCount, readRate } from './values/numbers.ts'
import { sequenceCounter } from './readers/reader.ts'

const cut = (text: string, pieces: readonly number[], delimiter = ','): string[][] => {
  const cutter = new CsvCutter({ delimiter, lineEnd: lineEndIn(text), keep: null, limits: usualLimits })
  const rows: string[][] = []
  let at = 0
  for (const length of pieces) {
    rows.push(...cutter.push(text.slice(at, at + length), false).map((row) => [...row.cells]))
    at += length
  }
  rows.push(...cutter.push(text.slice(at), true).map((row) => [...row.cells]))
  return rows
}

describe('records of a text', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '\t', ';', '1'),
    maxLength: 8,
  })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

  test('are those of the kept parser, however the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.nat(9), { maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, pieces, end) => {
          const text = rows.map((row) => row.map(quoted).join(',')).join(end)
          const expected = parse(text, { relax_column_count: true, record_delimiter: end })
          expect(cut(text, pieces)).toEqual(expected.map((row) => row.map((one) => one.trim())))
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    [
      'a,b\rc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\n\r\n,\r\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['"a"\t,"b" \n', [['a', 'b']]],
    ['"a""b",c', [['a"b', 'c']]],
    ['a"b,c', [['a"b', 'c']]],
    ['"x\ny",z', [['x\ny', 'z']]],
  ])('%j', (text, rows) => {
    for (let length = 1; length <= text.length; length += 1) {
      const pieces = Array.from({ length: Math.ceil(text.length / length) }, () => length)
      expect(cut(text, pieces)).toEqual(rows)
    }
  })

  test('columns that nobody asked for are never made strings; lines count as in a spreadsheet', () => {
    const cutter = new CsvCutter({ delimiter: ';', lineEnd: '\n', keep: new Set([1]), limits: usualLimits })
    expect(cutter.push('secret;1;"more\nsecret"\n\nsecret;2;x\n', true)).toEqual([
      { line: 1, cells: ['', '1', ''], marks: null },
      { line: 3, cells: ['', '2', ''], marks: null },
    ])
  })
})

const read = (text: string, currency: string | null, isStored = false): string => {
  const reading = readAmount(text, { currency, isStored })
  return reading.outcome === 'amount'
    ? `${amountText(reading.micro)}${reading.currency ?? ''}`
    : reading.outcome
}

describe('amounts', () => {
  const micro = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })

  test('what is written is read, to the last unit', () => {
    fc.assert(
      fc.property(micro, (amount) => {
        expect(readAmount(amountText(amount), { currency: 'XXX', isStored: false })).toMatchObject({
          micro: amount,
        })
      }),
    )
  })

  test('grouped either way, with sign, parentheses or a currency around it', () => {
    const cents = fc.bigInt({ min: 100_000n, max: 10n ** 13n })
    fc.assert(
      fc.property(cents, (amount) => {
        const whole = String(amount / 100n).replaceAll(/\B(?=(\d{3})+$)/g, ',')
        const text = `${whole}.${String(amount % 100n).padStart(2, '0')}`
        const swapped = text.replaceAll(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))
        const expected = amountText(amount * 10_000n)
        expect(read(text, 'USD')).toBe(expected)
        expect(read(`$${text}`, 'USD')).toBe(expected)
        expect(read(`BRL ${swapped}`, 'BRL')).toBe(`${expected}BRL`)
        expect(read(`(${text})`, 'USD')).toBe(`-${expected}`)
        expect(read(`-US$${text}`, 'USD')).toBe(`-${expected}USD`)
        expect(read(`${text} EUR`, null)).toBe(`${expected}EUR`)
      }),
    )
  })

  test('a number of a workbook carries the noise of a double, which is taken off', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), (cents) => {
        const noisy = (cents / 100).toPrecision(17)
        expect(read(noisy, 'IDR', true)).toBe(amountText(BigInt(cents) * 10_000n))
      }),
    )
  })

  test('rupiah and dong have no decimals, whatever groups their thousands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 10 ** 12 }),
        fc.constantFrom('.', ','),
        fc.constantFrom('IDR', 'VND'),
        (amount, mark, currency) => {
          const text = String(amount).replaceAll(/\B(?=(\d{3})+$)/g, mark)
          expect(read(text, currency)).toBe(String(amount))
          expect(read(`${currency} ${text}`, null)).toBe(`${amount}${currency}`)
        },
      ),
    )
  })

  test.each([
    ['IDR 10.000', null, '10000IDR'],
    ['Rp10.000', null, '10000IDR'],
    ['Rp. 1.250.000', null, '1250000IDR'],
    ['120.000₫', null, '120000VND'],
    ['10000.00', 'IDR', '10000'],
    ['THB 123.00', null, '123THB'],
    ['฿1,234.50', null, '1234.5THB'],
    ['BRL 35,91', null, '35.91BRL'],
    ['BRL 35.91', null, '35.91BRL'],
    ['R$ 1.234', null, '1234BRL'],
    ['$1,234.56', 'USD', '1234.56'],
    ['1,234', 'USD', '1234'],
    ['12.345', 'USD', '12.345'],
    ['0.125', 'BRL', '0.125'],
    ['.5', 'USD', '0.5'],
    ['12.50-', 'USD', '-12.5'],
    ['−3', 'USD', '-3'],
    ['1 234,50', 'EUR', '1234.5'],
    ['0.0000005', 'USD', '0.000001'],
    ['--', 'USD', 'none'],
    ['/', 'USD', 'none'],
    ['', 'USD', 'none'],
    ['twelve', 'USD', 'bad'],
    ['1.2.3', 'USD', 'bad'],
    ['1,23,4', 'USD', 'bad'],
    ['1.5E+3', 'USD', 'bad'],
    ['(5', 'USD', 'bad'],
    ['--5', 'USD', 'bad'],
    ['QQQ 5', 'USD', 'bad'],
    ['99/99/2026', 'USD', 'bad'],
  ])('%s (%s) is %s', (text, currency, expected) => expect(read(text, currency)).toBe(expected))

  test.each([
    ['35.909999999999997', '35.91'],
    ['1.5E+3', '1500'],
    ['-1.4210854715202004E-14', '0'],
    ['6E-7', '0.000001'],
    ['1E+300', 'bad'],
  ])('stored %s is %s', (text, expected) => expect(read(text, 'IDR', true)).toBe(expected))
})

describe('dates', () => {
  const day = fc.date({
    min: new Date(Date.UTC(2011, 0, 1)),
    max: new Date(Date.UTC(2098, 11, 31)),
    noInvalidDate: true,
  })
  const two = (value: number): string => String(value).padStart(2, '0')

  test('every day is read in each order and with each mark', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('/', '-', '.'), (date, mark) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, number] = iso.split('-').map(Number) as [number, number, number]
        const context = (order: 'day_first' | 'month_first') => ({ order, exportedOn: null })
        const moment = { outcome: 'date', day: iso, moment: `${iso}T23:05:09` }
        expect(
          readDate([two(number), two(month), year].join(mark) + ' 23:05:09', context('day_first')),
        ).toEqual(moment)
        expect(readDate([month, number, year].join(mark) + ', 11:05:09 PM', context('month_first'))).toEqual(
          moment,
        )
        expect(
          readDate(`${[year, two(month), two(number)].join(mark)}T23:05:09`, context('day_first')),
        ).toEqual(moment)
        const excel = date.getTime() / 86_400_000 + 25_569
        expect(dateOfSerial(Math.floor(excel), false)).toBe(iso)
        expect(dateOfSerial(Math.floor(excel) - 1462, true)).toBe(iso)
      }),
    )
  })

  test('a day without a year is the last one up to the export', () => {
    fc.assert(
      fc.property(day, fc.nat(364), (date, back) => {
        const then = new Date(date.getTime() - back * 86_400_000)
        const text = then.toLocaleDateString('en', { month: 'long', day: 'numeric', timeZone: 'UTC' })
        const reading = readDate(text, { order: null, exportedOn: date.toISOString().slice(0, 10) })
        expect(reading).toMatchObject({ day: then.toISOString().slice(0, 10) })
      }),
    )
  })

  test('a file whose days pass the twelfth tells its own order', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 60 }), fc.boolean(), (dates, isDayFirst) => {
        const evidence = noEvidence()
        let decides = false
        for (const date of dates) {
          const [month, number] = [date.getUTCMonth() + 1, date.getUTCDate()]
          decides ||= number > 12
          const [first, second] = isDayFirst ? [number, month] : [month, number]
          gatherEvidence(evidence, `${first}/${second}/${date.getUTCFullYear()}`, {
            isTyped: false,
            isFresh: true,
          })
        }
        expect(orderOf(evidence)).toBe(decides ? (isDayFirst ? 'day_first' : 'month_first') : null)
      }),
    )
  })

  test.each([
    '31/02/2026',
    '2026-13-01',
    '10/10/26',
    '2026-01-01 25:00',
    '2026-01-01 10:61',
    'soon',
    'x9',
    '1/1/1999',
    '2026',
  ])('%s is no date', (text) => expect(dateParts(text).shape).toBe('bad'))

  test('days that do not exist', () => {
    expect(dayOf(2024, 2, 29)).toBe('2024-02-29')
    expect(dayOf(2026, 2, 29)).toBeNull()
    expect(dayOf(2100, 2, 28)).toBeNull()
  })
})

describe('numbers and ids', () => {
  test('ids are text, to the last digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 5n, max: 10n ** 19n }), (id) => {
        const text = String(id)
        expect(readId(text, null)).toEqual({ outcome: 'id', id: text })
        expect(readId(`="${text}"`, null)).toEqual({ outcome: 'id', id: text })
        expect(readId(`${text}.0`, null).outcome).toBe('lost_digits')
        expect(readId(Number(text).toExponential(5).toUpperCase(), null).outcome).toBe('lost_digits')
        expect(readId(text, 'number').outcome).toBe(text.length > 15 ? 'lost_digits' : 'id')
        expect(readId(text, 'formula').outcome).toBe('formula')
      }),
    )
  })

  test.each([
    ['1,234', 1234],
    ['1.234.567', 1_234_567],
    ['12.0', 12],
    ['<5', 'masked'],
    ['undefined', 'none'],
    ['NAN', 'none'],
    ['1.5', 'bad'],
    ['many', 'bad'],
  ])('count %s', (text, expected) => {
    const reading = readCount(text, null)
    expect(reading.outcome === 'number' ? reading.value : reading.outcome).toBe(expected)
  })

  test.each([
    ['5.93%', 'percent', null, 0.0593],
    ['15', 'percent', null, 0.15],
    ['105.93%', 'fraction', null, 1.0593],
    ['0.55', 'fraction', null, 0.55],
    ['0.0593', 'percent', 'percent', 0.0593],
    ['5,93 %', 'percent', null, 0.0593],
    ['high', 'percent', null, 'bad'],
  ] as const)('rate %s as %s', (text, bare, mark, expected) => {
    const reading = readRate(text, { bare, mark })
    expect(reading.outcome === 'number' ? reading.value : reading.outcome).toBe(expected)
  })

  test('lines of one key are counted, also past what is remembered at least', () => {
    const sequence = sequenceCounter()
    expect([sequence('a', ''), sequence('b', ''), sequence('a', '')]).toEqual([1, 1, 2])
    for (let index = 0; index < 25_000; index += 1) sequence('x', String(index))
    expect(sequence('a', '')).toBe(3)
    for (let index = 0; index < 15_000; index += 1) sequence('y', String(index))
    expect(sequence('a', '')).toBe(4)
  })
})
