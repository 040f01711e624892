import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blobStoreContract } from './contract.ts'
import { fileBlobStore } from './file-blob-store.ts'

const newRoot = () => mkdtemp(join(tmpdir(), 'blobs-'))

blobStoreContract('files', async () => {
  const root = await newRoot()
  return { store: fileBlobStore({ folder: join(root, 'blobs') }), close: () => rm(root, { recursive: true }) }
})

test('unfinished files of an earlier process are not blobs and can be deleted', async () => {
  const root = await newRoot()
  const store = fileBlobStore({ folder: root })
  await store.put('a/whole', Buffer.from('whole'))
  const unfinished = join(root, '.unfinished', 'half')
  await writeFile(unfinished, 'half')
  const keys: string[] = []
  for await (const { key } of store.list('')) keys.push(key)
  expect(keys).toEqual(['a/whole'])
  await store.deleteUnfinished()
  await expect(readFile(unfinished)).rejects.toThrow('ENOENT')
  expect(await readFile(store.localPath('a/whole'), 'utf8')).toBe('whole')
  await rm(root, { recursive: true })
})

test('what another writer has under way is left alone', async () => {
  const root = await newRoot()
  const [api, worker] = ['api', 'worker'].map((writer) => fileBlobStore({ folder: root, writer }))
  await api?.put('a', Buffer.from('a'))
  await worker?.put('b', Buffer.from('b'))
  const [mine, theirs] = ['api', 'worker'].map((writer) => join(root, '.unfinished', writer, 'half'))
  for (const path of [mine, theirs]) await writeFile(path ?? '', 'half')
  await api?.deleteUnfinished()
  await expect(readFile(mine ?? '')).rejects.toThrow('ENOENT')
  expect(await readFile(theirs ?? '', 'utf8')).toBe('half')
  await rm(root, { recursive: true })
})

test('there is no local path for what is not a key', async () => {
  const store = fileBlobStore({ folder: tmpdir() })
  expect(() => store.localPath('../passwd')).toThrow(expect.objectContaining({ code: 'invalid_request' }))
})

test('the source may change after it was put', async () => {
  const root = await newRoot()
  const store = fileBlobStore({ folder: join(root, 'blobs') })
  const source = join(root, 'source')
  await writeFile(source, 'before')
  await store.put('copy', { file: source })
  await writeFile(source, 'after!')
  expect(await readFile(store.localPath('copy'), 'utf8')).toBe('before')
  await rm(root, { recursive: true })
})

test('a frozen source is shared, not copied, and either may be deleted', async () => {
  const root = await newRoot()
  const store = fileBlobStore({ folder: join(root, 'blobs') })
  const source = join(root, 'source')
  await writeFile(source, 'bytes')
  await store.put('shared', { file: source, frozen: true })
  expect((await stat(store.localPath('shared'))).ino).toBe((await stat(source)).ino)
  await rm(source)
  expect(await readFile(store.localPath('shared'), 'utf8')).toBe('bytes')
  await rm(root, { recursive: true })
})
