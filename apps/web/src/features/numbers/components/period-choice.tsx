import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '#shared/ui'

/** The longest that is offered: a year in whole weeks. */
const yearDays = 364

/** How many days a board looks back. */
export const PeriodChoice = <Days extends number>(props: {
  offered: readonly Days[]
  days: Days
  onChoose: (days: Days) => void
}): ReactNode => {
  const { t } = useLingui()
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t`Period`}</legend>
      {props.offered.map((days) => (
        <label
          key={days}
          className={classes(
            'min-h-11 cursor-pointer content-center rounded-full border px-4 text-sm font-semibold has-focus-visible:outline-3 has-focus-visible:outline-focus',
            days === props.days
              ? 'border-transparent bg-ink text-paper'
              : 'border-line bg-surface text-ink-soft',
          )}
        >
          <input
            type="radio"
            name="period"
            className="sr-only"
            checked={days === props.days}
            onChange={() => props.onChoose(days)}
          />
          {days === yearDays ? <Trans>1 year</Trans> : <Plural value={days} one="# day" other="# days" />}
        </label>
      ))}
    </fieldset>
  )
}
