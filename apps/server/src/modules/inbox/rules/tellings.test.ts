import { commentId, personId, postId, type EventPayload } from '@busker/contract'
import { expect, test } from 'vitest'
import { tellingsOfComment } from './tellings.ts'

const person = (last: number) => personId.parse(`0199a000-0000-7000-8000-00000000000${last}`)
const [author, writer, answered, named] = [1, 2, 3, 4].map(person)
const comment = (change: Partial<EventPayload<'social.commented'>>): EventPayload<'social.commented'> => ({
  commentId: commentId.parse('0199a000-0000-7000-8000-0000000000c1'),
  postId: postId.parse('0199a000-0000-7000-8000-0000000000b1'),
  ...{ parentId: null, authorId: person(2), postAuthorId: person(1), parentAuthorId: null },
  ...{ mentionedIds: [], at: '2026-01-10T12:00:00.000Z' },
  ...change,
})
const told = (change: Partial<EventPayload<'social.commented'>>) =>
  tellingsOfComment(comment(change)).map(({ personId: to, kind }) => [to, kind])

test('everybody hears of a comment once, and its writer never', () => {
  expect(told({})).toEqual([[author, 'comment']])
  expect(told({ parentAuthorId: person(3), mentionedIds: [person(4), person(3), person(1)] })).toEqual(
    expect.arrayContaining([
      [author, 'comment'],
      [answered, 'reply'],
      [named, 'mention'],
    ]),
  )
  expect(told({ parentAuthorId: person(1) })).toEqual([[author, 'reply']])
  expect(told({ postAuthorId: person(2), parentAuthorId: person(2), mentionedIds: [person(2)] })).toEqual([])
  expect(writer).toBeDefined()
})
