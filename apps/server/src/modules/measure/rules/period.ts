import { dayNumber } from '@busker/metrics'

const mostDays = 400

/** Why a period cannot be asked for; null: it can. */
export const periodObjection = (period: { readonly from: string; readonly to: string }): string | null => {
  const days = dayNumber(period.to) - dayNumber(period.from) + 1
  if (days < 1) return 'The period ends before it begins.'
  return days > mostDays ? `A period has at most ${mostDays} days.` : null
}
