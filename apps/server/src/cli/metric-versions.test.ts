import { expect, test } from 'vitest'
import { parseVersions, silentChanges, writeVersions } from './metric-versions.ts'

const one = { metricId: 'views', version: 2, hash: 'a' }

test('what is written is read again, by name', () => {
  const text = writeVersions([one, { metricId: 'dau', version: 1, hash: 'b' }])
  expect(Object.entries(parseVersions(text))).toEqual([
    ['dau', { version: 1, hash: 'b' }],
    ['views', { version: 2, hash: 'a' }],
  ])
  expect(parseVersions('')).toEqual({})
})

test('a definition that changed without a raised version is told in a sentence', () => {
  const before = parseVersions(writeVersions([one]))
  expect(silentChanges(before, [one])).toEqual([])
  expect(silentChanges(before, [{ ...one, hash: 'c', version: 3 }])).toEqual([])
  expect(silentChanges(before, [{ ...one, metricId: 'new' }])).toEqual([])
  for (const version of [1, 2]) {
    expect(silentChanges(before, [{ ...one, hash: 'c', version }])).toEqual([
      'The definition of "views" computes something else than version 2 did. Raise its version to 3 and say in CHANGELOG.md what changed.',
    ])
  }
})
