import type { AssetId, PersonId, PostId, SoundId } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { isUnwanted, unwantedId } from './unwanted.ts'

const post = {
  postId: 'post' as PostId,
  assetId: 'asset' as AssetId,
  sound: {
    ...{ soundId: 'tune' as SoundId, title: null, isOriginal: false },
    author: { personId: 'piper' as PersonId, handle: 'piper', displayName: 'Piper' },
  },
  author: { personId: 'ana' as PersonId },
  tags: ['ducks'],
  caption: 'Bread, and MORE bread! #ducks',
}
const hidden = (...ids: string[]): boolean => isUnwanted(new Set(ids), post)

describe('what was hidden in this visit', () => {
  test('is a post, or all of a person, sound or topic', () => {
    expect(hidden('post')).toBe(true)
    expect(hidden('ana')).toBe(true)
    expect(hidden(unwantedId('sound', 'asset'))).toBe(true)
    expect(hidden(unwantedId('sound', 'tune'))).toBe(true)
    expect(hidden(unwantedId('topic', 'ducks'))).toBe(true)
    expect(hidden('other', unwantedId('topic', 'duck'), unwantedId('sound', 'post'))).toBe(false)
  })

  test('is a whole word in any case', () => {
    expect(hidden(unwantedId('word', 'bread'))).toBe(true)
    expect(hidden(unwantedId('word', 'more'))).toBe(true)
    expect(hidden(unwantedId('word', 'brea'))).toBe(false)
  })

  test('is not mixed up between its kinds', () => {
    expect(hidden(unwantedId('topic', 'bread'))).toBe(false)
  })
})
