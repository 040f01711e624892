import type { MetricDefinition, MetricSlice, OwnRecipeBody } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { numberText } from '#features/numbers'
import { useNameOf } from '../board/names.tsx'
import { useTexts } from '../board/texts.ts'
import { sliceWords, windowWords } from './words.ts'

type Unit = MetricDefinition['unit']
type TextOf = (unit: Unit, value: number) => string

/** A number of a client in its unit. */
export const useValueText = (currency: string): TextOf => {
  const { i18n } = useLingui()
  const texts = useTexts(currency)
  return useCallback(
    (unit, value) => (unit === 'money' ? texts.money(value) : numberText(unit, value, i18n.locale)),
    [texts, i18n.locale],
  )
}

/** What a value of a slice is called. */
export const useSliceName = (currency: string): ((slice: MetricSlice, value: string) => string) => {
  const { t } = useLingui()
  const nameOf = useNameOf()
  const texts = useTexts(currency)
  return (slice, value) => {
    if (value === '') return t`none`
    if (slice === 'hour') return texts.hour(Number(value))
    return slice === 'product' || slice === 'sku' || slice === 'video' ? nameOf(slice, value) : value
  }
}

/** A recipe as a sentence. */
export const useRecipeWords = (
  definitions: ReadonlyMap<string, MetricDefinition>,
  currency: string,
): ((recipe: OwnRecipeBody) => string) => {
  const { t, i18n } = useLingui()
  const sliceName = useSliceName(currency)
  const labelOf = (id: string): string => definitions.get(id)?.label ?? id
  return ({ numerator, denominator, filters, window }) => {
    const above = labelOf(numerator)
    const below = denominator === null ? null : labelOf(denominator)
    const what = below === null ? above : t`${above} for each unit of ${below}`
    const when = i18n._(windowWords[window])
    const where = filters.map(({ slice, value }) => {
      const words = sliceWords[slice]
      return `${words === undefined ? slice : i18n._(words)}: ${sliceName(slice, value)}`
    })
    if (where.length === 0) return t`${what}, over ${when}`
    const only = new Intl.ListFormat(i18n.locale).format(where)
    return t`${what}, over ${when}, only ${only}`
  }
}
