import { expect, test } from 'vitest'
import { captionsFor } from './captions.ts'

const track = (language: string) => ({ language, label: language, url: '' })

test('captions are those of the reader’s language, or of its nearest, or the first', () => {
  const tracks = [track('de'), track('pt-BR'), track('en')]
  expect(captionsFor(tracks, 'en')?.language).toBe('en')
  expect(captionsFor(tracks, 'pt')?.language).toBe('pt-BR')
  expect(captionsFor(tracks, 'en-GB')?.language).toBe('en')
  expect(captionsFor(tracks, 'ja')?.language).toBe('de')
  expect(captionsFor([], 'en')).toBeNull()
})
