import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import { chooseAsking, keepAsked, mayAsk, readAsked } from './memory.ts'
import { neverAsked } from './rule.ts'

test('each person is remembered by themselves', () => {
  const storage = memoryStorage()
  const asked = { watched: 10, lastAskedMs: 5, postIds: ['post'] }
  expect(keepAsked(storage, 'ann', asked)).toBe(true)
  expect(readAsked(storage, 'ann')).toEqual(asked)
  expect(readAsked(storage, 'ben')).toEqual(neverAsked)
  expect(readAsked(storage, null)).toEqual(neverAsked)
})

test('what cannot be read counts as never asked', () => {
  const storage = memoryStorage()
  for (const text of ['{half', '7', '{"watched":"many","postIds":[1,"post"]}']) {
    storage.set('busker.rating.ann', text)
    expect(readAsked(storage, 'ann').watched).toBe(0)
  }
  expect(readAsked(storage, 'ann').postIds).toEqual(['post'])
})

test('the questions are on until somebody switches them off', () => {
  const storage = memoryStorage()
  expect(mayAsk(storage)).toBe(true)
  chooseAsking(storage, false)
  expect(mayAsk(storage)).toBe(false)
  chooseAsking(storage, true)
  expect(mayAsk(storage)).toBe(true)
})
