import type { PersonId } from '@busker/contract'
import { expect, test } from 'vitest'
import { parkFor, readParked, writeParked, type HeldSession } from './parked.ts'

const token = (letter: string): string => letter.repeat(43)
const held = (letter: string): HeldSession => ({
  token: token(letter),
  sessionId: `session-${letter}`,
  personId: letter as PersonId,
})

test('what is written is read again, and nonsense is nothing', () => {
  expect(writeParked([])).toBeNull()
  expect(readParked(writeParked([held('a'), held('b')]) ?? '')).toEqual([token('a'), token('b')])
  expect(readParked(undefined)).toEqual([])
  expect(readParked(`${token('a')}.x.${token('a')}.${'"'.repeat(43)}`)).toEqual([token('a')])
  expect(readParked(Array.from({ length: 500 }, () => token('a')).join('.'))).toEqual([token('a')])
})

test('whoever was here is parked, nobody twice, and of too many the one used longest ago ends', () => {
  const names = (sessions: readonly HeldSession[]): string =>
    sessions.map(({ personId }) => personId).join('')
  const plan = (newcomer: string, before: string) => {
    const { parked, ended } = parkFor(newcomer as PersonId, before.split('').map(held))
    return [names(parked), names(ended)]
  }
  expect(plan('n', '')).toEqual(['', ''])
  expect(plan('n', 'ab')).toEqual(['ab', ''])
  expect(plan('a', 'ab')).toEqual(['b', 'a'])
  expect(plan('n', 'abcde')).toEqual(['abcd', 'e'])
  expect(plan('e', 'abcde')).toEqual(['abcd', 'e'])
})
