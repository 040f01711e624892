import { expect, test } from 'vitest'
import { memoryEngine } from './memory-engine.ts'
import { goldenFaults, runHistory } from './test-histories.ts'
import { mutants } from './test-mutants.ts'

/** Each mistake must be found by the golden examples or within so many steps of so many histories. */
const [seeds, steps] = [16, 1500]

test('the real rules make no mistake', () => {
  expect(goldenFaults(memoryEngine)).toEqual([])
  for (let seed = 1; seed <= seeds; seed += 1) expect(runHistory({ seed, steps }).faults).toEqual([])
})

test.each(mutants)('found: $name ($source)', ({ make }) => {
  const inExamples = goldenFaults(make)
  let found = inExamples.length > 0
  for (let seed = 1; seed <= seeds && !found; seed += 1)
    found = runHistory({ seed, steps, make, wholeEvery: 100 }).faults.length > 0
  expect(found).toBe(true)
})
