import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EncodedRecord } from './frame.ts'
import type { JournalRecord } from './reader.ts'
import { sharedTail } from './tail.ts'

const recordOf = (offset: number): JournalRecord => ({ offset, kind: 'k', payload: offset })

/** As many as were written, of which each seventh is in the file alone. */
const written = (from: number, count: number, bytes: number): EncodedRecord[] => {
  const frame = Buffer.alloc(bytes)
  return Array.from({ length: count }, (_, at) => ({
    ...{ kind: 'k', frame },
    read: (from + at) % 7 === 6 ? null : { payload: from + at },
  }))
}

test('every reader gets what the file holds, whatever was read before it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          grow: fc.nat(4000),
          isFollowed: fc.boolean(),
          from: fc.double({ min: 0, max: 1, noNaN: true }),
          limit: fc.integer({ min: 1, max: 9000 }),
          bytes: fc.constantFrom(10, 5000),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      async (steps) => {
        let end = 0
        let size = 10
        const tail = sharedTail(
          async ({ from, limit }) => {
            const count = Math.max(0, Math.min(limit, end - from))
            return {
              records: Array.from({ length: count }, (_, at) => recordOf(from + at)),
              bytes: count * size,
            }
          },
          () => end,
        )
        for (const step of steps) {
          end += step.grow
          size = step.bytes
          if (step.isFollowed) tail.follow(written(end - step.grow, step.grow, size), end)
          const from = Math.floor(step.from * end)
          const both = await Promise.all([tail.read(from, step.limit), tail.read(from, 3)])
          for (const [which, records] of both.entries()) {
            const most = which === 0 ? step.limit : 3
            expect(records.length).toBeLessThanOrEqual(most)
            // What is there is told at once, as far as one reading goes.
            expect(records.length).toBeGreaterThanOrEqual(Math.min(most, end - from, 5000))
            expect(records.findIndex(({ offset }, at) => offset !== from + at)).toBe(-1)
          }
        }
      },
    ),
  )
})

test('what several ask for at once is read once, and what was written just now is not read', async () => {
  let reads = 0
  let end = 10
  const { read, follow } = sharedTail(
    async ({ from }) => {
      reads += 1
      return { records: Array.from({ length: 10 - from }, (_, at) => recordOf(from + at)), bytes: 100 }
    },
    () => end,
  )
  await Promise.all([read(0, 100), read(0, 5), read(0, 7)])
  expect(reads).toBe(1)
  end = 13
  follow(written(10, 3, 10), end)
  expect((await read(11, 9)).map(({ offset }) => offset)).toEqual([11, 12])
  expect(reads).toBe(1)
  end = 14
  follow(written(13, 1, 10), end)
  // The file alone has this one.
  await read(13, 9)
  expect(reads).toBe(2)
})

test('who asks after a record was written gets it, also while a reading from before is under way', async () => {
  let end = 0
  const waiting: (() => void)[] = []
  const { read } = sharedTail(
    async ({ from }) => {
      const upTo = end
      await new Promise<void>((resolve) => waiting.push(resolve))
      return { records: Array.from({ length: upTo - from }, (_, at) => recordOf(from + at)), bytes: 10 }
    },
    () => end,
  )
  const early = read(0, 10)
  end = 3
  const late = read(0, 10)
  for (const go of waiting) go()
  expect([(await early).length, (await late).length]).toEqual([0, 3])
})
