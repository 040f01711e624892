import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlobStore } from './blob-store.ts'

export interface OpenedStore {
  readonly store: BlobStore
  close(): Promise<void>
}

const keysOf = async (store: BlobStore, prefix: string): Promise<string[]> => {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}

const bytesOf = async (store: BlobStore, key: string, range?: { start: number; end: number }) =>
  buffer(await store.read(key, range))

const refusedKeys = [
  '',
  '/a',
  'a/',
  'a//b',
  '../a',
  'a/../b',
  'a/..',
  '.a',
  'a/.b',
  'a..b',
  'A',
  'a b',
  'a\0b',
  'ä',
  'a\\b',
  'x'.repeat(600),
]

const putAndRead = (opened: () => BlobStore, scratch: () => string): void => {
  test('law: what was put is read back, whole and by any range', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          bytes: fc.uint8Array({ minLength: 1, maxLength: 5000 }),
          from: fc.nat(5000),
          length: fc.nat(6000),
          asFile: fc.boolean(),
        }),
        async ({ bytes, from, length, asFile }) => {
          const path = join(scratch(), 'source')
          if (asFile) await writeFile(path, bytes)
          const put = await opened().put('law/one.bin', asFile ? { file: path } : bytes)
          expect(put).toEqual({ bytes: bytes.length })
          expect(await opened().stat('law/one.bin')).toEqual({ bytes: bytes.length })
          expect(await bytesOf(opened(), 'law/one.bin')).toEqual(Buffer.from(bytes))
          const start = from % bytes.length
          const part = await bytesOf(opened(), 'law/one.bin', { start, end: start + length })
          expect(part).toEqual(Buffer.from(bytes.subarray(start, start + length + 1)))
        },
      ),
      { numRuns: 30 },
    )
  }, 30_000)

  test('an empty blob is a blob', async () => {
    await opened().put('empty', new Uint8Array())
    expect(await opened().stat('empty')).toEqual({ bytes: 0 })
    expect(await bytesOf(opened(), 'empty')).toHaveLength(0)
  })

  test('concurrent puts of one key leave one of them, never a mixture', async () => {
    const sources = [1, 2, 3, 4, 5].map((value) => new Uint8Array(200_000).fill(value))
    await Promise.all(sources.map((each) => opened().put('race/one', each)))
    const bytes = await bytesOf(opened(), 'race/one')
    expect(bytes).toHaveLength(200_000)
    expect(new Set(bytes).size).toBe(1)
    expect(await keysOf(opened(), 'race/')).toEqual(['race/one'])
  })

  test('a reader that began before a put or a delete gets the old bytes to the end', async () => {
    const old = new Uint8Array(300_000).fill(1)
    await opened().put('replaced', old)
    const before = await opened().read('replaced')
    await opened().put('replaced', new Uint8Array(10).fill(2))
    expect(await buffer(before)).toEqual(Buffer.from(old))
    const again = await opened().read('replaced')
    await opened().delete('replaced')
    expect(await buffer(again)).toEqual(Buffer.alloc(10, 2))
  })
}

const refusals = (opened: () => BlobStore, scratch: () => string): void => {
  test('a missing blob is not found', async () => {
    for (const key of ['missing', 'missing/deeper', 'empty-folder/x']) {
      expect(await opened().stat(key)).toBeNull()
      await expect(opened().read(key)).rejects.toMatchObject({ code: 'not_found' })
      await opened().delete(key)
    }
    await opened().put('folder/blob', new Uint8Array(1))
    expect(await opened().stat('folder')).toBeNull()
    await expect(opened().read('folder')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('ranges that hold no byte are refused', async () => {
    await opened().put('ranges', new Uint8Array(10))
    for (const range of [
      { start: 10, end: 10 },
      { start: 5, end: 4 },
      { start: -1, end: 3 },
      { start: 0.5, end: 3 },
    ])
      await expect(opened().read('ranges', range)).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('keys that could leave the store are refused by every operation', async () => {
    for (const key of refusedKeys) {
      const refused = { code: 'invalid_request' }
      await expect(opened().put(key, new Uint8Array(1))).rejects.toMatchObject(refused)
      await expect(opened().read(key)).rejects.toMatchObject(refused)
      await expect(opened().stat(key)).rejects.toMatchObject(refused)
      await expect(opened().delete(key)).rejects.toMatchObject(refused)
      if (key !== 'a/') await expect(opened().deletePrefix(key)).rejects.toMatchObject(refused)
      if (key !== 'a/' && key !== '') await expect(keysOf(opened(), key)).rejects.toMatchObject(refused)
    }
  })

  test('a source that does not exist leaves nothing behind', async () => {
    await expect(opened().put('nothing/here', { file: join(scratch(), 'absent') })).rejects.toThrow(/absent/)
    expect(await keysOf(opened(), 'nothing/')).toEqual([])
  })
}

const listing = (opened: () => BlobStore): void => {
  test('list is ordered by key and keeps to the prefix; deletePrefix takes exactly those', async () => {
    const keys = ['l/a-b', 'l/a.c', 'l/a/x', 'l/a/y/z', 'l/a0', 'l/b', 'l2/x']
    for (const key of keys.toReversed()) await opened().put(key, new Uint8Array(key.length))
    expect(await keysOf(opened(), 'l/')).toEqual(keys.slice(0, 6).toSorted())
    expect(await keysOf(opened(), 'l/a/')).toEqual(['l/a/x', 'l/a/y/z'])
    const everything = await keysOf(opened(), '')
    expect(everything).toEqual(everything.toSorted())
    expect(everything).toEqual(expect.arrayContaining(keys))
    await opened().deletePrefix('l/a/')
    await opened().deletePrefix('l/a/')
    expect(await keysOf(opened(), 'l/')).toEqual(['l/a-b', 'l/a.c', 'l/a0', 'l/b'])
    expect(await opened().stat('l2/x')).toEqual({ bytes: 4 })
    expect(await keysOf(opened(), 'absent/')).toEqual([])
  })

  test('deleted is gone, and deleting twice is no error', async () => {
    await opened().put('gone', new Uint8Array(1))
    await opened().delete('gone')
    await opened().delete('gone')
    expect(await opened().stat('gone')).toBeNull()
  })
}

/** The tests that every blob store has to pass, whatever it keeps its bytes in. */
export const blobStoreContract = (name: string, open: () => Promise<OpenedStore>): void => {
  describe(`blob store: ${name}`, () => {
    let opened: OpenedStore
    let scratch: string
    beforeAll(async () => {
      scratch = await mkdtemp(join(tmpdir(), 'blob-contract-'))
      opened = await open()
    })
    afterAll(async () => {
      await opened.close()
      await rm(scratch, { recursive: true })
    })
    const store = () => opened.store
    putAndRead(store, () => scratch)
    refusals(store, () => scratch)
    listing(store)
  })
}
