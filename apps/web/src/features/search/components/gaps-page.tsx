import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { percent, wholeCount } from '#shared/format'
import { Closed, NotLoaded, Waiting } from '#shared/states'
import { EmptyState, Page } from '#shared/ui'
import { useGaps } from '../queries.ts'

const cell = 'border-b border-line px-3 py-3 text-end tabular-nums first:ps-0 first:text-start last:pe-0'

const Table = ({ gaps }: { gaps: NonNullable<ReturnType<typeof useGaps>['data']> }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-md text-sm">
        <thead className="text-xs text-ink-soft">
          <tr>
            <th scope="col" className={cell}>
              <Trans>Searched</Trans>
            </th>
            <th scope="col" className={cell}>
              <Trans>People</Trans>
            </th>
            <th scope="col" className={cell}>
              <Trans>Searches</Trans>
            </th>
            <th scope="col" className={cell}>
              <Trans>Found</Trans>
            </th>
            <th scope="col" className={cell}>
              <Trans>Something chosen</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {gaps.map((gap) => (
            <tr key={gap.query}>
              <th scope="row" className={`${cell} font-semibold`}>
                <Link to="/search" search={{ q: gap.query }} className="hover:underline" dir="auto">
                  {gap.query}
                </Link>
              </th>
              <td className={cell}>{wholeCount(gap.people, i18n.locale)}</td>
              <td className={cell}>{wholeCount(gap.searches, i18n.locale)}</td>
              <td className={cell}>{wholeCount(gap.results, i18n.locale)}</td>
              <td className={cell}>{percent(gap.chosen, i18n.locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Content = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const query = useGaps(Boolean(me))
  if (me === null)
    return <Closed isSignedIn={false} text={<Trans>Sign in to see what people look for.</Trans>} />
  if (query.isError)
    return (
      <NotLoaded
        title={<Trans>The report did not load</Trans>}
        error={query.error}
        busy={query.isFetching}
        headingLevel={2}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <Waiting lines={3} />
  if (query.data.length === 0)
    return (
      <EmptyState
        scene="hat"
        title={t`No gaps now`}
        text={
          <Trans>Nothing that at least five people looked for in four weeks stayed without an answer.</Trans>
        }
      />
    )
  return <Table gaps={query.data} />
}

/** What people look for and do not find: ideas for the next video. */
const GapsPage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Page
      title={t`Looked for, not found`}
      width="wide"
      intro={
        <Trans>
          What at least five people searched in the last four weeks with little to show for it, or of which
          nearly nobody chose anything. Nobody is named.
        </Trans>
      }
    >
      <Content />
    </Page>
  )
}

export default GapsPage
