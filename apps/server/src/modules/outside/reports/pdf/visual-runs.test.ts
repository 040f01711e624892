import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visualRuns } from './visual-runs.ts'

const sorted = (text: string): string => Array.from(text).toSorted().join('')

test('nothing is lost or added, and what has one direction stays in one piece', () => {
  const part = fc.constantFrom('Lip', ' ', 'שפתון', 'ורוד', 'شفاه', '50', '٥٠', '%', '-', 'é', '唇彩', '!')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const line = parts.join('')
      expect(sorted(visualRuns(line).join(''))).toBe(sorted(line))
    }),
  )
  expect(visualRuns('Lip oil (rosé) 50%')).toEqual(['Lip oil (rosé) 50%'])
  expect(visualRuns('')).toEqual([])
})

test.each([
  // Words stand from right to left, each shaped by itself.
  ['שפתון ורוד', 'ורוד| |שפתון'],
  ['שפתון 50 ורוד', 'ורוד| |50| |שפתון'],
  ['Lip שפתון ורוד oil', 'Lip| |ורוד| |שפתון| |oil'],
  ['שפתון (50%)', '(|50%|)| |שפתון'],
  ['שפתון (Lip oil)', '(|Lip| |oil|)| |שפתון'],
])('%s', (line, expected) => {
  expect(visualRuns(line).join('|')).toBe(expected)
})
