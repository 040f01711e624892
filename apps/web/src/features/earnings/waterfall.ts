import { microOf } from '#shared/format'
import type { Source } from './queries.ts'

export type StepId = Source['steps'][number]['id']

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
 * The steps of one source as bars that hang one below the other. A step of nothing is left out; what the fund or fans paid
 * and what was earned are always there.
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
  return bars
}

/** All sources of a currency in one: amounts of the same step added. */
export const mergedSteps = (sources: readonly Source[]): Source['steps'] => {
  const order: readonly Source['steps'][number]['id'][] = ['gross', 'platform_take', 'music', 'earned']
  const all = sources.flatMap(({ steps }) => steps)
  return order.flatMap((id) => {
    const own = all.filter((step) => step.id === id)
    if (own.length === 0) return []
    const sum = own.reduce((before, { amountMicro }) => before + microOf(amountMicro), 0n)
    return [{ id, amountMicro: sum.toString() }]
  })
}
