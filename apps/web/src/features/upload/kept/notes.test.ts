import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import type { UploadNote } from './notes.ts'
import { standardOptions } from '#shared/posting'
import { createUploadNotes, notedPosting, notePrefix, postingOfNote } from './notes.ts'

const note: UploadNote = {
  key: 'one',
  personId: 'me',
  filename: 'clip.mp4',
  filetype: 'video/mp4',
  bytes: 100,
  fingerprint: 'clip',
  savedAtMs: 1000,
  hasFile: true,
  assetId: null,
  caption: '',
  options: standardOptions,
  posting: 'draft',
}

test('a note is found again by its person, with its changes', () => {
  const storage = memoryStorage()
  createUploadNotes(storage).put(note)
  createUploadNotes(storage).put({ ...note, key: 'two', personId: 'somebody else' })
  const notes = createUploadNotes(storage)
  notes.change('one', { caption: 'A song', posting: 'wanted', assetId: 'asset' })
  notes.change('unknown', { caption: 'lost' })
  expect(createUploadNotes(storage).of('me')).toEqual([
    { ...note, caption: 'A song', posting: 'wanted', assetId: 'asset' },
  ])
  notes.remove('one')
  expect(notes.of('me')).toEqual([])
})

test('old notes are swept, and what is no note is ignored', () => {
  const storage = memoryStorage()
  const notes = createUploadNotes(storage)
  storage.set(`${notePrefix}broken`, '{"key":')
  storage.set(`${notePrefix}strange`, '"text"')
  notes.put(note)
  notes.put({ ...note, key: 'new', savedAtMs: 5000 })
  notes.sweep(2000)
  expect(notes.of('me').map(({ key }) => key)).toEqual(['new'])
})

test('the wish to post survives, its failure does not', () => {
  expect(postingOfNote({ ...note, posting: notedPosting({ state: 'wanted' }) })).toEqual({ state: 'wanted' })
  expect(notedPosting({ state: 'failed', error: null })).toBe('draft')
  const posting = notedPosting({ state: 'posted', postId: 'post', published: true })
  expect(postingOfNote({ ...note, posting })).toEqual({ state: 'posted', postId: 'post', published: false })
})
