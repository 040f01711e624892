import { expect, test } from 'vitest'
import { stepTopic, typedTopic, withoutTopic } from './topic-dials.ts'

test('a topic is kept without hash signs and in lower case', () => {
  expect(typedTopic('  ##Street Art ')).toBe('street art')
  expect(typedTopic(' # ')).toBeNull()
  expect(typedTopic('a'.repeat(101))).toBeNull()
})

test('a step passes over 0 and stops at the ends', () => {
  expect(stepTopic({ dance: 1 }, 'dance', -1)).toEqual({ dance: -1 })
  expect(stepTopic({ dance: -1 }, 'dance', 1)).toEqual({ dance: 1 })
  expect(stepTopic({ dance: 2 }, 'dance', 1)).toEqual({ dance: 2 })
  expect(stepTopic({ dance: -2 }, 'dance', -1)).toEqual({ dance: -2 })
})

test('a topic without a dial begins with a step, and the others stay', () => {
  expect(stepTopic({ dance: 2 }, 'fire', 1)).toEqual({ dance: 2, fire: 1 })
  expect(withoutTopic({ dance: 2, fire: 1 }, 'dance')).toEqual({ fire: 1 })
})
