import { expect, test } from 'vitest'
import { lightOf } from './guardrail.ts'

const down = { direction: 'down', unit: 'number' } as const
const cell = (value: number | null, interval: [number, number] | null = null) => ({ value, interval })

test('a light compares with the period before, by what is sure', () => {
  const before = cell(0.1, [0.08, 0.12])
  expect(lightOf(down, cell(0.09, [0.07, 0.11]), before)).toBe('ok')
  expect(lightOf(down, cell(0.101, [0.0999, 0.1021]), before)).toBe('ok')
  // Worse, but inside what chance does.
  expect(lightOf(down, cell(0.115, [0.09, 0.14]), before)).toBe('ok')
  expect(lightOf(down, cell(0.13, [0.11, 0.15]), before)).toBe('watch')
  expect(lightOf(down, cell(0.2, [0.17, 0.23]), before)).toBe('alarm')
  // Sure, and small.
  expect(lightOf(down, cell(0.105, [0.1049, 0.1051]), cell(0.1, [0.0999, 0.1001]))).toBe('watch')
})

test('without intervals the size of the step decides, and without a number nothing does', () => {
  const up = { direction: 'up', unit: 'number' } as const
  expect(lightOf(up, cell(0.95), cell(1))).toBe('watch')
  expect(lightOf(up, cell(0.85), cell(1))).toBe('alarm')
  expect(lightOf(up, cell(1.5), cell(1))).toBe('ok')
  expect(lightOf(up, cell(null), cell(1))).toBeNull()
  expect(lightOf(up, cell(1), null)).toBeNull()
  expect(lightOf(down, cell(0.2), cell(0))).toBe('alarm')
  expect(lightOf(down, cell(0), cell(0))).toBe('ok')
  // A tenth more of a share, and not half a point.
  const share = { direction: 'down', unit: 'share' } as const
  expect(lightOf(share, cell(0.022), cell(0.02))).toBe('watch')
  expect(lightOf(share, cell(0.03), cell(0.02))).toBe('alarm')
  expect(lightOf({ direction: 'neither', unit: 'number' }, cell(1), cell(2))).toBeNull()
})
