import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { numberText } from '../words.ts'

interface DayTableProps {
  readonly title: string
  readonly dates: readonly string[]
  readonly definitions: readonly MetricDefinition[]
  readonly days: ReadonlyMap<string, MeasuredMetric>
}

/** The same numbers as a table, a line for each day. */
export const DayTable = ({ title, dates, definitions, days }: DayTableProps): ReactNode => {
  const { i18n } = useLingui()
  const date = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const textOf = ({ metricId, unit }: MetricDefinition, day: string): string => {
    const value = days.get(metricId)?.rows.find(({ slice }) => slice === day)?.value
    return typeof value === 'number' ? numberText(unit, value, i18n.locale) : '–'
  }
  return (
    <details className="mt-3 text-sm">
      <summary className="min-h-11 content-center font-semibold">
        <Trans>Show as a table</Trans>
      </summary>
      <div className="max-h-96 overflow-auto rounded-md border border-line">
        <table className="w-full text-start tabular-nums">
          <caption className="sr-only">{title}</caption>
          <thead className="sticky top-0 bg-raised">
            <tr>
              <th scope="col" className="px-4 py-2 text-start">
                <Trans>Day</Trans>
              </th>
              {definitions.map(({ metricId, label }) => (
                <th key={metricId} scope="col" className="px-4 py-2 text-end">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {dates.toReversed().map((day) => (
              <tr key={day} className="border-t border-line">
                <th scope="row" className="px-4 py-2 text-start font-normal whitespace-nowrap">
                  {date.format(Date.parse(day))}
                </th>
                {definitions.map((definition) => (
                  <td key={definition.metricId} className="px-4 py-2 text-end">
                    {textOf(definition, day)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
