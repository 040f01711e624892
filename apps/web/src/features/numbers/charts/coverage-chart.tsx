import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Chart, ChartCard } from '#shared/charts'
import { Icon } from '#shared/ui'
import { csvOf } from '../csv.ts'
import { lastDays } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { coverageByVersion, coverageFinding, coverageLoss, type CoverageFinding } from './coverage.ts'
import { countText, intervalText, wholePercent } from './texts.ts'

const metrics = ['watcher_coverage']
const barPx = 40

const useFinding = (found: CoverageFinding): string => {
  const { t, i18n } = useLingui()
  const text = (share: number) => wholePercent(share, i18n.locale)
  switch (found.kind) {
    case 'empty':
      return t`Nobody liked, commented, shared or saved in this time`
    case 'even':
      return t`Of people who must have watched, ${text(found.share)} were counted, in every version alike`
    case 'gap':
      return t`Version ${found.version} reports ${text(found.share)} of its watchers, all together ${text(found.whole)}`
  }
}

const LossWarning = ({ loss }: { loss: number }): ReactNode => {
  const { i18n } = useLingui()
  const share = wholePercent(loss, i18n.locale)
  return (
    <p
      role="alert"
      className="mb-4 flex items-start gap-3 rounded-md bg-alert-soft px-4 py-3 text-sm font-semibold text-alert"
    >
      <Icon name="alert" className="size-5 shrink-0" />
      <span>
        <Trans>
          At least {share} of watchers are not counted: every number above is too low. Look for the version
          that reports least.
        </Trans>
      </span>
    </p>
  )
}

interface DrawnProps {
  readonly place: BoardPlace
  readonly request: ChartRequest
  readonly measured: Measured
  readonly whole: Measured
}

const Drawn = ({ place, request, measured, whole }: DrawnProps): ReactNode => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const versions = useMemo(() => coverageByVersion(measured.get('watcher_coverage')), [measured])
  const found = coverageFinding(versions, whole.get('watcher_coverage'))
  const finding = useFinding(found)
  const loss = coverageLoss(whole.get('watcher_coverage'))
  const rows = useMemo(
    () =>
      versions.map(({ version, share, interval, size }) => ({
        name: version === '' ? t`Unknown` : version,
        ...{ share, interval, size },
        text: wholePercent(share, locale),
        sure: intervalText(interval, locale),
      })),
    [versions, locale, t],
  )
  const drawing = useMemo(
    () => ({
      kind: 'lying' as const,
      places: rows.map(({ name }) => name),
      series: [
        {
          name: t`Coverage`,
          values: rows.map(({ share }) => share),
          intervals: rows.map(({ interval }) => interval),
        },
      ],
      axisText: (value: number) => wholePercent(value, locale),
      most: 1,
    }),
    [rows, locale, t],
  )
  const readings = rows.map(({ name, text, sure }) => t`Version ${name}: ${text}, ${sure} with 95% certainty`)
  return (
    <ChartCard
      name={t`Provable-watcher coverage by version of the app`}
      finding={finding}
      csv={{
        name: `${place.name}-coverage-${request.period.to}`,
        content: csvOf([...whole.values(), ...measured.values()]),
      }}
      behind={<Behind {...{ request }} measured={whole} definitions={place.definitions} />}
      table={{
        head: [t`Version`, t`Coverage`, t`95% sure`, t`Rests on`],
        rows: rows.map(({ name, text, sure, size }) => [name, text, sure, countText(size, locale)]),
      }}
    >
      {loss !== null && <LossWarning loss={loss} />}
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>
            Who likes a video must have watched it. Without likes there is nothing to compare with.
          </Trans>
        </NothingYet>
      ) : (
        <Chart
          drawing={drawing}
          readings={readings}
          summary={`${finding}. ${readings.join('. ')}`}
          heightPx={rows.length * barPx + 40}
        />
      )}
    </ChartCard>
  )
}

/** Whether views are lost on their way, and by which version. */
export const CoverageChart = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const whole = { scope: place.scope, period: lastDays(place.days, place.openedMs), metrics }
  const request = { ...whole, by: 'client_version' as const }
  return (
    <ChartSlot name={t`Provable-watcher coverage by version of the app`} request={whole}>
      {(all) => (
        <ChartSlot name={t`Provable-watcher coverage by version of the app`} request={request}>
          {(measured) => <Drawn whole={all} {...{ place, request, measured }} />}
        </ChartSlot>
      )}
    </ChartSlot>
  )
}
