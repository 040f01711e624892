import { expect, test } from 'vitest'
import { moneyCsv } from './csv.ts'

test('amounts are exact decimals, and text stays disarmed', () => {
  expect(
    moneyCsv(
      ['step', 'amount'],
      [
        ['fees, all', -120_000n],
        ['=1+1', 9_007_199_254_740_993_000_001n],
        [null, 3],
      ],
    ),
  ).toBe('step,amount\r\n"fees, all",-0.12\r\n\'=1+1,9007199254740993.000001\r\n,3\r\n')
})
