import {
  factMetrics,
  valueAt,
  guardsOf,
  waterfallFinding,
  waterfallMetrics,
  waterfallSteps,
  type Step,
} from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, NothingYet, type Measured } from '#features/numbers'
import { Chart, ChartCard } from '#shared/charts'
import { classes, Icon } from '#shared/ui'
import type { KnownPlace } from './place.ts'
import { salesCsv } from './sales-csv.ts'
import { useTexts } from './texts.ts'
import { stepWords } from './words.ts'

const barPx = 34

const useFinding = (found: ReturnType<typeof waterfallFinding>, currency: string): string => {
  const { t, i18n } = useLingui()
  const texts = useTexts(currency)
  if (found.kind === 'empty') return t`Nothing was sold in this time`
  const [share, most] = [texts.share(found.share), texts.share(found.largestShare)]
  const step = i18n._(stepWords[found.largest])
  return found.kind === 'left'
    ? t`Of the GMV ${share} is left; the largest part goes to: ${step} (${most})`
    : t`It costs ${share} more than the GMV; the largest part goes to: ${step} (${most})`
}

const toneOf = ({ id, amountMicro }: Step) => {
  if (id !== 'gmv' && id !== 'contribution') return 'taken' as const
  return amountMicro < 0 ? ('loss' as const) : ('whole' as const)
}

const enough = 0.95

const Guard = (props: {
  label: string
  share: number | null
  text: (share: number | null) => string
  good: ReactNode
  bad: ReactNode
}): ReactNode => {
  const isGood = props.share !== null && props.share >= enough
  return (
    <li className="grid content-start gap-1 border-t border-line py-4 first:border-t-0 first:pt-0">
      <p className="flex items-baseline justify-between gap-3 text-sm font-semibold">
        <span>{props.label}</span>
        <span className="font-display text-xl tabular-nums">{props.text(props.share)}</span>
      </p>
      <p className={classes('flex items-start gap-2 text-sm', isGood ? 'text-ink-soft' : 'text-ink')}>
        <Icon
          name={isGood ? 'check' : 'alert'}
          className={classes('mt-0.5 size-4 shrink-0', isGood ? 'text-bottle' : 'text-alert')}
        />
        <span>{isGood ? props.good : props.bad}</span>
      </p>
    </li>
  )
}

