import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { wholeCount } from '#shared/format'
import { Part, PartFailed, Waiting } from '#shared/states'
import { buttonClass, Figures } from '#shared/ui'
import { useStaffNumbers } from '../queries.ts'
import { NumberParts, SpanField, usualDays } from './number-parts.tsx'
import { StaffFrame, useIsStaff } from './staff-frame.tsx'

/** The same numbers that everybody sees, with what waits and how one's own decisions fared. */
const NumbersPage = (): ReactNode => {
  const { t, i18n } = useLingui()
  const isStaff = useIsStaff()
  const [days, setDays] = useState(usualDays)
  const query = useStaffNumbers(days, isStaff === true)
  const count = (value: number): string => wholeCount(value, i18n.locale)
  return (
    <StaffFrame title={t`Moderation in numbers`}>
      <SpanField days={days} onChange={setDays} />
      {query.isPending && <Waiting lines={3} />}
      {query.error && (
        <PartFailed error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} />
      )}
      {query.data && (
        <>
          <Part name="waiting" title={<Trans>What waits now</Trans>}>
            <Figures
              across={3}
              figures={[
                { label: t`Open cases`, value: count(query.data.waiting.open) },
                { label: t`Overdue`, value: count(query.data.waiting.overdue) },
                { label: t`Appeals`, value: count(query.data.waiting.appeals) },
              ]}
            />
          </Part>
          <Part name="own" title={<Trans>Your own decisions</Trans>}>
            <Figures
              across={3}
              figures={[
                { label: t`Decisions`, value: count(query.data.own.decisions) },
                { label: t`Appealed against`, value: count(query.data.own.appealed) },
                { label: t`Overturned`, value: count(query.data.own.overturned) },
              ]}
            />
          </Part>
          <NumberParts numbers={query.data.numbers} />
        </>
      )}
      <Link to="/transparency" className={buttonClass('secondary')}>
        <Trans>What everybody sees</Trans>
      </Link>
    </StaffFrame>
  )
}

export default NumbersPage
