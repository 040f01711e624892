import { claimMetrics, countedTwice, type TwiceBounds, sumAt, valueAt } from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Behind, type Measured } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import { classes, Hint } from '#shared/ui'
import type { KnownPlace } from './place.ts'
import { salesCsv } from './sales-csv.ts'
import { useTexts } from './texts.ts'

export const useClaimsFinding = (bounds: TwiceBounds, isClaimed: boolean, currency: string): string => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const [least, most] = [texts.money(bounds.leastMicro), texts.money(bounds.mostMicro)]
  if (!isClaimed) return t`Nothing claims these sales`
  if (bounds.isBeyondSales) return t`Advertising claims more than was sold at all`
  if (bounds.mostMicro === 0) return t`Nothing is claimed twice`
  if (bounds.leastMicro === 0) return t`Up to ${most} of what is claimed may be counted more than once`
  return t`Between ${least} and ${most} is claimed more than once`
}

const Bar = (props: {
  label: string
  micro: number
  mostMicro: number
  text: string
  tone: string
}): ReactNode => (
  <li className="grid gap-1">
    <p className="flex items-baseline justify-between gap-3 text-sm">
      <span>{props.label}</span>
      <span className="font-semibold tabular-nums">{props.text}</span>
    </p>
    <span className="h-4 overflow-hidden rounded-sm bg-raised" aria-hidden="true">
      <span
        className={classes('block h-full rounded-sm', props.tone)}
        style={{ width: `${Math.max(0, Math.min(100, (100 * props.micro) / props.mostMicro))}%` }}
      />
    </span>
  </li>
)

/** What was sold, what is said to have sold it, and how often the same sale is told. */
export const ClaimsCard = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t, i18n } = useLingui()
  const { client, period, definitions, totals } = place
  const texts = useTexts(client.currency)
  const [claimedMicro, broughtMicro] = [sumAt(measured, 'sales_claimed'), sumAt(measured, 'sales_brought')]
  const bounds = countedTwice({ gmvMicro: totals.gmvMicro, claimedMicro, broughtMicro })
  const bars = [
    { label: t`Really sold (GMV)`, micro: totals.gmvMicro, tone: 'bg-bottle' },
    { label: t`Claimed by advertising`, micro: claimedMicro, tone: 'bg-limelight-deep' },
    { label: t`Brought by creators`, micro: broughtMicro, tone: 'bg-curtain' },
    { label: t`Left of it all (contribution)`, micro: totals.contributionMicro, tone: 'bg-ink-soft' },
  ]
  const mostMicro = Math.max(1, ...bars.map(({ micro }) => micro))
  const roas = valueAt(measured, 'sales_claimed_roas')
  const roasText =
    roas === null ? '–' : new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 2 }).format(roas)
  const left = texts.money(totals.contributionMicro)
  const shown = new Map([...measured].filter(([id]) => claimMetrics.includes(id)))
  const request = {
    scope: { kind: 'client', clientId: client.clientId } as const,
    ...{ period, metrics: claimMetrics },
  }
  return (
    <ChartCard
      name={t`Claimed against real`}
      finding={useClaimsFinding(bounds, claimedMicro + broughtMicro > 0, client.currency)}
      csv={{ name: `claims-${period.to}`, content: salesCsv([...shown.values()], client.currency) }}
      behind={<Behind {...{ request, definitions }} measured={shown} />}
      table={{
        head: [t`What`, t`Amount`],
        rows: [
          ...bars.map(({ label, micro }) => [label, texts.money(micro)]),
          [t`Counted more than once, at least`, texts.money(bounds.leastMicro)],
          [t`Counted more than once, at most`, texts.money(bounds.mostMicro)],
        ],
      }}
    >
      <ul className="grid gap-3">
        {bars.map(({ label, micro, tone }) => (
          <Bar key={label} {...{ label, micro, mostMicro, tone }} text={texts.money(micro)} />
        ))}
      </ul>
      <p className="mt-4 max-w-prose text-sm">
        <Trans>
          Advertising reports a return of {roasText} for each unit spent. What really stayed of all sales,
          after everything was paid, is {left}.
        </Trans>
      </p>
      <Hint quiet>
        <Trans>
          Reports of advertising tell totals, not orders, so that only bounds are known: at least what does
          not fit into the sales, at most as if every smaller claim lay inside the largest. GMV Max also
          claims the orders of creators and those that came by themselves.
        </Trans>
      </Hint>
    </ChartCard>
  )
}
