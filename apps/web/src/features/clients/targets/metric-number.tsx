import type { OwnPreview } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Icon } from '#shared/ui'
import { useTexts } from '../board/texts.ts'
import { useValueText } from './texts.ts'

type Composed = NonNullable<OwnPreview['composed']>

const wholeOf = ({ measured }: Pick<Composed, 'measured'>) => measured.rows.find(({ slice }) => slice === '')

/** A composed number with the days that it is of; a vanity number has its pairs beside it. */
export const MetricNumber = (props: { composed: Composed; currency: string }): ReactNode => {
  const { composed, currency } = props
  const text = useValueText(currency)
  const texts = useTexts(currency)
  const whole = wholeOf(composed)
  const valueOf = (one: Pick<Composed, 'definition' | 'measured'>): string => {
    const value = wholeOf(one)?.value
    return typeof value === 'number' ? text(one.definition.unit, value) : '–'
  }
  return (
    <div className="grid gap-1">
      {whole?.status === 'known' ? (
        <p className="font-display text-2xl font-bold tabular-nums">{valueOf(composed)}</p>
      ) : (
        <p className="min-h-9 content-center text-ink-soft italic">
          <Trans>Nothing to divide by in these days</Trans>
        </p>
      )}
      {composed.pairs.map((pair) => (
        <p key={pair.definition.metricId} className="text-sm tabular-nums">
          {pair.definition.label}: <span className="font-semibold">{valueOf(pair)}</span>
        </p>
      ))}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-soft">
        {texts.period(composed)}
        {whole?.status === 'known' && !whole.final && (
          <span className="inline-flex items-center gap-1">
            <Icon name="clock" className="size-4" />
            <Trans>not final yet</Trans>
          </span>
        )}
      </p>
    </div>
  )
}
