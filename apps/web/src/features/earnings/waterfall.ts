import { microOf } from '#shared/format'
import type { Source } from './queries.ts'

export type StepId = Source['steps'][number]['id'] | 'left'

/** A bar of the waterfall: from where to where it reaches, in millionths. */
export interface Bar {
  readonly id: StepId
  readonly amountMicro: bigint
  readonly fromMicro: bigint
  readonly toMicro: bigint
  /** It stands for itself, from zero on; the others are taken from what was left before. */
  readonly isWhole: boolean
}

const wholes: ReadonlySet<StepId> = new Set(['gross', 'earned'])

/**
 * The steps of one source as bars that hang one below the other, and what is left at the end. A step of nothing is left
 * out; what the fund or fans paid and what was earned are always there.
 */
export const barsOf = (steps: Source['steps']): Bar[] => {
  const bars: Bar[] = []
  let left = 0n
  for (const { id, amountMicro } of steps) {
    const micro = microOf(amountMicro)
    const isWhole = wholes.has(id)
    if (micro === 0n && !isWhole) continue
    const fromMicro = isWhole ? 0n : left
    left = isWhole ? micro : left + micro
    bars.push({ id, amountMicro: micro, fromMicro, toMicro: left, isWhole })
  }
  const last = bars.at(-1)
  // Nothing was taken after what was earned: it is what is left, and is not drawn twice.
  if (last && last.id !== 'earned')
    bars.push({ id: 'left', amountMicro: left, fromMicro: 0n, toMicro: left, isWhole: true })
  return bars
}

/** All sources of a currency in one: amounts of the same step added. */
export const mergedSteps = (sources: readonly Source[]): Source['steps'] => {
  const order: readonly Source['steps'][number]['id'][] = [
    ...(['gross', 'provider_fees', 'tax', 'platform_take', 'music', 'earned'] as const),
    ...(['reserve', 'withheld', 'clawed_back'] as const),
  ]
  const all = sources.flatMap(({ steps }) => steps)
  return order.flatMap((id) => {
    const own = all.filter((step) => step.id === id)
    if (own.length === 0) return []
    const sum = own.reduce((before, { amountMicro }) => before + microOf(amountMicro), 0n)
    return [{ id, amountMicro: sum.toString() }]
  })
}