const Facts = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const texts = useTexts(place.client.currency)
  const value = valueAt(measured, 'sales_order_value')
  const [low, high] = measured.get('sales_repeat_buyers')?.rows[0]?.interval ?? []
  const facts = [
    { label: t`Left of each net sale`, text: texts.share(valueAt(measured, 'sales_contribution_margin')) },
    { label: t`Value of an order`, text: value === null ? '–' : texts.money(value) },
    {
      label: t`Buyers who came again`,
      text: texts.share(valueAt(measured, 'sales_repeat_buyers')),
      range: low === undefined || high === undefined ? null : texts.shares([low, high]),
    },
  ]
  return (
    <dl className="card grid gap-4 p-5">
      {facts.map(({ label, text, range }) => (
        <div key={label} className="flex items-baseline justify-between gap-3">
          <dt className="text-sm text-ink-soft">{label}</dt>
          <dd className="text-end">
            <span className="font-display text-xl font-bold tabular-nums">{text}</span>
            {range && (
              <span className="block text-xs text-ink-soft tabular-nums">
                <Trans>{range} (95% sure)</Trans>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** How far the waterfall can be trusted, and what to import next. */
const Guards = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client } = place
  const texts = useTexts(client.currency)
  const { settled, goodsKnown } = guardsOf(measured)
  const isGood = settled !== null && settled >= enough && goodsKnown !== null && goodsKnown >= enough
  return (
    <aside aria-label={t`How far it can be trusted`} className="card p-5">
      <h3 className="mb-4 text-lg">
        <Trans>How far it can be trusted</Trans>
      </h3>
      <ul>
        <Guard
          label={t`Settled`}
          share={settled}
          text={texts.share}
          good={<Trans>Fees and commission are what was really taken.</Trans>}
          bad={
            <Trans>
              The rest has no platform fees and shipping yet. Import the next settlement workbook.
            </Trans>
          }
        />
        <Guard
          label={t`Lines with a cost of goods`}
          share={goodsKnown}
          text={texts.share}
          good={<Trans>Every margin below has its goods taken off.</Trans>}
          bad={<Trans>Goods without a cost look like profit. Import a cost sheet for the others.</Trans>}
        />
      </ul>
      {!isGood && client.may.import && (
        <Link
          to="/clients/$clientId/imports"
          params={{ clientId: client.clientId }}
          className="mt-2 inline-flex min-h-11 items-center gap-2 text-sm font-semibold text-curtain-text underline"
        >
          <Icon name="upload" className="size-5" />
          <Trans>Import files</Trans>
        </Link>
      )}
      <p className="mt-2 text-xs text-ink-soft">
        {client.may.import ? (
          <Trans>Amounts in a currency without a rate are left out. Rates are with members and rates.</Trans>
        ) : (
          <Trans>Amounts in a currency without a rate are left out.</Trans>
        )}
      </p>
    </aside>
  )
}

/** From GMV to what is left, step by step. */
export const WaterfallCard = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t, i18n } = useLingui()
  const { client, period, totals, definitions } = place
  const texts = useTexts(client.currency)
  const steps = useMemo(() => waterfallSteps(totals), [totals])
  const found = waterfallFinding(totals)
  const finding = useFinding(found, client.currency)
  const drawing = useMemo(
    () => ({
      kind: 'floating' as const,
      places: steps.map(({ id }) => i18n._(stepWords[id])),
      series: [],
      spans: steps.map((step) => ({
        ...{ from: step.fromMicro, to: step.toMicro, tone: toneOf(step) },
        text: texts.short(step.amountMicro),
      })),
      axisText: texts.short,
    }),
    [steps, texts, i18n],
  )
  const partOf = (micro: number): string =>
    totals.gmvMicro > 0 ? texts.share(Math.abs(micro) / totals.gmvMicro) : '–'
  const readings = steps.map(({ id, amountMicro, toMicro }) => {
    const [name, amount, part] = [i18n._(stepWords[id]), texts.money(amountMicro), partOf(amountMicro)]
    const left = texts.money(toMicro)
    return id === 'gmv' || id === 'contribution'
      ? t`${name}: ${amount} (${part} of GMV)`
      : t`${name}: ${amount} (${part} of GMV), which leaves ${left}`
  })
  const ids = [...waterfallMetrics, ...factMetrics]
  const shown = new Map([...measured].filter(([id]) => ids.includes(id)))
  const request = {
    scope: { kind: 'client', clientId: client.clientId } as const,
    period,
    metrics: ids,
  }
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <ChartCard
        name={t`From GMV to contribution`}
        finding={finding}
        csv={{ name: `waterfall-${period.to}`, content: salesCsv([...shown.values()], client.currency) }}
        behind={<Behind {...{ request, definitions }} measured={shown} />}
        table={{
          head: [t`Step`, t`Amount`, t`Of GMV`],
          rows: steps.map(({ id, amountMicro }) => [
            i18n._(stepWords[id]),
            texts.money(amountMicro),
            partOf(amountMicro),
          ]),
        }}
      >
        {found.kind === 'empty' ? (
          <NothingYet>
            <Trans>Choose a longer period.</Trans>
          </NothingYet>
        ) : (
          <Chart
            drawing={drawing}
            readings={readings}
            summary={`${finding}. ${readings.join('. ')}`}
            heightPx={steps.length * barPx + 40}
          />
        )}
      </ChartCard>
      <div className="grid grid-cols-1 gap-4">
        <Guards place={place} measured={measured} />
        <Facts place={place} measured={measured} />
      </div>
    </div>
  )
}
