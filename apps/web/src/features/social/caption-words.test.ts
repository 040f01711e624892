import { describe, expect, test } from 'vitest'
import { captionWords } from './caption-words.ts'

describe('words of a caption', () => {
  test('come once each, in lower case, without tags and mentions', () => {
    expect(captionWords('Ducks at the pond, DUCKS again! #pond by @ana')).toEqual([
      'ducks',
      'the',
      'pond',
      'again',
    ])
  })

  test('are found where no spaces stand between them', () => {
    expect(captionWords('我喜欢鸭子').join('')).toBe('我喜欢鸭子')
    expect(captionWords('我喜欢鸭子').length).toBeGreaterThan(1)
  })

  test('are none where there is nothing but tags', () => {
    expect(captionWords('#ducks #pond 🦆')).toEqual([])
  })
})
