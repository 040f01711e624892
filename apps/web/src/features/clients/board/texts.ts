import type { Interval } from '@busker/metrics/client-board'
import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { compactMoney, money, percent } from '#shared/format'

/** Amounts and shares of a client in the notation of the language. */
export const useTexts = (currency: string) => {
  const { i18n } = useLingui()
  const { locale } = i18n
  return useMemo(() => {
    const count = new Intl.NumberFormat(locale)
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
    const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
    const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
    const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' })
    return {
      money: (micro: number) => money(micro, currency, locale),
      short: (micro: number) => compactMoney(micro, currency, locale),
      range: ([low, high]: Interval) => `${money(low, currency, locale)} – ${money(high, currency, locale)}`,
      share: (value: number | null) => (value === null ? '–' : percent(value, locale)),
      shares: (interval: Interval) => share.formatRange(...interval),
      count: (value: number) => count.format(value),
      day: (date: string) => day.format(Date.parse(date)),
      shortDay: (date: string) => shortDay.format(Date.parse(date)),
      period: ({ from, to }: { readonly from: string; readonly to: string }) =>
        day.formatRange(Date.parse(from), Date.parse(to)),
      hour: (at: number) => hour.format(Date.UTC(2026, 0, 1, at)),
    }
  }, [locale, currency])
}
export type Texts = ReturnType<typeof useTexts>
