import { cp, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError, StartError } from '#platform/errors'
import { silentLog } from '#platform/log'
import { nodeJournalFiles, type JournalFile, type JournalFiles } from './journal-files.ts'
import { openJournal, type Journal } from './journal.ts'

let root: string
let folders = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'journal-'))
})
afterAll(() => rm(root, { recursive: true }))

const newFolder = () => join(root, String((folders += 1)))
const log = silentLog()
const readEverything = async (journal: Journal) => {
  const payloads: unknown[] = []
  while (payloads.length < journal.end) {
    const records = await journal.read(payloads.length, 7)
    expect(records.map((each) => each.offset)).toEqual(records.map((_, index) => payloads.length + index))
    payloads.push(...records.map((each) => each.payload))
  }
  return payloads
}
const segmentNames = async (folder: string) => (await readdir(folder)).toSorted()
const newestSegment = async (folder: string) => join(folder, (await segmentNames(folder)).at(-1) ?? '')

/** A disk with room for so many bytes, whose syncs can be made to fail and are counted. */
const faultyFiles = () => {
  const disk = { room: Infinity, failSync: null as string | null, failCut: false, syncs: 0 }
  const fault = (code: string) => Object.assign(new Error(code), { code })
  const wrap = (file: JournalFile): JournalFile => ({
    ...file,
    write: async (bytes, position) => {
      const fits = Math.min(bytes.length, disk.room)
      await file.write(bytes.subarray(0, fits), position)
      disk.room -= fits
      if (fits < bytes.length) throw fault('ENOSPC')
    },
    sync: async () => {
      disk.syncs += 1
      if (disk.failSync !== null) throw fault(disk.failSync)
      await file.sync()
    },
    truncate: async (bytes) => {
      if (disk.failCut) throw fault('EIO')
      await file.truncate(bytes)
    },
  })
  const real = nodeJournalFiles()
  const files: JournalFiles = {
    ...real,
    create: async (path) => wrap(await real.create(path)),
    open: async (path, mode) => wrap(await real.open(path, mode)),
  }
  return { disk, files }
}

const payload = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.integer(),
  fc.jsonValue(),
)
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('append and read', () => {
  test('what is not plain JSON is read as it was written, before and after a reopening', async () => {
    const folder = newFolder()
    const values = [
      { at: new Date(0), gone: undefined, list: [undefined, -0, Number.NaN] },
      { toJSON: () => 'told' },
      new Map([[1, 2]]),
      { plain: [1, 'a', null, { deep: true }] },
    ]
    const expected = JSON.parse(JSON.stringify(values))
    const journal = await openJournal({ folder, log })
    await journal.appendAll(values.map((payload) => ({ kind: 'k', payload })))
    expect(await readEverything(journal)).toStrictEqual(expected)
    await journal.close()
    const again = await openJournal({ folder, log })
    expect(await readEverything(again)).toStrictEqual(expected)
    await again.close()
  })

  test('law: records come back in order, from any offset, over segments and reopenings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(payload, { maxLength: 12 }), { maxLength: 12 }),
        fc.integer({ min: 40, max: 2000 }),
        async (batches, segmentBytes) => {
          const folder = newFolder()
          const expected: unknown[] = []
          let journal = await openJournal({ folder, log, segmentBytes })
          for (const [index, batch] of batches.entries()) {
            const first = await journal.appendAll(batch.map((each) => ({ kind: 'thing', payload: each })))
            expect(first).toBe(expected.length)
            expected.push(...batch.map(asJson))
            if (index % 3 !== 2) continue
            await journal.close()
            journal = await openJournal({ folder, log, segmentBytes })
          }
          expect(journal.end).toBe(expected.length)
          expect(await readEverything(journal)).toEqual(expected)
          const middle = Math.floor(expected.length / 2)
          const rest = await journal.read(middle, 100_000)
          expect(rest.map((each) => each.payload)).toEqual(expected.slice(middle))
          await journal.close()
        },
      ),
      { numRuns: 40 },
    )
  }, 30_000)

  test('concurrent appends share syncs and each gets the offset of its own record', async () => {
    const { disk, files } = faultyFiles()
    const journal = await openJournal({ folder: newFolder(), log, files, segmentBytes: 10_000 })
    disk.syncs = 0
    const offsets = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => journal.append('number', { index })),
    )
    expect(disk.syncs).toBeLessThan(10)
    const records = await journal.read(0, 5000)
    expect(records).toHaveLength(1000)
    for (const [index, offset] of offsets.entries()) expect(records[offset]?.payload).toEqual({ index })
    await journal.close()
  })

  test('records larger than a read chunk come back whole', async () => {
    const journal = await openJournal({ folder: newFolder(), log })
    const large = 'x'.repeat(3_000_000)
    await journal.appendAll(['a', large, 'b'].map((each) => ({ kind: 'text', payload: each })))
    expect((await journal.read(0, 10)).map((each) => each.payload)).toEqual(['a', large, 'b'])
    expect(await journal.read(2, 10)).toEqual([{ offset: 2, kind: 'text', payload: 'b' }])
    expect(await journal.read(3, 10)).toEqual([])
    await expect(journal.append('text', 'x'.repeat(5_000_000))).rejects.toThrow('at most 4 MiB')
    await journal.close()
  })

  test('more than the limit that waits for the disk is refused as overloaded', async () => {
    const journal = await openJournal({ folder: newFolder(), log, waitingBytes: 1000 })
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => journal.append('text', 'x'.repeat(300))),
    )
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused).toHaveLength(7)
    for (const reason of refused) expect(reason).toMatchObject({ code: 'overloaded' })
    expect(journal.end).toBe(3)
    expect(await journal.append('text', 'later')).toBe(3)
    await journal.close()
  })

  test('close waits for appends under way and refuses later ones', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log })
    const pending = journal.append('text', 'last')
    const waiting = journal.waitFor(5)
    await journal.close()
    expect(await pending).toBe(0)
    expect(await waiting).toBe(false)
    await expect(journal.append('text', 'late')).rejects.toMatchObject({ code: 'shutting_down' })
    await journal.close()
    const again = await openJournal({ folder, log })
    expect(again.end).toBe(1)
    await again.close()
  })

  test('a copy of the snapshot taken while records arrive is a journal with all records below its end', async () => {
    const journal = await openJournal({ folder: newFolder(), log, segmentBytes: 500 })
    for (let index = 0; index < 50; index += 1) await journal.append('number', index)
    const { end, files } = journal.snapshot()
    const pending = journal.append('number', 50)
    const copy = newFolder()
    const copied = await nodeJournalFiles().makeFolder(copy)
    expect(copied).toBeUndefined()
    for (const file of files) {
      const bytes = (await readFile(file.path)).subarray(0, file.bytes)
      await writeFile(join(copy, file.path.split('/').at(-1) ?? ''), bytes)
    }
    await pending
    await journal.close()
    const restored = await openJournal({ folder: copy, log })
    expect(restored.end).toBe(end)
    expect(await readEverything(restored)).toEqual(Array.from({ length: 50 }, (_, index) => index))
    await restored.close()
  })
})

