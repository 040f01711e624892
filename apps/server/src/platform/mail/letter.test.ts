import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodiesOf } from './index.ts'

const letterOf = (text: string, url: string | null) => ({
  ...{ subject: text, paragraphs: [text], locale: 'en', lines: [{ text, url }], footer: [{ text, url }] },
  link: { label: text, url: url ?? 'https://clips.example' },
})

const tagsOf = (html: string): string[] => html.match(/<\/?[a-z!]+/g) ?? []

test('law: whatever people write, no tag and no attribute comes of it', () => {
  const plain = bodiesOf(letterOf('plain', 'https://clips.example')).html
  const nasty = fc.oneof(
    fc.string(),
    fc.constantFrom('"><script>alert(1)</script>', "' onmouseover='x", '</title><img src=x>', '&lt;b&gt;'),
  )
  fc.assert(
    fc.property(nasty, (text) => {
      const { html } = bodiesOf(letterOf(text, 'https://clips.example'))
      expect(tagsOf(html)).toEqual(tagsOf(plain))
      expect(html.match(/"/g)).toHaveLength(plain.match(/"/g)?.length ?? 0)
    }),
  )
})

test('what is shown as a page is there as words too', () => {
  const { text, html } = bodiesOf(letterOf('Look <here>', 'https://clips.example/a#b'))
  expect(text).toContain('- Look <here>\n  https://clips.example/a#b')
  expect(html).toContain('Look &lt;here&gt;')
  expect(text.split('\n')).toContain('-- ')
})
