import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTopicMemory } from './topic-memory.ts'

test('law: it stays within its limits, and its answers are complete or null', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 50 })), {
        maxLength: 80,
      }),
      fc.record({
        eventsPerTopic: fc.integer({ min: 1, max: 8 }),
        topics: fc.integer({ min: 1, max: 4 }),
        size: fc.integer({ min: 60, max: 400 }),
      }),
      (events, limits) => {
        const memory = createTopicMemory(limits)
        for (const [index, [name, length]] of events.entries()) {
          memory.remember(name, {
            sequence: index + 1,
            message: { type: 'reset' },
            frame: 'x'.repeat(length),
          })
          expect(memory.topics).toBeLessThanOrEqual(limits.topics)
          // The topic written last is kept even when it is larger than the limit: it has at most 8 small events here.
          if (memory.topics > 1) expect(memory.size).toBeLessThanOrEqual(limits.size)
        }
        for (const name of ['a', 'b', 'c', 'd', 'e'])
          for (let last = 0; last <= events.length; last += 1) {
            const all = events.flatMap(([each], index) =>
              each === name && index + 1 > last ? [index + 1] : [],
            )
            const answer = memory.after(name, last)
            if (answer !== null) expect(answer.map((each) => each.sequence)).toEqual(all)
            if (last === events.length) expect(answer).toEqual([])
          }
      },
    ),
    { numRuns: 200 },
  )
})
