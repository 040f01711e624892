import { expect, test } from 'vitest'
import { barsOf, mergedSteps } from './waterfall.ts'

const gifts = [
  { id: 'gross', amountMicro: '120000000' },
  { id: 'platform_take', amountMicro: '-60000000' },
  { id: 'music', amountMicro: '0' },
  { id: 'earned', amountMicro: '60000000' },
] as const

test('each step begins where the one before ended, and one of nothing is left out', () => {
  expect(barsOf([...gifts]).map(({ id, fromMicro, toMicro }) => [id, fromMicro, toMicro])).toEqual([
    ['gross', 0n, 120_000_000n],
    ['platform_take', 120_000_000n, 60_000_000n],
    ['earned', 0n, 60_000_000n],
  ])
})

test('without steps there are no bars', () => {
  expect(barsOf([])).toEqual([])
})

test('sources are added step by step, exactly', () => {
  const fund = { source: 'fund', pendingMicro: '0', finalMicro: '0' } as const
  const merged = mergedSteps([
    { ...fund, steps: [...gifts] },
    {
      ...fund,
      steps: [
        { id: 'gross', amountMicro: '9007199254740993' },
        { id: 'music', amountMicro: '-1' },
        { id: 'earned', amountMicro: '9007199254740992' },
      ],
    },
  ])
  expect(merged.map(({ id, amountMicro }) => `${id} ${amountMicro}`)).toEqual([
    'gross 9007199374740993',
    'platform_take -60000000',
    'music -1',
    'earned 9007199314740992',
  ])
})
