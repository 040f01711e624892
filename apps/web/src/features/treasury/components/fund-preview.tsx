import type { RewardPeriod, RewardPreview } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect, useId, useMemo, useState } from 'react'
import { DataTable, moneyCsv, useAmounts, useCounts, useRejectWord } from '#features/money'
import { Chart, ChartCard } from '#shared/charts'
import { microOf } from '#shared/format'
import { Part, PartFailed, Waiting } from '#shared/states'
import { SelectField } from '#shared/ui'
import { lorenzOf } from '../lorenz.ts'
import { useFundPeriods, usePreview, useTerms } from '../queries.ts'

const settleMs = 300
const step = 500

const LorenzCard = ({ preview }: { preview: RewardPreview }): ReactNode => {
  const { t, i18n } = useLingui()
  const { share } = useCounts()
  const percentText = (part: number): string => share(Math.round(part * 10_000))
  const { creators, blended, period } = preview
  const curve = useMemo(() => lorenzOf(creators.map(({ blendedMicro }) => microOf(blendedMicro))), [creators])
  const isWhole = creators.length >= blended.creators
  const drawing = useMemo(
    () => ({
      kind: 'line' as const,
      places: (curve ?? []).map(({ people }) => `${people}`),
      series: [
        { name: t`Shared like this`, values: (curve ?? []).map((point) => point.share) },
        { name: t`If all got the same`, values: (curve ?? []).map(({ people }) => people / 100) },
      ],
      axisText: (value: number) => new Intl.NumberFormat(i18n.locale, { style: 'percent' }).format(value),
      most: 1,
    }),
    [curve, t, i18n.locale],
  )
  if (curve === null) return null
  const half = curve.find(({ people }) => people === 50)?.share ?? 0
  const finding = t`The lower half of creators gets ${percentText(half)}`
  const readings = curve.map((point) => {
    const [people, part] = [percentText(point.people / 100), percentText(point.share)]
    return t`The ${people} who get least get ${part}`
  })
  return (
    <ChartCard
      name={isWhole ? t`How equal it is (Lorenz curve)` : t`How equal it is among the 200 who get most`}
      finding={finding}
      table={{
        head: [t`Creators, from below`, t`Of everything`],
        rows: curve.map((point) => [percentText(point.people / 100), percentText(point.share)]),
      }}
      csv={{
        name: `lorenz-${period.periodId}`,
        content: moneyCsv(
          ['creators_percent', 'share'],
          curve.map((point) => [point.people, point.share]),
        ),
      }}
      behind={
        <p className="text-ink-soft">
          <Trans>
            Creators stand in the order of what they would get. The further the line hangs below the straight
            one, the more goes to a few.
          </Trans>
        </p>
      }
    >
      <Chart drawing={drawing} readings={readings} summary={`${finding}. ${readings.join('. ')}`} />
    </ChartCard>
  )
}

const Sides = ({ preview }: { preview: RewardPreview }): ReactNode => {
  const { t, i18n } = useLingui()
  const { exact } = useAmounts(preview.period.currency)
  const { count } = useCounts()
  const rows = [
    { name: t`By views`, side: preview.proRata },
    { name: t`Viewer by viewer`, side: preview.userCentric },
    { name: t`Blended`, side: preview.blended },
  ]
  return (
    <DataTable
      title={t`The ways to share, side by side`}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { key: 'way', head: t`Way`, render: ({ name }) => <strong>{name}</strong> },
        { key: 'creators', head: t`Creators`, isNumber: true, render: ({ side }) => count(side.creators) },
        { key: 'median', head: t`Median`, isNumber: true, render: ({ side }) => exact(side.medianMicro) },
        { key: 'largest', head: t`Largest`, isNumber: true, render: ({ side }) => exact(side.largestMicro) },
        {
          key: 'gini',
          head: t`Gini`,
          isNumber: true,
          render: ({ side }) =>
            side.gini === null
              ? '–'
              : new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 3 }).format(side.gini),
        },
      ]}
    />
  )
}

const Creators = ({ preview }: { preview: RewardPreview }): ReactNode => {
  const { t } = useLingui()
  const { exact } = useAmounts(preview.period.currency)
  const { count } = useCounts()
  return (
    <DataTable
      title={t`Creators`}
      rows={preview.creators}
      keyOf={({ personId }) => personId}
      columns={[
        {
          key: 'who',
          head: t`Creator`,
          render: ({ handle, personId }) => (
            <bdi>{handle === null ? personId.slice(0, 8) : `@${handle}`}</bdi>
          ),
        },
        {
          key: 'views',
          head: t`Qualified views`,
          isNumber: true,
          render: (one) => count(one.qualifiedViews),
        },
        { key: 'viewers', head: t`Viewers`, isNumber: true, render: ({ viewers }) => count(viewers) },
        { key: 'pro', head: t`By views`, isNumber: true, render: ({ proRataMicro }) => exact(proRataMicro) },
        {
          key: 'user',
          head: t`Viewer by viewer`,
          isNumber: true,
          render: ({ userCentricMicro }) => exact(userCentricMicro),
        },
        {
          key: 'blended',
          head: t`Blended`,
          isNumber: true,
          render: ({ blendedMicro }) => <strong>{exact(blendedMicro)}</strong>,
        },
      ]}
    />
  )
}