describe('after a crash', () => {
  test('law: cut at any byte of the newest segment, the journal opens with all that was acknowledged before it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(payload, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 200, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('nothing', 'zeros', 'garbage'),
        async (batches, segmentBytes, where, tail) => {
          const folder = newFolder()
          const journal = await openJournal({ folder, log, segmentBytes })
          const expected: unknown[] = []
          /** Size of the newest segment and number of records, at each acknowledgement. */
          const acknowledged: { path: string; bytes: number; records: number }[] = []
          for (const batch of batches) {
            await journal.appendAll(batch.map((each) => ({ kind: 'k', payload: each })))
            expected.push(...batch.map(asJson))
            const newest = journal.snapshot().files.at(-1)
            acknowledged.push({
              path: newest?.path ?? '',
              bytes: newest?.bytes ?? 0,
              records: expected.length,
            })
          }
          await journal.close()
          const path = await newestSegment(folder)
          const size = acknowledged.at(-1)?.bytes ?? 0
          const cut = Math.round(where * size)
          await truncate(path, cut)
          if (tail !== 'nothing' && cut < size && cut >= 36) {
            const handle = await open(path, 'a')
            await handle.write(Buffer.alloc(700, tail === 'zeros' ? 0 : 0xa5))
            await handle.close()
          }
          const kept = acknowledged.findLast((each) => each.path !== path || each.bytes <= cut)?.records ?? 0
          const reopened = await openJournal({ folder, log, segmentBytes })
          expect(reopened.end).toBeGreaterThanOrEqual(kept)
          const records = await readEverything(reopened)
          expect(records).toEqual(expected.slice(0, records.length))
          expect(await reopened.append('k', 'after')).toBe(records.length)
          expect((await reopened.read(records.length, 1))[0]?.payload).toBe('after')
          await reopened.close()
        },
      ),
      { numRuns: 80 },
    )
  }, 30_000)

  test('sectors of the last write that never reached the disk are a torn end, too', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log })
    await journal.append('text', 'acknowledged')
    await journal.appendAll(
      Array.from({ length: 100 }, (_, index) => ({ kind: 'text', payload: `${index} `.repeat(20) })),
    )
    await journal.close()
    const handle = await open(await newestSegment(folder), 'r+')
    await handle.write(Buffer.alloc(1024), 0, 1024, 2048)
    await handle.close()
    const reopened = await openJournal({ folder, log })
    expect(reopened.end).toBeGreaterThan(5)
    expect(reopened.end).toBeLessThan(100)
    expect((await reopened.read(0, 1))[0]?.payload).toBe('acknowledged')
    await reopened.close()
  })

  test('law: a flipped bit before the last record is refused and names the file', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log })
    for (let index = 0; index < 20; index += 1)
      await journal.appendAll([1, 2, 3].map((each) => ({ kind: 'text', payload: `record ${index} ${each}` })))
    const beforeLast = journal.snapshot().files[0]?.bytes ?? 0
    await journal.append('text', 'last')
    await journal.close()
    const path = await newestSegment(folder)
    const sound = await readFile(path)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: beforeLast - 1 }),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          const bytes = Buffer.from(sound)
          bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at)
          await writeFile(path, bytes)
          const opening = openJournal({ folder, log })
          await expect(opening).rejects.toThrow(StartError)
          await expect(opening).rejects.toThrow(path)
          await expect(opening).rejects.toThrow('busker restore')
        },
      ),
      { numRuns: 100 },
    )
  }, 30_000)

  test('a missing, a shortened and a damaged older segment are noticed', async () => {
    const folder = newFolder()
    const journal = await openJournal({ folder, log, segmentBytes: 300 })
    for (let index = 0; index < 100; index += 1) await journal.append('number', index)
    await journal.close()
    const names = await segmentNames(folder)
    expect(names.length).toBeGreaterThan(4)
    const third = names[2] ?? ''
    const broken = async (harm: (path: string) => Promise<void>) => {
      const copy = newFolder()
      await cp(folder, copy, { recursive: true })
      await harm(join(copy, third))
      return { copy, path: join(copy, third) }
    }
    const missing = await broken((path) => rm(path))
    await expect(openJournal({ folder: missing.copy, log })).rejects.toThrow(`${missing.path} is missing`)
    const short = await broken((path) => truncate(path, 200))
    await expect(openJournal({ folder: short.copy, log })).rejects.toThrow(short.path)
    const first = await broken((path) => rm(join(path, '..', names[0] ?? '')))
    await expect(openJournal({ folder: first.copy, log })).rejects.toThrow('is missing')
    const flipped = await broken(async (path) => {
      const bytes = await readFile(path)
      bytes.writeUInt8(bytes.readUInt8(150) ^ 4, 150)
      await writeFile(path, bytes)
    })
    const opened = await openJournal({ folder: flipped.copy, log })
    await expect(opened.read(0, 1000)).rejects.toThrow(flipped.path)
    await opened.close()
  })
})

