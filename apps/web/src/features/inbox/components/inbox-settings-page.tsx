import type { InboxSettings, QuietHours, SoftKind } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { Closed, NotLoaded, Part, Waiting } from '#shared/states'
import { Button, buttonClass, Icon, Page, TextField, toast } from '#shared/ui'
import { useChangeInbox, useInboxSettings, type InboxChange } from '../queries.ts'
import { MailPart } from './mail-part.tsx'

const kinds: readonly SoftKind[] = [
  ...(['like', 'comment', 'reply', 'mention', 'follow', 'share', 'gift'] as const),
  ...(['new_post', 'post_ready', 'report_closed'] as const),
]
const usualNight: QuietHours = { fromMinute: 22 * 60, toMinute: 7 * 60 }

const two = (number: number): string => String(number).padStart(2, '0')
const clockOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
const minuteOf = (clock: string): number | null => {
  const [hours = Number.NaN, minutes = Number.NaN] = clock.split(':').map(Number)
  return Number.isNaN(hours + minutes) ? null : hours * 60 + minutes
}

type Change = (body: InboxChange) => void

const Kinds = ({ settings, onChange }: { settings: InboxSettings; onChange: Change }): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const names: Record<SoftKind, string> = {
    like: t`Likes`,
    comment: t`Comments`,
    reply: t`Answers to your comments`,
    mention: t`Mentions`,
    follow: t`New followers`,
    share: t`Shared videos`,
    gift: t`Gifts`,
    new_post: t`New videos of people whose bell is on`,
    post_ready: t`When a video that you waited for is out`,
    report_closed: t`What came of your reports`,
  }
  const off = new Set(settings.offKinds)
  const toggle = (kind: SoftKind): void =>
    onChange({ offKinds: kinds.filter((one) => (one === kind ? !off.has(one) : off.has(one))) })
  return (
    <ul className="grid">
      {kinds.map((kind) => (
        <li key={kind} className="flex min-h-11 items-center gap-3">
          <input
            id={`${id}-${kind}`}
            type="checkbox"
            className="size-5 accent-curtain"
            checked={!off.has(kind)}
            onChange={() => toggle(kind)}
          />
          <label htmlFor={`${id}-${kind}`} className="cursor-pointer py-2 text-sm">
            {names[kind]}
          </label>
        </li>
      ))}
    </ul>
  )
}

const Night = ({ settings, onChange }: { settings: InboxSettings; onChange: Change }): ReactNode => {
  const { t } = useLingui()
  const { quiet, leastQuiet } = settings
  if (quiet === null)
    return (
      <Button look="secondary" onClick={() => onChange({ quiet: usualNight })}>
        <Trans>Have quiet hours</Trans>
      </Button>
    )
  const set = (part: keyof QuietHours, clock: string): void => {
    const minute = minuteOf(clock)
    if (minute !== null) onChange({ quiet: { ...quiet, [part]: minute } })
  }
  return (
    <div className="grid gap-4">
      <div className="grid max-w-sm grid-cols-2 gap-4">
        <TextField
          label={t`From`}
          type="time"
          value={clockOf(quiet.fromMinute)}
          onChange={({ target }) => set('fromMinute', target.value)}
        />
        <TextField
          label={t`To`}
          type="time"
          value={clockOf(quiet.toMinute)}
          onChange={({ target }) => set('toMinute', target.value)}
        />
      </div>
      {leastQuiet === null ? (
        <div>
          <Button look="quiet" onClick={() => onChange({ quiet: null })}>
            <Trans>No quiet hours</Trans>
          </Button>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">
          <Trans>At your age the night can be longer than this, not shorter.</Trans>
        </p>
      )}
    </div>
  )
}

const Content = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const query = useInboxSettings(Boolean(me))
  const { mutate } = useChangeInbox()
  if (me === null) return <Closed isSignedIn={false} text={<Trans>Sign in to see your inbox.</Trans>} />
  if (query.isError)
    return (
      <NotLoaded
        title={t`The settings did not load`}
        error={query.error}
        busy={query.isFetching}
        headingLevel={2}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <Waiting lines={3} />
  const change: Change = (body) => mutate(body, { onError: (error) => toast(errorText(error)) })
  return (
    <>
      <Part
        name="kinds"
        title={<Trans>What you hear of</Trans>}
        intro={<Trans>Decisions about you, payouts, refused videos and new sign-ins always come.</Trans>}
      >
        <Kinds settings={query.data} onChange={change} />
      </Part>
      <Part
        name="night"
        title={<Trans>Quiet hours</Trans>}
        intro={<Trans>In these hours nothing is shown beside the inbox. It waits until they are over.</Trans>}
      >
        <Night settings={query.data} onChange={change} />
      </Part>
      <Part
        name="mail"
        title={<Trans>Mail</Trans>}
        intro={<Trans>Never in your quiet hours. Each mail has a link that ends it.</Trans>}
      >
        <MailPart settings={query.data} onChange={change} />
      </Part>
    </>
  )
}

/** What somebody hears of, and when nothing may disturb. */
const InboxSettingsPage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <Page
      title={t`Notifications`}
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

export default InboxSettingsPage
