import type { WatchTime } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Closed, NotLoaded, Waiting } from '#shared/states'
import { buttonClass, Icon, Page, ProgressBar, SelectField, toast } from '#shared/ui'
import { useFamilyErrorText } from '../error-words.ts'
import { useFamily } from '../family-queries.ts'
import { useSetTimeLimit, useWatchTime } from '../queries.ts'
import { MyParents } from './my-parents.tsx'

const minuteMs = 60_000
const choices = [15, 30, 45, 60, 90, 120, 180, 240]

const Today = ({ time }: { time: WatchTime }): ReactNode => {
  const { t } = useLingui()
  const { taken } = time.extensions
  const watched = Math.floor(time.watchedMs / minuteMs)
  const allowed = time.limitMinutes === null ? null : time.limitMinutes + taken * time.extensions.minutes
  return (
    <div className="card grid gap-3 p-5">
      <p className="font-display text-2xl tabular-nums">
        {allowed === null ? (
          <Trans>{watched} minutes today</Trans>
        ) : (
          <Trans>
            {watched} of {allowed} minutes today
          </Trans>
        )}
      </p>
      {allowed !== null && <ProgressBar share={Math.min(1, watched / allowed)} label={t`Time of today`} />}
      {taken > 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>Put off today: {taken}</Trans>
        </p>
      )}
    </div>
  )
}

const Most = ({ minutes, byParent }: { minutes: number; byParent: boolean }): ReactNode =>
  byParent ? (
    <Trans>A parent who is linked to you allows {minutes} minutes at most.</Trans>
  ) : (
    <Trans>At your age it cannot be more than {minutes} minutes.</Trans>
  )

/** Who is linked to a teen stands where their time does: nobody is looked at without seeing it. */
const Parents = (): ReactNode => {
  const { data: family } = useFamily(true)
  if (!family) return null
  return (
    <section aria-labelledby="time-family" className="grid grid-cols-1 gap-4 border-t border-line pt-6">
      <h2 id="time-family" className="text-xl">
        <Trans>Family</Trans>
      </h2>
      {family.parents.length > 0 && <MyParents parents={family.parents} />}
      <Link to="/settings/family" className={buttonClass('secondary', 'justify-self-start')}>
        <Icon name="person" className="size-5" />
        {family.role === 'teen' ? <Trans>Parents and codes</Trans> : <Trans>Link a teen</Trans>}
      </Link>
    </section>
  )
}

const Limit = ({ time }: { time: WatchTime }): ReactNode => {
  const { t } = useLingui()
  const errorText = useFamilyErrorText()
  const set = useSetTimeLimit()
  const { mostMinutes, limitMinutes } = time
  const offered = choices.filter((minutes) => mostMinutes === null || minutes <= mostMinutes)
  const shown = new Set([...offered, ...(limitMinutes === null ? [] : [limitMinutes])])
  return (
    <SelectField
      label={t`Time in the feed each day`}
      hint={
        mostMinutes === null ? (
          <Trans>After that the feed closes until midnight. You can put it off.</Trans>
        ) : (
          <Most minutes={mostMinutes} byParent={time.byParent.limit} />
        )
      }
      value={String(limitMinutes)}
      disabled={set.isPending}
      onChange={({ target }) =>
        set.mutate(target.value === 'null' ? null : Number(target.value), {
          onSuccess: () => toast(t`Saved`),
          onError: (error) => toast(errorText(error)),
        })
      }
    >
      {mostMinutes === null && <option value="null">{t`No limit`}</option>}
      {[...shown]
        .toSorted((one, other) => one - other)
        .map((minutes) => (
          <option key={minutes} value={minutes}>{t`${minutes} minutes`}</option>
        ))}
    </SelectField>
  )
}

const Content = (): ReactNode => {
  const me = useMe()
  const query = useWatchTime(Boolean(me))
  if (me === null)
    return <Closed isSignedIn={false} text={<Trans>Sign in to see and limit your time.</Trans>} />
  if (query.isError)
    return (
      <NotLoaded
        title={<Trans>Your time did not load</Trans>}
        error={query.error}
        busy={query.isFetching}
        headingLevel={2}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <Waiting lines={2} />
  return (
    <div className="grid max-w-md grid-cols-1 gap-6">
      <Today time={query.data} />
      <Limit time={query.data} />
      <Parents />
    </div>
  )
}

/** How long somebody has watched today, and their limit. */
const TimePage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Page
      title={t`Time limit`}
      back={
        <Link to="/settings" className={buttonClass('quiet', 'px-3')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>Settings</Trans>
        </Link>
      }
    >
      <Content />
    </Page>
  )
}

export default TimePage
