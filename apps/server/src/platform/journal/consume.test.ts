import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StartError } from '#platform/errors'
import { silentLog } from '#platform/log'
import { fileCheckpoint } from './checkpoint.ts'
import { consume, type ConsumeOptions } from './consume.ts'
import { openJournal } from './journal.ts'

let root: string
let folders = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'consume-'))
})
afterAll(() => rm(root, { recursive: true }))

const log = silentLog()
const newFolder = () => join(root, String((folders += 1)))
const waits: number[] = []
const atOnce: ConsumeOptions['wait'] = async (ms) => {
  waits.push(ms)
}

test('law: in order and at least once, over failures of handler and checkpoint and over restarts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      async (count, batchSize, failures, restarts) => {
        const journal = await openJournal({ folder: newFolder(), log })
        let saved = 0
        const failing = failures.values()
        const mayFail = () => {
          if (failing.next().value === true) throw new TypeError('planted')
        }
        const handled: number[] = []
        for (let round = 0; round < restarts; round += 1) {
          const consumer = consume(journal, {
            name: 'test',
            batchSize,
            log,
            wait: atOnce,
            checkpoint: {
              load: async () => saved,
              save: async (offset) => {
                mayFail()
                saved = offset
              },
            },
            handle: async (records) => {
              mayFail()
              expect(records.length).toBeLessThanOrEqual(batchSize)
              handled.push(...records.map((each) => each.offset))
            },
          })
          const offsets = Array.from({ length: count }, () => journal.append('number', null))
          const last = Math.max(...(await Promise.all(offsets)))
          if (round === restarts - 1) await consumer.caughtUp(last)
          await consumer.stop()
        }
        expect([...new Set(handled)]).toEqual(Array.from({ length: journal.end }, (_, index) => index))
        expect(saved).toBe(journal.end)
        await journal.close()
      },
    ),
    { numRuns: 30 },
  )
}, 30_000)

test('a checkpoint in a file begins at 0 and keeps the last offset', async () => {
  const path = join(root, 'facts.offset')
  expect(await fileCheckpoint(path).load()).toBe(0)
  for (const offset of [1, 1_234_567, 99]) await fileCheckpoint(path).save(offset)
  expect(await fileCheckpoint(path).load()).toBe(99)
})

test('the pause between tries doubles up to half a minute, and a stop ends it', async () => {
  const journal = await openJournal({ folder: newFolder(), log })
  waits.length = 0
  const stopped = Promise.withResolvers<void>()
  const consumer = consume(journal, {
    name: 'test',
    batchSize: 10,
    log,
    checkpoint: { load: async () => 0, save: async () => undefined },
    wait: async (ms, signal) => {
      waits.push(ms)
      if (waits.length < 12) return
      stopped.resolve()
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    },
    handle: async () => {
      throw new TypeError('planted')
    },
  })
  await journal.append('number', 1)
  const caughtUp = consumer.caughtUp(0)
  await stopped.promise
  await Promise.all([consumer.stop(), expect(caughtUp).rejects.toMatchObject({ code: 'shutting_down' })])
  expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800])
  expect(waits.at(-1)).toBe(30_000)
  await journal.close()
})

test('a stop in the middle of a backlog lets the batch finish and remembers it', async () => {
  const journal = await openJournal({ folder: newFolder(), log })
  await journal.appendAll(Array.from({ length: 100 }, () => ({ kind: 'number', payload: 1 })))
  let saved = 0
  const entered = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const consumer = consume(journal, {
    name: 'test',
    batchSize: 10,
    log,
    checkpoint: {
      load: async () => 0,
      save: async (offset) => {
        saved = offset
      },
    },
    handle: async () => {
      entered.resolve()
      await release.promise
    },
  })
  await entered.promise
  const stopping = consumer.stop()
  release.resolve()
  await stopping
  expect(saved).toBe(10)
  await expect(consumer.caughtUp(10)).rejects.toMatchObject({ code: 'shutting_down' })
  await consumer.caughtUp(9)
  await journal.close()
})

test('what does not concern a consumer is passed over, and at its end it knows where it stood', async () => {
  const journal = await openJournal({ folder: newFolder(), log })
  const saved: number[] = []
  const handled: unknown[] = []
  const consumer = consume(journal, {
    ...{ name: 'test', batchSize: 10_000, log, restMs: 1 },
    checkpoint: { load: async () => 0, save: async (offset) => void saved.push(offset) },
    concerns: (kind) => kind === 'mine',
    handle: async (records) => void handled.push(...records.map(({ offset }) => offset)),
  })
  const append = async (kind: string, count: number) => {
    const records = Array.from({ length: count }, () => ({ kind, payload: 1 }))
    await consumer.caughtUp((await journal.appendAll(records)) + count - 1)
  }
  await append('theirs', 2)
  expect(saved).toEqual([])
  await append('mine', 1)
  expect(saved).toEqual([3])
  expect(handled).toEqual([2])
  await append('theirs', 4999)
  expect(saved).toEqual([3])
  await append('theirs', 1)
  expect(saved).toEqual([3, 5003])
  await append('theirs', 1)
  await consumer.stop()
  expect(saved).toEqual([3, 5003, 5004])
  expect(handled).toEqual([2])
  await journal.close()
})

test('a checkpoint beyond the end of the journal and a damaged checkpoint are refused', async () => {
  const journal = await openJournal({ folder: newFolder(), log })
  const path = join(root, 'damaged.offset')
  for (const content of ['7\n', '7', 'x\n', '']) {
    await writeFile(path, content)
    const consumer = consume(journal, {
      name: 'facts',
      batchSize: 1,
      log,
      checkpoint: fileCheckpoint(path),
      handle: async () => undefined,
    })
    await expect(consumer.started).rejects.toThrow(StartError)
    await expect(consumer.caughtUp(0)).rejects.toThrow('busker restore')
    await consumer.stop()
  }
  await journal.close()
})
