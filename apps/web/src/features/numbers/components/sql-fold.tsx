import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { Scroller } from '#shared/ui'
import { useMetricSql, type ChartRequest } from '../queries.ts'

const Sql = (props: { metricId: string; request: Omit<ChartRequest, 'metrics'> }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data, error } = useMetricSql(props.metricId, props.request)
  if (error) return <p className="text-alert">{errorText(error)}</p>
  if (!data) return <div className="skeleton h-40 rounded-sm" />
  const code = 'max-h-72 rounded-sm bg-raised p-3 font-mono text-2xs'
  return (
    <>
      <Scroller label={t`The query (SQL)`} className={code}>
        <pre dir="ltr" className="whitespace-pre-wrap">
          {data.sql}
        </pre>
      </Scroller>
      <p className="mt-2 mb-1 text-xs text-ink-soft">
        <Trans>Values bound to it</Trans>
      </p>
      <Scroller label={t`Values bound to it`} className={code}>
        <pre dir="ltr" className="whitespace-pre-wrap">
          {Object.entries(data.parameters)
            .map(([name, value]) => `${name} = ${value}`)
            .join('\n')}
        </pre>
      </Scroller>
    </>
  )
}

/** The query behind a number, asked for when it is opened. */
export const SqlFold = (props: { metricId: string; request: Omit<ChartRequest, 'metrics'> }): ReactNode => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="border-t border-line pt-1 text-xs"
    >
      <summary className="min-h-11 content-center font-semibold">
        <Trans>The query (SQL)</Trans>
      </summary>
      {isOpen && <Sql {...props} />}
    </details>
  )
}