describe('when the disk fails', () => {
  test('law: on a full disk an append is refused, nothing acknowledged is lost and appends work again later', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ maxLength: 80 }), fc.option(fc.integer({ min: 0, max: 150 }))), {
          maxLength: 25,
        }),
        async (steps) => {
          const { disk, files } = faultyFiles()
          const folder = newFolder()
          const journal = await openJournal({ folder, log, files, segmentBytes: 400 })
          const acknowledged: string[] = []
          for (const [text, room] of steps) {
            disk.room = room ?? Infinity
            try {
              expect(await journal.append('text', text)).toBe(acknowledged.length)
              acknowledged.push(text)
            } catch (error) {
              expect(error).toBeInstanceOf(AppError)
              expect(error).toMatchObject({ code: 'disk_full' })
            }
          }
          disk.room = Infinity
          await journal.append('text', 'space is back')
          expect(await readEverything(journal)).toEqual([...acknowledged, 'space is back'])
          await journal.close()
          const reopened = await openJournal({ folder, log })
          expect(await readEverything(reopened)).toEqual([...acknowledged, 'space is back'])
          await reopened.close()
        },
      ),
      { numRuns: 40 },
    )
  }, 30_000)

  test('after a failed sync nothing more is accepted, and a restart finds what was acknowledged', async () => {
    const { disk, files } = faultyFiles()
    const folder = newFolder()
    const journal = await openJournal({ folder, log, files })
    await journal.append('text', 'kept')
    disk.failSync = 'EIO'
    await expect(journal.append('text', 'lost')).rejects.toMatchObject({ code: 'internal' })
    disk.failSync = null
    await expect(journal.append('text', 'refused')).rejects.toMatchObject({ code: 'internal' })
    expect(await readEverything(journal)).toEqual(['kept'])
    await journal.close()
    const reopened = await openJournal({ folder, log })
    expect(await readEverything(reopened)).toEqual(['kept'])
    await reopened.close()
  })

  test('a full disk that cannot even be cut back stops the journal', async () => {
    const { disk, files } = faultyFiles()
    const journal = await openJournal({ folder: newFolder(), log, files })
    await journal.append('text', 'kept')
    disk.room = 10
    disk.failCut = true
    await expect(journal.append('text', 'does not fit')).rejects.toMatchObject({ code: 'internal' })
    disk.room = Infinity
    await expect(journal.append('text', 'refused')).rejects.toMatchObject({ code: 'internal' })
    await journal.close()
  })
})
