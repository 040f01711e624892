import type { MeasuredMetric } from '@busker/contract'
import { numberAt } from './cells.ts'

/** Who was active in a step or the one before, in four states that exclude each other. */
export interface GrowthStep {
  readonly name: string
  readonly new: number
  readonly returning: number
  readonly resurrected: number
  readonly dormant: number
}

export const growthStates = ['returning', 'new', 'resurrected', 'dormant'] as const

/** The metrics of a chart by day or by week. */
export const growthMetrics = (by: 'day' | 'week'): string[] =>
  growthStates.map((state) => `${state}_persons_${by}`)

/** A step without anybody is not in the answer: nobody was counted, which is 0. */
export const growthSteps = (
  measured: ReadonlyMap<string, MeasuredMetric>,
  { by, names }: { readonly by: 'day' | 'week'; readonly names: readonly string[] },
): GrowthStep[] => {
  const at = (state: string, name: string) => numberAt(measured.get(`${state}_persons_${by}`), name) ?? 0
  return names.map((name) => ({
    name,
    new: at('new', name),
    returning: at('returning', name),
    resurrected: at('resurrected', name),
    dormant: at('dormant', name),
  }))
}

/** Active = active before + new + resurrected − dormant; returning is who was there both times. */
export const activeIn = (step: GrowthStep): number => step.new + step.returning + step.resurrected
export const activeBefore = (step: GrowthStep): number => step.returning + step.dormant

export type GrowthFinding =
  | { readonly kind: 'empty' }
  | { readonly kind: 'nobody_left'; readonly won: number }
  /** By how much more, or fewer, were won than lost, as a part of those lost. */
  | { readonly kind: 'grew' | 'shrank' | 'steady'; readonly share: number }

const noticeable = 0.005

/** Whether more people came, or came back, than fell asleep. */
export const growthFinding = (steps: readonly GrowthStep[]): GrowthFinding => {
  const won = steps.reduce((sum, step) => sum + step.new + step.resurrected, 0)
  const lost = steps.reduce((sum, step) => sum + step.dormant, 0)
  if (won === 0 && lost === 0) return { kind: 'empty' }
  if (lost === 0) return { kind: 'nobody_left', won }
  const share = won / lost - 1
  if (Math.abs(share) < noticeable) return { kind: 'steady', share }
  return share > 0 ? { kind: 'grew', share } : { kind: 'shrank', share: -share }
}
