import { expect, test } from 'vitest'
import { anew, cutAfter, withoutShown, type FeedPageAnswer, type FeedPages } from './ahead.ts'

/** Of slots only the ids matter here. */
const pageOf = (names: string, nextCursor: string | null): FeedPageAnswer => ({
  slots: Array.from(names, (name) => ({ slotId: `slot ${name}`, post: { postId: `post ${name}` } })) as never,
  nextCursor,
  unseenLeft: true,
  mode: 'for_you',
})
const feed: FeedPages = { pages: [pageOf('abc', '1'), pageOf('def', null)], pageParams: ['', '1'] }
const namesOf = ({ pages }: FeedPages): string =>
  pages.map(({ slots }) => slots.map(({ slotId }) => slotId.at(-1)).join('')).join('|')

test('what lies ahead is cut off, and a new feed follows', () => {
  const first = cutAfter(feed, 'slot b')
  expect(namesOf(first)).toBe('ab')
  expect(first.pages.at(-1)?.nextCursor).toBe(anew)
  expect(first.pageParams).toEqual([''])
  const second = cutAfter(feed, 'slot d')
  expect(namesOf(second)).toBe('abc|d')
  expect(second.pages.map(({ nextCursor }) => nextCursor)).toEqual(['1', anew])
  expect(second.pageParams).toEqual(['', '1'])
})

test('a slot that was hidden meanwhile cuts nothing', () => {
  expect(cutAfter(feed, 'slot x')).toBe(feed)
})

test('what was shown does not come twice', () => {
  const kept = cutAfter(feed, 'slot b')
  const page = withoutShown(pageOf('bcx', '2'), kept)
  expect(page.slots.map(({ slotId }) => slotId)).toEqual(['slot c', 'slot x'])
  expect(withoutShown(pageOf('bc', '2'), undefined).slots).toHaveLength(2)
})
