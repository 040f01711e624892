import type { listNotices, Notice, ResponseOf } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { shortTime } from '#shared/format'
import { Closed, ListEnd } from '#shared/states'
import { buttonClass, EmptyState, Page, Pill } from '#shared/ui'
import { useNotices } from '../queries.ts'
import { kindWords, reasonWord } from '../words.ts'
import { DecisionHead, MeasureList } from './pieces.tsx'

type Standing = ResponseOf<typeof listNotices>['standing']

const AccountStanding = ({ standing }: { standing: Standing }): ReactNode => {
  const { i18n } = useLingui()
  const { suspension, strikes } = standing
  if (!suspension && strikes.length === 0) return null
  return (
    <section className="card mb-8 grid gap-3 p-5 sm:p-7" aria-labelledby="standing">
      <h2 id="standing" className="text-xl">
        <Trans>Your account</Trans>
      </h2>
      {suspension && (
        <p className="font-semibold text-alert">
          {suspension.until === null ? (
            <Trans>It is suspended for good. You can look, appeal and delete your videos.</Trans>
          ) : (
            <Trans>
              It is suspended until {shortTime(suspension.until, i18n.locale)}. You can look, appeal and
              delete your videos.
            </Trans>
          )}
        </p>
      )}
      <ul className="grid gap-1 text-sm">
        {strikes.map((strike) => (
          <li key={`${strike.rule}-${strike.lapsesAt}`}>
            <Trans>
              Strike for {i18n._(reasonWord(strike.rule))}, which lapses{' '}
              {shortTime(strike.lapsesAt, i18n.locale)}
            </Trans>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Row = ({ notice }: { notice: Notice }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <li className="card grid gap-2 p-5">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-lg">
          <Link
            to="/settings/notices/$decisionId"
            params={{ decisionId: notice.decisionId }}
            className="hover:underline hover:underline-offset-4"
          >
            {i18n._(kindWords()[notice.target.kind])}: {i18n._(reasonWord(notice.rule))}
          </Link>
        </h2>
        {notice.readAt === null && (
          <Pill tone="waiting">
            <Trans>New</Trans>
          </Pill>
        )}
      </div>
      <DecisionHead decision={notice} />
      {notice.undone === null && <MeasureList measures={notice.measures} />}
    </li>
  )
}

/** What moderators decided about what is one's own. */
const NoticesPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const list = useNotices(Boolean(me))
  if (me === null)
    return (
      <Closed isSignedIn={false} text={<Trans>Sign in to see what was decided about your videos.</Trans>} />
    )
  return (
    <Page
      title={t`Notices`}
      intro={<Trans>What moderators decided about what is yours, why, and what you can do.</Trans>}
    >
      {list.first && <AccountStanding standing={list.first.standing} />}
      <ul className="grid gap-4">
        {list.notices.map((notice) => (
          <Row key={notice.decisionId} notice={notice} />
        ))}
      </ul>
      {list.isSuccess && list.notices.length === 0 && (
        <EmptyState
          scene="hat"
          title={<Trans>No notices</Trans>}
          text={<Trans>Nothing of yours was decided about.</Trans>}
        />
      )}
      <ListEnd list={list} />
      <div className="mt-8 flex flex-wrap gap-3">
        <Link to="/settings/reports" className={buttonClass('secondary')}>
          <Trans>What you reported</Trans>
        </Link>
        <Link to="/transparency" className={buttonClass('secondary')}>
          <Trans>How this place is moderated</Trans>
        </Link>
      </div>
    </Page>
  )
}

export default NoticesPage
