import { ofSales } from './sales-frame.ts'

/** What the definitions of an account on another platform share. */

export const ofChannel = {
  ...ofSales,
  family: 'engagement',
  stakeholder: 'creator',
  entity: 'day of an account',
  unit: 'count',
  dedup: 'Dd',
  finalAfterDays: 3,
  direction: 'up',
} as const

export const ratio = { unit: 'share', additivity: 'ratio of sums' } as const
