import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import { anyLateLikes, forgetLateLike, lateLikesOf, noteLateLike } from './late-likes.ts'

const like = { personId: 'me', postId: 'one', authorId: 'author', on: true, surface: 'feed' } as const

test("of several wishes about one post the last one is meant, and each is its own person's", () => {
  const storage = memoryStorage()
  noteLateLike(like, storage)
  noteLateLike({ ...like, on: false }, storage)
  noteLateLike({ ...like, personId: 'somebody else' }, storage)
  expect(lateLikesOf('me', storage)).toEqual([{ ...like, on: false }])
})

test('what was sent is forgotten, what was meant since is not', () => {
  const storage = memoryStorage()
  noteLateLike({ ...like, on: false }, storage)
  forgetLateLike(like, storage)
  expect(anyLateLikes(storage)).toBe(true)
  forgetLateLike({ ...like, on: false }, storage)
  expect(anyLateLikes(storage)).toBe(false)
})

test('what is no wish is ignored', () => {
  const storage = memoryStorage()
  storage.set('busker.late-like.me.one', '{"personId":')
  expect(lateLikesOf('me', storage)).toEqual([])
})
