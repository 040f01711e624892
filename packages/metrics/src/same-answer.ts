import type { SliceAnswer } from './answer.ts'

/** Relative. Counts are whole numbers far below where this would let one slip. */
const tolerance = 1e-12

const isClose = (one: number, other: number): boolean =>
  one === other || Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other))

const list = (value: SliceAnswer['value']): readonly number[] =>
  value === null ? [] : typeof value === 'number' ? [value] : value

/** Whether two computations of one metric say the same: slices, states and samples exactly, numbers to 1e-12. */
export const isSameAnswer = (one: readonly SliceAnswer[], other: readonly SliceAnswer[]): boolean =>
  one.length === other.length &&
  one.every((row, index) => {
    const twin = other[index]
    if (twin?.slice !== row.slice || twin.status !== row.status || twin.sampleSize !== row.sampleSize)
      return false
    const [numbers, twins] = [list(row.value), list(twin.value)]
    return (
      numbers.length === twins.length &&
      numbers.every((number, at) => isClose(number, twins[at] ?? Number.NaN))
    )
  })
