import { expect, test } from 'vitest'
import { AppError } from '#platform/errors'
import { mergedReads, mergedWrites } from './merged.ts'

/** A store whose answers wait until they are let go. */
const gate = () => {
  const waiting: (() => void)[] = []
  return {
    pass: () => new Promise<void>((resolve) => waiting.push(resolve)),
    open: async () => {
      waiting.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('whoever asks while a read is on its way is answered by one that began afterwards, all together', async () => {
  const asked: number[][] = []
  const { pass, open } = gate()
  let version = 1
  const read = mergedReads(async (keys: readonly number[]) => {
    asked.push([...keys])
    const now = version
    await pass()
    return new Map(keys.filter((key) => key < 100).map((key) => [key, `${key} of ${now}`]))
  })
  const first = read([1, 2])
  await new Promise((resolve) => setImmediate(resolve))
  version = 2
  const [second, third] = [read([2, 3]), read([3, 400])]
  await open()
  await open()
  expect(await first).toEqual(
    new Map([
      [1, '1 of 1'],
      [2, '2 of 1'],
    ]),
  )
  expect(await second).toEqual(
    new Map([
      [2, '2 of 2'],
      [3, '3 of 2'],
    ]),
  )
  expect(await third).toEqual(new Map([[3, '3 of 2']]))
  expect(asked).toEqual([
    [1, 2],
    [2, 3, 400],
  ])
  expect(await read([])).toEqual(new Map())
})

test('a read that fails fails for those who waited for it and for nobody else', async () => {
  let failing = true
  const read = mergedReads(async (keys: readonly number[]) => {
    if (failing) throw new AppError('overloaded')
    return new Map(keys.map((key) => [key, key]))
  })
  await expect(read([1])).rejects.toMatchObject({ code: 'overloaded' })
  failing = false
  expect(await read([1])).toEqual(new Map([[1, 1]]))
})

test('writes come together and in order', async () => {
  const written: number[][] = []
  const { pass, open } = gate()
  const write = mergedWrites(async (rows: readonly number[]) => {
    written.push([...rows])
    await pass()
  })
  const all = [write([1]), write([])]
  await new Promise((resolve) => setImmediate(resolve))
  all.push(write([2, 3]), write([4]))
  await open()
  await open()
  await Promise.all(all)
  expect(written).toEqual([[1], [2, 3, 4]])
})
