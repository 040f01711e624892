import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { PartFailed, Waiting } from '#shared/states'
import { Page } from '#shared/ui'
import { useTransparency } from '../queries.ts'
import { NumberParts, SpanField, usualDays } from './number-parts.tsx'

/** How this instance moderates, for everybody. */
const TransparencyPage = (): ReactNode => {
  const { t } = useLingui()
  const [days, setDays] = useState(usualDays)
  const query = useTransparency(days)
  return (
    <Page
      title={t`How this place is moderated`}
      width="wide"
      intro={
        <Trans>What was reported, what was decided, how long it took, and how often it was wrong.</Trans>
      }
    >
      <SpanField days={days} onChange={setDays} />
      {query.isPending && <Waiting lines={3} />}
      {query.error && (
        <PartFailed error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} />
      )}
      {query.data && <NumberParts numbers={query.data.numbers} />}
    </Page>
  )
}

export default TransparencyPage
