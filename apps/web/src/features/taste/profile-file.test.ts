import { expect, test } from 'vitest'
import { profileFormat, profileOf } from './profile-file.ts'

const profile = {
  format: profileFormat,
  exportedAt: '2026-11-20T10:00:00.000Z',
  settings: { mode: 'for_you', exploration: 0, freshness: 0, length: 0, topics: {}, learning: true },
  mutes: [],
  topics: [{ topic: 'dance', watched: 9, held: 7 }],
  creators: [],
}

test('a whole profile is read as it is', () => {
  expect(profileOf(JSON.stringify(profile))).toEqual({ profile })
})

test.each([
  ['something that is not JSON', 'WEBVTT', 'not_json'],
  ['JSON of something else', '{"name":"busker"}', 'not_a_profile'],
  ['a list', '[]', 'not_a_profile'],
  ['another format', JSON.stringify({ ...profile, format: 'busker-taste-2' }), 'other_format'],
  ['a format of others', JSON.stringify({ ...profile, format: 'gorse' }), 'not_a_profile'],
  ['a list that is none', JSON.stringify({ ...profile, topics: 'dance' }), 'incomplete'],
  ['a list of something else', JSON.stringify({ ...profile, creators: [3] }), 'incomplete'],
  ['no settings', JSON.stringify({ ...profile, settings: null }), 'incomplete'],
])('%s is told apart', (_, text, problem) => {
  expect(profileOf(text)).toEqual({ problem })
})
