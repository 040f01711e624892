import { expect, test } from 'vitest'
import { rowText } from '../rules/stored-rows.ts'
import { inspectInWorker, readInWorker, type WorkerOptions } from './read-in-worker.ts'
import { csv, given, readAll, testKey } from './test-files.ts'
import type { GivenFile } from './tables/file-source.ts'

const header = [
  'Order ID',
  'Order Status',
  'SKU ID',
  'Quantity',
  'SKU Subtotal After Discount',
  'Created Time',
  'Buyer Username',
]
const orders = (count: number): GivenFile =>
  given(
    csv([
      header,
      ...Array.from({ length: count }, (_, index) => [
        String(576461413038785752n + BigInt(index)),
        'Completed',
        '1729384756473829101',
        '1',
        '9.50',
        '14/09/2026 10:00:00',
        `buyer${index % 7}`,
      ]),
    ]),
  )
const context = { region: 'UK', buyerKey: testKey }

const collect = async (
  file: GivenFile,
  options?: WorkerOptions,
): Promise<{ rows: unknown[]; batches: number }> => {
  const rows: unknown[] = []
  let batches = 0
  for await (const batch of readInWorker(file, context, options)) {
    for (const pack of batch.packs) {
      const lines = String(JSON.parse(Buffer.from(pack).toString('utf8'))).split('\n')
      rows.push(...lines.slice(0, -1).map((line) => line.split('\t')[4]))
    }
    batches += 1
  }
  return { rows, batches }
}

test('a thread reads the same rows', async () => {
  const file = orders(3500)
  const { rows, batches } = await collect(file)
  expect(batches).toBe(4)
  expect(rows).toEqual((await readAll(file, context)).rows.map((row) => rowText(row)))
  expect(await inspectInWorker(file, { region: 'UK' })).toMatchObject({
    tables: [{ format: 'shop_orders', lines: 3500 }],
    currency: 'GBP',
    asOf: { at: '2026-09-14T10:00:00', from: 'content' },
  })
})

test('a refusal comes through with its code, also of an inspection', async () => {
  const fault = { code: 'empty_file' }
  await expect(collect(given(''))).rejects.toMatchObject({ fault })
  await expect(inspectInWorker(given(''), {})).rejects.toMatchObject({ fault })
})

test('stopping ends the thread', async () => {
  const stopper = new AbortController()
  const reading = readInWorker(orders(20_000), context, { signal: stopper.signal })
  expect((await reading.next()).value?.rows).toBe(1000)
  stopper.abort()
  await expect(reading.next()).rejects.toMatchObject({ fault: { code: 'stopped' } })
  await expect(collect(orders(1), { signal: stopper.signal })).rejects.toMatchObject({
    fault: { code: 'stopped' },
  })
})

test('a file that needs more memory than one may take ends its thread only', async () => {
  const entry = {
    Date: '2026-08-01 10:00:00',
    Link: 'https://www.tiktokv.com/share/video/7412345678901234567/',
  }
  const text = JSON.stringify({
    'Your Activity': { 'Watch History': { VideoList: Array.from({ length: 200_000 }, () => entry) } },
  })
  const limits = { memoryMebibytes: 24, waitMs: 60_000 }
  await expect(collect(given(text), { limits })).rejects.toMatchObject({ fault: { code: 'out_of_memory' } })
})

test('a thread that takes too long is ended', async () => {
  const limits = { memoryMebibytes: 256, waitMs: 1 }
  await expect(collect(orders(20_000), { limits })).rejects.toMatchObject({
    fault: { code: 'took_too_long' },
  })
})

test('memory stays flat: a text is read in far less heap than it is long', async () => {
  const filler = 'Nothing of this column is read. '.repeat(20)
  const lines = Array.from(
    { length: 60_000 },
    (_, index) =>
      `${576461413038785752n + BigInt(index)},Completed,1729384756473829101,1,9.50,14/09/2026 10:00:00,buyer_with_a_long_name_${index},${filler}`,
  )
  const file = given([`${header.join(',')},Buyer Message`, ...lines].join('\n'))
  const limits = { memoryMebibytes: 32, waitMs: 300_000 }
  let rows = 0
  for await (const batch of readInWorker(file, context, { limits })) rows += batch.rows
  expect(rows).toBe(60_000)
})
