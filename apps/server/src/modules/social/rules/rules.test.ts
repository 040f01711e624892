import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanComment } from './comment-text.ts'
import { decodeListCursor, encodeListCursor } from '#platform/list-page'

test('a cursor comes back as it went out, and other text is none', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true, min: new Date(0) }), fc.uuid(), (at, id) => {
      expect(decodeListCursor(encodeListCursor({ at, id }))).toEqual({ at, id })
    }),
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeListCursor(text)).toBeNull()
    }),
  )
  const strange = [
    '[]',
    '[1,"x"]',
    '{}',
    'null',
    `[${Number.MAX_SAFE_INTEGER},"00000000-0000-7000-8000-000000000000"]`,
  ]
  for (const text of strange) expect(decodeListCursor(Buffer.from(text).toString('base64url'))).toBeNull()
})

test('cleaning a comment twice is cleaning it once, and leaves no control character but the line end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = cleanComment(text)
      expect(cleanComment(once)).toBe(once)
      expect(once).not.toMatch(/[^\P{Cc}\n]/u)
    }),
  )
  expect(cleanComment('  one\r\n\r\n\r\n\ntwo\u0000 ')).toBe('one\n\ntwo')
})
