import { expect, test } from 'vitest'
import { curveCsv, curveData } from './chart.ts'

const drawn = {
  values: [1, 0.5, 0.25],
  binSeconds: 1,
  band: { p25: [1, 0.4], p75: [1, 0.6] },
  moments: [],
}

test('each bin begins at its second, and the last share is held to the end', () => {
  const [seconds, shares, low, high] = curveData(drawn)
  expect(seconds).toEqual([0, 1, 2, 3])
  expect(shares).toEqual([1, 0.5, 0.25, 0.25])
  expect(low).toEqual([1, 0.4, 0.4, null])
  expect(high).toEqual([1, 0.6, 0.6, null])
})

test('without anything usual there is no band', () => {
  const [, , low, high] = curveData({ ...drawn, band: null })
  expect([low, high]).toEqual([
    [null, null, null, null],
    [null, null, null, null],
  ])
})

test('the file has a line for each second, and nothing where nothing is known', () => {
  expect(curveCsv(drawn)).toBe('second,share,usual_p25,usual_p75\r\n0,1,1,1\r\n1,0.5,0.4,0.6\r\n2,0.25,,\r\n')
})
