import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import { keepMode, readMode } from './mode.ts'

test('a visitor stays without profile until they choose otherwise or sign in', () => {
  const storage = memoryStorage()
  expect(readMode(storage)).toBeNull()
  keepMode(storage, 'unprofiled')
  expect(readMode(storage)).toBe('unprofiled')
  keepMode(storage, 'for_you')
  expect(readMode(storage)).toBeNull()
  keepMode(storage, 'unprofiled')
  keepMode(storage, null)
  expect(readMode(storage)).toBeNull()
})

test('what cannot be read is nothing chosen', () => {
  const storage = memoryStorage()
  storage.set('busker.feed-mode', 'following')
  expect(readMode(storage)).toBeNull()
})
