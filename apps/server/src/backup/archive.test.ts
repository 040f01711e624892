import { createHash } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { manifestName } from './archive.ts'
import { openArchive } from './read-archive.ts'
import { writeArchive, type ArchiveSource } from './write-archive.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-archive-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const createdAt = new Date('2026-11-22T02:00:00Z')

const source = (name: string, bytes: Uint8Array): ArchiveSource => ({
  name,
  bytes: bytes.length,
  open: () => Readable.from(bytes.length === 0 ? [] : [Buffer.from(bytes)]),
})

const write = (file: string, sources: readonly ArchiveSource[]) =>
  writeArchive({ file, createdAt, sources, onBytes: () => undefined })

const contents = async (file: string): Promise<Map<string, string>> => {
  const archive = await openArchive(file)
  const found = new Map<string, string>()
  try {
    await archive.each(async (name, streams) => {
      const hash = createHash('sha256')
      await pipeline(...streams, hash)
      found.set(name, hash.digest('hex'))
    })
  } finally {
    await archive.close()
  }
  return found
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('what goes in comes out, whatever the names and sizes', async () => {
  const name = fc.stringMatching(/^[a-z0-9_-]{1,60}(\/[a-z0-9_.-]{1,90}){0,2}$/)
  const files = fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 3000 })), {
    selector: ([each]) => each,
    maxLength: 8,
  })
  let number = 0
  await fc.assert(
    fc.asyncProperty(files, async (given) => {
      number += 1
      const file = join(folder, `law-${number}.busker`)
      const manifest = [manifestName, Buffer.from('{}')] as const
      const all = [manifest, ...given.filter(([each]) => !each.endsWith('.json'))]
      const written = await write(
        file,
        all.map(([each, bytes]) => source(each, bytes)),
      )
      expect(written.bytes).toBe((await readFile(file)).length)
      expect(await contents(file)).toEqual(new Map(all.map(([each, bytes]) => [each, sha256(bytes)])))
    }),
    { numRuns: 20 },
  )
})

const sound = async (): Promise<{ file: string; bytes: Buffer }> => {
  const file = join(folder, 'sound.busker')
  await rm(file, { force: true })
  const media = Buffer.from(Array.from({ length: 1500 }, (_, index) => (index * 7) % 256))
  const text = Buffer.from('{"format":1}')
  await write(file, [
    source(manifestName, text),
    source('blobs/a/b.mp4', media),
    source('uploads/empty', Buffer.alloc(0)),
  ])
  return { file, bytes: await readFile(file) }
}

const verdict = async (bytes: Uint8Array): Promise<string> => {
  const file = join(folder, 'changed.busker')
  await writeFile(file, bytes)
  try {
    const archive = await openArchive(file)
    await archive.close()
    return 'accepted'
  } catch (error) {
    return error instanceof Error ? error.name : 'no error'
  }
}

test('cut off at any byte it is refused', async () => {
  const { bytes } = await sound()
  expect(await verdict(bytes)).toBe('accepted')
  for (let length = 0; length < bytes.length; length += length < bytes.length - 200 ? 31 : 1) {
    const outcome = await verdict(bytes.subarray(0, length))
    if (outcome !== 'StartError') expect.fail(`${length} of ${bytes.length} bytes: ${outcome}`)
  }
})

test('with any bit changed it is refused', async () => {
  const { bytes } = await sound()
  for (let at = 0; at < bytes.length; at += at < bytes.length - 100 ? 37 : 1) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
    const outcome = await verdict(changed)
    if (outcome !== 'StartError') expect.fail(`bit ${at % 8} of byte ${at}: ${outcome}`)
  }
})

test('with bytes behind its end it is refused', async () => {
  const { bytes } = await sound()
  expect(await verdict(Buffer.concat([bytes, Buffer.from('x')]))).toBe('StartError')
})

test('what was changed between the check and the reading is noticed', async () => {
  const { file, bytes } = await sound()
  const archive = await openArchive(file)
  const handle = await open(file, 'r+')
  const at = bytes.indexOf(Buffer.from([0, 7, 14, 21]))
  await handle.write(Buffer.from([9]), 0, 1, at)
  await handle.close()
  const reading = archive.each((_, streams) => pipeline(...streams, createHash('sha256')))
  await expect(reading).rejects.toThrow('is damaged')
  await archive.close()
})

test('a failure of a source leaves no file behind', async () => {
  const file = join(folder, 'broken.busker')
  const short: ArchiveSource = { ...source('blobs/a', Buffer.alloc(10)), bytes: 20 }
  await expect(write(file, [source(manifestName, Buffer.from('{}')), short])).rejects.toThrow('Size mismatch')
  const failing: ArchiveSource = {
    ...short,
    open: () =>
      new Readable({
        read() {
          this.destroy(new Error('the disk went away'))
        },
      }),
  }
  await expect(write(file, [failing])).rejects.toThrow('the disk went away')
  expect((await readdir(folder)).filter((name) => name.startsWith('broken'))).toEqual([])
})

test('a folder that is not there is explained', async () => {
  const writing = write(join(folder, 'no', 'such', 'x.busker'), [source(manifestName, Buffer.from('{}'))])
  await expect(writing).rejects.toThrow('There is no folder')
})
