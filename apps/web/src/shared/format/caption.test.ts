import fc from 'fast-check'
import { expect, test } from 'vitest'
import { captionParts } from './caption.ts'

const kinds = (caption: string): string[] =>
  captionParts(caption).flatMap((part) => (part.kind === 'text' ? [] : [`${part.kind}:${part.text}`]))

test('the parts joined are the caption', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('#tag', '@miro', ' ', '##', '@', '#1', '\n'))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const caption = pieces.join('')
      expect(
        captionParts(caption)
          .map(({ text }) => text)
          .join(''),
      ).toBe(caption)
    }),
  )
})

test.each([
  ['Hello #street with @miro.', ['tag:#street', 'mention:@miro']],
  ['#año#nuevo', ['tag:#año']],
  ['#one #1 #2026goals', ['tag:#one', 'tag:#2026goals']],
  ['من الحديقة #حديقة', ['tag:#حديقة']],
  ['#हिन्दी #日本', ['tag:#हिन्दी', 'tag:#日本']],
  ['mail me@example.com or a/#b', []],
  ['(@lena.holt), @old_tom!', ['mention:@lena.holt', 'mention:@old_tom']],
  ['@x @1ab', []],
])('%s', (caption, expected) => {
  expect(kinds(caption)).toEqual(expected)
})
