import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLine, inTurn } from './line.ts'

test('two are served at once, the next when one leaves, in the order in which they came', () => {
  const line = createLine(2)
  const served: string[] = []
  for (const key of ['a', 'b', 'c', 'd', 'c']) line.join(key, () => served.push(key))
  expect(served).toEqual(['a', 'b'])
  line.leave('d')
  line.leave('a')
  expect(served).toEqual(['a', 'b', 'c'])
  line.join('a', () => served.push('a again'))
  line.leave('b')
  expect(served).toEqual(['a', 'b', 'c', 'a again'])
})

test('never more at once than the line serves, and nobody waits while there is room', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), joins: fc.boolean() })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), (served, steps) => {
      const line = createLine(served)
      const inside = new Set<string>()
      const present = new Set<string>()
      for (const { key, joins } of steps) {
        if (joins) {
          present.add(key)
          line.join(key, () => inside.add(key))
        } else {
          present.delete(key)
          inside.delete(key)
          line.leave(key)
        }
        expect(inside.size).toBe(Math.min(served, present.size))
      }
    }),
  )
})

test('work in turn gives the line back, also when it fails', async () => {
  const line = createLine(1)
  const failed = inTurn(line, 'a', () => Promise.reject(new Error('no')))
  const done = inTurn(line, 'b', async () => 'yes')
  await expect(failed).rejects.toThrow('no')
  await expect(done).resolves.toBe('yes')
})
