import type { MeasuredMetric } from '@busker/contract'
import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

const metric: MeasuredMetric = {
  ...{
    metricId: 'reach',
    version: 2,
    hash: 'abc',
    unit: 'count',
    shape: 'number',
    asOf: '2026-03-02T10:00:00Z',
  },
  reason: null,
  currency: null,
  references: [],
  rows: [
    {
      ...{ slice: 'a, "b"', status: 'known', final: true, value: 0.5, sampleSize: 38 },
      ...{ interval: [0.35, 0.65], previous: null },
    },
    {
      ...{ slice: 'c', status: 'suppressed', final: false, value: null, sampleSize: 0 },
      ...{ interval: null, previous: null },
    },
    {
      ...{ slice: 'd', status: 'known', final: false, value: [1, 0.25], sampleSize: 4 },
      ...{ interval: null, previous: null },
    },
  ],
}

test('a line for each slice; what is not known is empty, a list is in one cell', () => {
  expect(csvOf([metric]).split('\r\n')).toEqual([
    'metric,slice,value,low_95,high_95,status,final,sample_size,as_of,definition_version,definition_hash',
    'reach,"a, ""b""",0.5,0.35,0.65,known,true,38,2026-03-02T10:00:00Z,2,abc',
    'reach,c,,,,suppressed,false,0,2026-03-02T10:00:00Z,2,abc',
    'reach,d,1 0.25,,,known,false,4,2026-03-02T10:00:00Z,2,abc',
    '',
  ])
})
