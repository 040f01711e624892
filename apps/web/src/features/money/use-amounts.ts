import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { amount, basisPointsText, compactMoney, exactAmount, signedAmount, wholeCount } from '#shared/format'
import type { MicroText } from '#shared/format'

/** How amounts of one currency are written for this reader. */
export const useAmounts = (currency: string) => {
  const { locale } = useLingui().i18n
  return useMemo(
    () => ({
      amount: (micro: MicroText) => amount(micro, currency, locale),
      exact: (micro: MicroText) => exactAmount(micro, currency, locale),
      signed: (micro: MicroText) => signedAmount(micro, currency, locale),
      /** On an axis, where a length stands for it. */
      short: (drawn: number) => compactMoney(drawn, currency, locale),
    }),
    [currency, locale],
  )
}

/** How counts, shares and days are written for this reader. */
export const useCounts = () => {
  const { locale } = useLingui().i18n
  return useMemo(
    () => ({
      count: (value: string | number | bigint) => wholeCount(value, locale),
      share: (basisPoints: number) => basisPointsText(basisPoints, locale),
      /** A date of the books, which are kept in UTC. */
      day: (isoDate: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(isoDate)),
      /** A moment in the zone of the reader. */
      moment: (iso: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(iso)),
    }),
    [locale],
  )
}
