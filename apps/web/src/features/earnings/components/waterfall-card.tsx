import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { moneyCsv, useAmounts } from '#features/money'
import { Chart, ChartCard } from '#shared/charts'
import { basisPointsText, forDrawing } from '#shared/format'
import type { Period } from '#shared/period'
import type { Source } from '../queries.ts'
import { barsOf, type Bar } from '../waterfall.ts'
import { stepNames } from '../words.ts'

const barPx = 36

const toneOf = ({ isWhole, amountMicro }: Bar) => {
  if (amountMicro < 0n && isWhole) return 'loss' as const
  return isWhole ? ('whole' as const) : ('taken' as const)
}

/** What is left of each unit that was paid, in basis points. */
const leftOf = (bars: readonly Bar[]): number | null => {
  const [gross, last] = [bars[0], bars.at(-1)]
  if (!gross || !last || gross.amountMicro <= 0n) return null
  return Number((last.amountMicro * 10_000n) / gross.amountMicro)
}

/** From what fans or the pool paid to what is left, step by step. */
export const WaterfallCard = (props: {
  name: string
  steps: Source['steps']
  currency: string
  period: Period
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { steps, currency, period } = props
  const { exact, amount, short } = useAmounts(currency)
  const bars = useMemo(() => barsOf(steps), [steps])
  const drawing = useMemo(() => {
    const names = stepNames()
    return {
      kind: 'floating' as const,
      places: bars.map(({ id }) => i18n._(names[id])),
      series: [],
      spans: bars.map((bar) => ({
        ...{ from: forDrawing(bar.fromMicro), to: forDrawing(bar.toMicro) },
        ...{ tone: toneOf(bar), text: amount(bar.amountMicro) },
      })),
      axisText: short,
    }
  }, [bars, i18n, amount, short])
  const names = stepNames()
  const leftPoints = leftOf(bars)
  const left = leftPoints === null ? null : basisPointsText(leftPoints, i18n.locale)
  const readings = bars.map((bar) => {
    const [name, value, rest] = [i18n._(names[bar.id]), exact(bar.amountMicro), exact(bar.toMicro)]
    return bar.isWhole ? t`${name}: ${value}` : t`${name}: ${value}, which leaves ${rest}`
  })
  const finding =
    left === null ? t`Nothing was earned in this time` : t`${left} of what was paid is left for you`
  return (
    <ChartCard
      name={props.name}
      finding={finding}
      table={{
        head: [t`Step`, t`Amount`, t`Left`],
        rows: bars.map((bar) => [i18n._(names[bar.id]), exact(bar.amountMicro), exact(bar.toMicro)]),
      }}
      csv={{
        name: `earnings-${period.from}-${period.to}-${currency}`,
        content: moneyCsv(
          ['step', 'amount', 'left', 'currency'],
          bars.map((bar) => [bar.id, bar.amountMicro, bar.toMicro, currency]),
        ),
      }}
      behind={
        <p className="max-w-prose text-ink-soft">
          <Trans>
            Every step is a movement in the books of this instance. What a payment costs and what is tax is
            taken first; of the rest the platform and holders of music rights keep their part; what was earned
            is yours. Kept back means: it comes later, when payments behind it can hardly be disputed any
            more.
          </Trans>
        </p>
      }
    >
      {bars.length > 0 && (
        <Chart
          drawing={drawing}
          readings={readings}
          summary={`${finding}. ${readings.join('. ')}`}
          heightPx={bars.length * barPx + 40}
        />
      )}
    </ChartCard>
  )
}
