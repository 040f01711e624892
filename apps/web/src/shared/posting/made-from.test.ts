import { expect, test } from 'vitest'
import { asSearch, madeFromSearch, readMadeFrom, type MadeFrom } from './made-from.ts'

const postId = '0193b3a4-0000-7000-8000-000000000001'
const commentId = '0193b3a4-0000-7000-8000-000000000002'

test('what a video is made from survives the address', () => {
  const all: MadeFrom[] = [
    { soundId: null, answers: null },
    { soundId: 'one', answers: null },
    { soundId: 'one', answers: { postId, commentId } },
  ]
  for (const one of all) expect(madeFromSearch(readMadeFrom({ ...asSearch(one) }))).toEqual(one)
})

test.each([`${postId}`, `${postId}.`, `.${commentId}`, `${postId}.../..`, `${postId}.${commentId}.x`])(
  'an address that names no comment answers none: %s',
  (answers) => expect(madeFromSearch({ answers }).answers).toBeNull(),
)

test('what is no text is left out', () => {
  expect(readMadeFrom({ sound: 7, answers: ['x'] })).toEqual({})
})
