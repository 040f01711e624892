import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '#shared/ui'
import { moverOf, partsOf } from './parts.ts'
import type { Explanation } from './queries.ts'
import { termWords } from './words.ts'

/** With a real minus, which is as wide as the plus above it. */
const signed = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { signDisplay: 'always', maximumSignificantDigits: 2 })
    .format(value)
    .replace('-', '−')

/** What spoke for a video and against it, with how much. */
export const PartsList = ({ why }: { why: Explanation }): ReactNode => {
  const { t, i18n } = useLingui()
  const parts = partsOf(why.terms)
  const mover = moverOf(why)
  const words = termWords()
  if (parts.length === 0)
    return (
      <p className="text-sm text-ink-soft">
        <Trans>It was not weighed against other videos, so there is no score to take apart.</Trans>
      </p>
    )
  const term = mover === null ? '' : i18n._(words[mover.term])
  const place = mover?.place ?? 0
  return (
    <>
      <ul className="grid gap-3" aria-label={t`What spoke for it and against it`}>
        {parts.map((part) => (
          <li key={part.term} className="text-sm">
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0">{i18n._(words[part.term])}</span>
              <span className="shrink-0 font-semibold tabular-nums">
                {signed(part.value, i18n.locale)}{' '}
                <span className="text-xs font-normal text-ink-soft">
                  {part.value > 0 ? <Trans>for it</Trans> : <Trans>against it</Trans>}
                </span>
              </span>
            </span>
            <span aria-hidden="true" className="mt-1 block h-2 rounded-full bg-raised">
              <span
                style={{ width: `${Math.max(2, part.share * 100)}%` }}
                className={classes(
                  'block h-full rounded-full',
                  part.value > 0 ? 'bg-bottle' : 'border-2 border-alert',
                )}
              />
            </span>
          </li>
        ))}
      </ul>
      {mover && (
        <p className="mt-4 text-sm">
          <Trans>
            Without “{term}” its score would have put it at place {place} of all that were weighed.
          </Trans>
        </p>
      )}
    </>
  )
}
