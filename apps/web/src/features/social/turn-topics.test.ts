import { describe, expect, test } from 'vitest'
import { turnTopics } from './turn-topics.ts'

describe('the dials of topics', () => {
  test('turn by one step and leave the others as they were', () => {
    expect(turnTopics({ ducks: 1 }, ['cats'], 1)).toEqual({
      topics: { ducks: 1, cats: 1 },
      changed: ['cats'],
    })
    expect(turnTopics({ ducks: -1 }, ['ducks'], -1).topics).toEqual({ ducks: -2 })
  })

  test('vanish in the middle', () => {
    expect(turnTopics({ ducks: -1, cats: 2 }, ['ducks'], 1)).toEqual({
      topics: { cats: 2 },
      changed: ['ducks'],
    })
  })

  test('stop at their ends', () => {
    expect(turnTopics({ ducks: 2 }, ['ducks'], 1)).toEqual({ topics: { ducks: 2 }, changed: [] })
    expect(turnTopics({ ducks: -2 }, ['ducks', 'cats'], -1).changed).toEqual(['cats'])
  })

  test('are a hundred at most, and those can still be turned', () => {
    const full = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`topic${index}`, 1]))
    const { topics, changed } = turnTopics(full, ['first', 'second', 'topic0'], 1)
    expect(changed).toEqual(['first', 'topic0'])
    expect(Object.keys(topics)).toHaveLength(100)
  })
})
