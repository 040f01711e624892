import type { MetricScope } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useMeasured, type Period } from '#features/numbers'
import { useErrorText } from '#shared/api'
import { percent } from '#shared/format'
import { classes, Hint } from '#shared/ui'
import { hourAdvice, hourCells, isInPeak, type HourAdvice, type HourCell } from '../hours.ts'

/** Its sample by local hour is the watches past the hook. */
const metrics = ['completion_rate']

const useHourText = (): ((hour: number) => string) => {
  const { i18n } = useLingui()
  const hours = new Intl.DateTimeFormat(i18n.locale, { hour: 'numeric', timeZone: 'UTC' })
  return (hour) => hours.format(Date.UTC(2026, 0, 1, hour))
}

const Title = ({ advice }: { advice: HourAdvice }): ReactNode => {
  const { i18n } = useLingui()
  const hourText = useHourText()
  if (advice.kind === 'too_little') return <Trans>When they watch</Trans>
  if (advice.kind === 'even') return <Trans>They watch at all hours alike</Trans>
  const [from, to, share] = [
    hourText(advice.fromHour),
    hourText(advice.toHour),
    percent(advice.share, i18n.locale),
  ]
  return (
    <Trans>
      {share} of the watching is between {from} and {to}
    </Trans>
  )
}

const Advice = ({ advice }: { advice: HourAdvice }): ReactNode => {
  const hourText = useHourText()
  switch (advice.kind) {
    case 'too_little':
      return (
        <Hint quiet>
          <Trans>Too little to say: an hour is shown once 20 people have watched in it.</Trans>
        </Hint>
      )
    case 'even':
      return (
        <Hint>
          <Trans>The hour matters little for your audience. Post when the video is ready.</Trans>
        </Hint>
      )
    case 'peak': {
      const from = hourText(advice.fromHour)
      return (
        <Hint>
          <Trans>Try to post an hour before {from}, as it is where your audience lives.</Trans>
        </Hint>
      )
    }
  }
}

const hatched = 'bg-[repeating-linear-gradient(135deg,var(--color-line)_0_2px,transparent_2px_6px)]'

const Strip = ({ cells, advice }: { cells: readonly HourCell[]; advice: HourAdvice }): ReactNode => {
  const most = Math.max(1, ...cells.map((cell) => cell ?? 0))
  return (
    <div
      aria-hidden="true"
      dir="ltr"
      className="grid grid-cols-12 gap-x-1 gap-y-3 sm:grid-cols-[repeat(24,minmax(0,1fr))]"
    >
      {cells.map((cell, hour) => (
        <div key={hour} className="grid gap-1 text-center">
          <span
            className={classes(
              'h-12 rounded-sm border',
              cell === null ? hatched : '',
              isInPeak(hour, advice) ? 'border-2 border-ink' : 'border-line',
            )}
            style={
              cell === null
                ? {}
                : {
                    background: `color-mix(in oklab, var(--color-curtain) ${Math.round((90 * cell) / most)}%, var(--color-raised))`,
                  }
            }
          />
          <span className={classes('text-2xs tabular-nums', isInPeak(hour, advice) ? 'font-bold' : '')}>
            {hour}
          </span>
        </div>
      ))}
    </div>
  )
}

const HourTable = ({ cells }: { cells: readonly HourCell[] }): ReactNode => {
  const { i18n } = useLingui()
  const hourText = useHourText()
  const number = new Intl.NumberFormat(i18n.locale)
  return (
    <details className="mt-3 text-sm">
      <summary className="min-h-11 content-center font-semibold">
        <Trans>Show as a table</Trans>
      </summary>
      <div className="max-h-80 overflow-y-auto rounded-md border border-line">
        <table className="w-full text-start tabular-nums">
          <caption className="sr-only">
            <Trans>Watches past the hook by hour of the audience’s day</Trans>
          </caption>
          <thead className="sticky top-0 bg-raised">
            <tr>
              <th scope="col" className="px-4 py-2 text-start">
                <Trans>Hour</Trans>
              </th>
              <th scope="col" className="px-4 py-2 text-end">
                <Trans>Watches past the hook</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {cells.map((cell, hour) => (
              <tr key={hour} className="border-t border-line">
                <th scope="row" className="px-4 py-2 text-start font-normal">
                  {hourText(hour)}
                </th>
                <td className="px-4 py-2 text-end">
                  {cell === null ? <Trans>too few people</Trans> : number.format(cell)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** When an audience watches, by the clock on its own wall, and when to post. */
const BestHours = (props: { scope: MetricScope | null; period: Period }): ReactNode => {
  const errorText = useErrorText()
  const { scope, period } = props
  const { data, error } = useMeasured({ scope, period, metrics, by: 'local_hour' })
  const cells = useMemo(() => hourCells(data?.get('completion_rate')), [data])
  const advice = hourAdvice(cells)
  return (
    <section className="card p-5 sm:p-7" aria-labelledby="best-hours">
      <h2 id="best-hours" className="text-xl">
        <Title advice={advice} />
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-sm text-ink-soft">
        <Trans>
          Watches past the hook, by the hour of the day where each viewer is. Striped hours had too few people
          to be shown.
        </Trans>
      </p>
      {data ? (
        <>
          <Strip cells={cells} advice={advice} />
          <HourTable cells={cells} />
          <Advice advice={advice} />
        </>
      ) : error ? (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(error)}
        </p>
      ) : (
        <div className="skeleton h-28 rounded-md" aria-busy="true" />
      )}
    </section>
  )
}

export default BestHours