const Rejected = ({ preview }: { preview: RewardPreview }): ReactNode => {
  const word = useRejectWord()
  const { count } = useCounts()
  const [qualified, views] = [count(preview.qualifiedViews), count(preview.views)]
  return (
    <p className="text-sm text-ink-soft">
      <Trans>
        {qualified} of {views} views qualify.
      </Trans>{' '}
      {Object.entries(preview.rejected)
        .toSorted(([, one], [, other]) => other - one)
        .map(([reason, number]) => `${word(reason)}: ${count(number)}`)
        .join(' · ')}
    </p>
  )
}

/** Alpha: which part is shared by views. It is asked for when the hand rests. */
const useResting = (value: number | null): number | null => {
  const [resting, setResting] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => setResting(value), settleMs)
    return () => window.clearTimeout(timer)
  }, [value])
  return resting
}

const Preview = ({ period }: { period: RewardPeriod }): ReactNode => {
  const terms = useTerms().data?.find(({ version }) => version === period.termsVersion)
  const id = useId()
  const { share, moment } = useCounts()
  const [chosen, setChosen] = useState<number | null>(null)
  const found = usePreview(period.periodId, useResting(chosen))
  if (found.error && !found.data)
    return <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
  if (!found.data) return <Waiting lines={2} />
  const preview = found.data
  const alpha = chosen ?? terms?.proRataBasisPoints ?? 0
  const [byViews, byViewer] = [share(alpha), share(10_000 - alpha)]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6" aria-busy={found.isFetching}>
      <div className="card p-5">
        <label htmlFor={id} className="font-semibold">
          <Trans>How much is shared by views (alpha)</Trans>
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={10_000}
          step={step}
          value={alpha}
          aria-valuetext={byViews}
          onChange={(event) => setChosen(event.currentTarget.valueAsNumber)}
          className="mt-2 h-11 w-full cursor-pointer"
        />
        <p className="text-sm text-ink-soft">
          {chosen === null ? (
            <Trans>
              {byViews} by views, as the terms of the period say. Move it to try another blend; nothing is
              kept.
            </Trans>
          ) : (
            <Trans>
              {byViews} by views, {byViewer} viewer by viewer. Nothing is kept.
            </Trans>
          )}
        </p>
      </div>
      <Sides preview={preview} />
      <Rejected preview={preview} />
      <LorenzCard preview={preview} />
      <Creators preview={preview} />
      <p className="text-xs text-ink-soft">
        <Trans>As of {moment(preview.asOf)}</Trans>
        {' · '}
        <Plural value={preview.creators.length} one="# creator shown" other="# creators shown" />
      </p>
    </div>
  )
}

/** What an open period would pay, by either way and by any blend. */
export const FundPreview = (): ReactNode => {
  const { t } = useLingui()
  const periods = useFundPeriods()
  const [chosen, setChosen] = useState<string | null>(null)
  const open = (periods.data ?? []).filter(({ state }) => state === 'open' || state === 'closing')
  const period = open.find(({ periodId }) => periodId === chosen) ?? open[0]
  return (
    <Part
      name="preview"
      title={<Trans>If it closed now</Trans>}
      intro={
        <Trans>What the period would pay as of this moment, two ways of sharing beside each other.</Trans>
      }
    >
      {periods.error && !periods.data && (
        <PartFailed error={periods.error} busy={periods.isFetching} onRetry={() => void periods.refetch()} />
      )}
      {periods.isPending && <Waiting lines={1} />}
      {periods.data && !period && (
        <p className="text-sm text-ink-soft">
          <Trans>No period is open.</Trans>
        </p>
      )}
      {period && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          {open.length > 1 && (
            <SelectField
              label={t`Period`}
              value={period.periodId}
              onChange={(event) => setChosen(event.target.value)}
            >
              {open.map(({ periodId }) => (
                <option key={periodId}>{periodId}</option>
              ))}
            </SelectField>
          )}
          <Preview key={period.periodId} period={period} />
        </div>
      )}
    </Part>
  )
}
