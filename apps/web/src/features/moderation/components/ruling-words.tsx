import type { ListedAppeal } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { Pill } from '#shared/ui'
import { Quote } from './pieces.tsx'

/** How an appeal ended. */
export const RulingWords = ({ ruling }: { ruling: NonNullable<ListedAppeal['ruling']> }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <div>
      <div className="flex flex-wrap items-center gap-3">
        {ruling.outcome === 'overturned' ? (
          <Pill tone="good" icon="check">
            <Trans>Overturned</Trans>
          </Pill>
        ) : (
          <Pill tone="quiet">
            <Trans>Upheld</Trans>
          </Pill>
        )}
        <time dateTime={ruling.at} className="text-sm text-ink-soft">
          {shortTime(ruling.at, i18n.locale)}
        </time>
      </div>
      <Quote>{ruling.text}</Quote>
      {ruling.samePerson && (
        <p className="mt-2 text-sm font-semibold">
          <Trans>Decided by the same person as before: nobody else was there.</Trans>
        </p>
      )}
    </div>
  )
}
