import type { ReportReason } from '@busker/contract'
import { weightOf } from './severity.ts'

export interface Pressing {
  /** The gravest reason that was named. */
  readonly reason: ReportReason
  /** How many people it may reach. */
  readonly reach: number
  /** Different people who reported it in the last 24 hours. */
  readonly reportersOfDay: number
}

/**
 * How pressing a case is: severity × reach × velocity, in thousandths. Reach and velocity count by their logarithm: ten
 * times the audience, or twice the reporters, is one step more. So a crowd that reports a joke does not come before a
 * child in danger: at one report and no audience each, the gravest weighs twenty times the slightest.
 */
export const priorityOf = ({ reason, reach, reportersOfDay }: Pressing): number => {
  const byReach = 1 + Math.log10(1 + Math.max(0, reach))
  const byVelocity = 1 + Math.log2(Math.max(1, reportersOfDay))
  return Math.round(weightOf(reason) * byReach * byVelocity * 1000)
}
