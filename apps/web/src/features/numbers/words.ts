import type { MetricDefinition } from '@busker/contract'
import { compactNumber, percent } from '#shared/format'

type Unit = MetricDefinition['unit']

const seconds = (ms: number, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: ms < 1000 ? 'millisecond' : 'second',
    maximumFractionDigits: ms < 1000 ? 0 : 1,
  }).format(ms < 1000 ? ms : ms / 1000)

/** A number in its unit and the notation of the language. */
export const numberText = (unit: Unit, value: number, locale: string): string => {
  switch (unit) {
    case 'share':
    case 'share_per_second':
      return percent(value, locale)
    case 'milliseconds':
      return seconds(value, locale)
    case 'hours':
      if (Math.abs(value) < 1)
        return new Intl.NumberFormat(locale, {
          style: 'unit',
          unit: 'minute',
          maximumFractionDigits: 1,
        }).format(value * 60)
      return new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', maximumFractionDigits: 2 }).format(
        value,
      )
    case 'money':
    case 'number':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value)
    case 'count':
      return value < 10_000 ? new Intl.NumberFormat(locale).format(value) : compactNumber(value, locale)
  }
}

/** An amount in the smallest unit of a currency, as people write it; small ones with two more digits. */
export const moneyText = (minor: number, currency: string, locale: string): string => {
  const style = { style: 'currency', currency } as const
  const digits = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2
  const amount = minor / 10 ** digits
  const isSmall = Math.abs(amount) < 1
  return new Intl.NumberFormat(locale, {
    ...style,
    maximumFractionDigits: digits + (isSmall ? 2 : 0),
  }).format(amount)
}

export type Verdict = 'better' | 'worse' | 'same' | 'changed'

export interface Change {
  readonly verdict: Verdict
  /** How much, with its sign: of shares in points, of everything else in per cent. */
  readonly text: string
  /** The points, without their sign; null: it is told in per cent. */
  readonly points: number | null
}

/** Below this part of itself a number counts as unchanged. */
const noticeable = 0.005

/** How a number differs from the one before. Null: there is nothing to compare with. */
export const changeOf = (
  { unit, direction }: Pick<MetricDefinition, 'unit' | 'direction'>,
  [now, before]: readonly [number | null, number | null],
  locale: string,
): Change | null => {
  if (now === null || before === null || (before === 0 && unit !== 'share')) return null
  const signed = (digits: number) =>
    new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: digits })
  const isShare = unit === 'share' || unit === 'share_per_second'
  const text = isShare
    ? signed(1).format((now - before) * 100)
    : new Intl.NumberFormat(locale, {
        style: 'percent',
        signDisplay: 'exceptZero',
        maximumFractionDigits: 0,
      }).format(now / before - 1)
  const points = isShare ? Math.round(Math.abs(now - before) * 1000) / 10 : null
  const isSame = isShare ? Math.abs(now - before) < noticeable : Math.abs(now / before - 1) < noticeable
  if (isSame) return { verdict: 'same', text, points }
  if (direction === 'neither') return { verdict: 'changed', text, points }
  return { verdict: now > before === (direction === 'up') ? 'better' : 'worse', text, points }
}
