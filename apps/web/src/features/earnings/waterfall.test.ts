import { expect, test } from 'vitest'
import { barsOf, mergedSteps } from './waterfall.ts'

const gifts = [
  { id: 'gross', amountMicro: '120000000' },
  { id: 'provider_fees', amountMicro: '-4000000' },
  { id: 'tax', amountMicro: '0' },
  { id: 'platform_take', amountMicro: '-56000000' },
  { id: 'earned', amountMicro: '60000000' },
  { id: 'reserve', amountMicro: '-6000000' },
] as const

test('each step begins where the one before ended, and the last is what is left', () => {
  expect(barsOf([...gifts]).map(({ id, fromMicro, toMicro }) => [id, fromMicro, toMicro])).toEqual([
    ['gross', 0n, 120_000_000n],
    ['provider_fees', 120_000_000n, 116_000_000n],
    ['platform_take', 116_000_000n, 60_000_000n],
    ['earned', 0n, 60_000_000n],
    ['reserve', 60_000_000n, 54_000_000n],
    ['left', 0n, 54_000_000n],
  ])
})

test('where nothing is taken from what was earned it stands once', () => {
  expect(barsOf(gifts.slice(0, 5)).at(-1)?.id).toBe('earned')
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
    'provider_fees -4000000',
    'tax 0',
    'platform_take -56000000',
    'music -1',
    'earned 9007199314740992',
    'reserve -6000000',
  ])
})
