import type { ModerationNumbers } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { percent, wholeCount } from '#shared/format'
import { Part } from '#shared/states'
import { Figures, SelectField } from '#shared/ui'
import { reasonWord } from '../words.ts'

const spans = [7, 30, 90, 366] as const
export const usualDays = 30

export const SpanField = (props: { days: number; onChange: (days: number) => void }): ReactNode => {
  const { t } = useLingui()
  return (
    <div className="mb-8 max-w-xs">
      <SelectField
        label={t`Time`}
        value={props.days}
        onChange={(event) => props.onChange(Number(event.target.value))}
      >
        {spans.map((days) => (
          <option key={days} value={days}>
            {t`The last ${days} days`}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

const hourMs = 3_600_000

/** How long something took, in the unit that fits. */
const lasting = (ms: number | null, locale: string): string => {
  if (ms === null) return '–'
  const [value, unit] =
    ms < hourMs
      ? [ms / 60_000, 'minute']
      : ms < 48 * hourMs
        ? [ms / hourMs, 'hour']
        : [ms / 24 / hourMs, 'day']
  return new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit, unitDisplay: 'long' },
    maximumFractionDigits: 1,
  }).format(value)
}

const ByReason = ({ numbers }: { numbers: ModerationNumbers }): ReactNode => {
  const { i18n } = useLingui()
  if (numbers.byReason.length === 0)
    return (
      <p className="text-sm text-ink-soft">
        <Trans>Nothing was reported in this time.</Trans>
      </p>
    )
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-start text-sm">
        <thead>
          <tr className="border-b border-line text-ink-soft">
            <th scope="col" className="py-2 text-start font-semibold">
              <Trans>Reason</Trans>
            </th>
            <th scope="col" className="py-2 ps-3 text-end font-semibold">
              <Trans>Opened</Trans>
            </th>
            <th scope="col" className="py-2 ps-3 text-end font-semibold">
              <Trans>Decided</Trans>
            </th>
            <th scope="col" className="py-2 ps-3 text-end font-semibold">
              <Trans>A rule was broken</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {numbers.byReason.map((row) => (
            <tr key={row.reason} className="border-b border-line">
              <th scope="row" className="py-2.5 pe-4 text-start font-normal">
                {i18n._(reasonWord(row.reason))}
              </th>
              {[row.opened, row.closed, row.acted].map((count, column) => (
                <td key={column} className="py-2.5 ps-3 text-end tabular-nums">
                  {wholeCount(count, i18n.locale)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What moderation did in a span of days. */
export const NumberParts = ({ numbers }: { numbers: ModerationNumbers }): ReactNode => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const count = (value: number): string => wholeCount(value, locale)
  const share = (value: number | null): string => (value === null ? '–' : percent(value, locale))
  const { byMeasure } = numbers
  return (
    <>
      <Part name="cases" title={<Trans>Reports and decisions</Trans>}>
        <Figures
          figures={[
            { label: t`Reports`, value: count(numbers.reports) },
            { label: t`Cases opened`, value: count(numbers.opened) },
            { label: t`Cases decided`, value: count(numbers.closed) },
            { label: t`A rule was broken`, value: count(numbers.acted) },
            { label: t`Half were decided within`, value: lasting(numbers.medianDecisionMs, locale) },
            { label: t`Decided in time`, value: share(numbers.keptInTime) },
            {
              label: t`Of them with a rule broken`,
              value: share(numbers.closed === 0 ? null : numbers.acted / numbers.closed),
            },
            { label: t`Decided by a machine`, value: count(numbers.automated) },
          ]}
        />
      </Part>
      <Part name="reasons" title={<Trans>By reason</Trans>}>
        <ByReason numbers={numbers} />
      </Part>
      <Part name="measures" title={<Trans>What was done</Trans>}>
        <Figures
          across={3}
          figures={[
            { label: t`Removed`, value: count(byMeasure.removed) },
            { label: t`Limited`, value: count(byMeasure.limited) },
            { label: t`Kept for an age`, value: count(byMeasure.ageGated) },
            { label: t`Labelled`, value: count(byMeasure.labelled) },
            { label: t`Accounts suspended`, value: count(byMeasure.suspended) },
            { label: t`Only a warning`, value: count(byMeasure.warnedOnly) },
          ]}
        />
      </Part>
      <Part name="appeals" title={<Trans>Appeals</Trans>}>
        <Figures
          across={3}
          figures={[
            { label: t`Appeals made`, value: count(numbers.appeals) },
            { label: t`Appeals decided`, value: count(numbers.appealsDecided) },
            { label: t`Overturned`, value: count(numbers.overturned) },
            { label: t`Share that was overturned`, value: share(numbers.overturnRate) },
            { label: t`Half were decided within`, value: lasting(numbers.medianAppealMs, locale) },
            { label: t`By the same person`, value: count(numbers.samePerson) },
          ]}
        />
      </Part>
    </>
  )
}
