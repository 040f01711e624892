import { reportReasons, type ListedCase, type ReportReason } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { wallMs } from '#shared/clock'
import { shortTime, timeAgo, wholeCount } from '#shared/format'
import { ListEnd } from '#shared/states'
import { Button, EmptyState, Pill, SelectField, toast } from '#shared/ui'
import { useModerationErrorText } from '../error-words.ts'
import { useCases, useClaimNext, type QueueFilter } from '../queries.ts'
import { useKeys } from '../use-keys.ts'
import { kindWords, reasonWord } from '../words.ts'
import { Name, SeverityPill } from './pieces.tsx'
import { StaffFrame, useIsStaff } from './staff-frame.tsx'

const Due = ({ dueAt }: { dueAt: string }): ReactNode => {
  const { i18n } = useLingui()
  const time = shortTime(dueAt, i18n.locale)
  if (Date.parse(dueAt) > wallMs())
    return (
      <span className="text-sm text-ink-soft">
        <Trans>Due {time}</Trans>
      </span>
    )
  return (
    <Pill tone="bad" icon="clock">
      <Trans>Overdue since {time}</Trans>
    </Pill>
  )
}

const Case = ({ one }: { one: ListedCase }): ReactNode => {
  const { i18n } = useLingui()
  const people = wholeCount(one.reporters, i18n.locale)
  return (
    <li className="card p-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SeverityPill severity={one.severity} />
        <h2 className="text-lg">
          <Link
            to="/operator/reports/$caseId"
            params={{ caseId: one.caseId }}
            className="hover:underline hover:underline-offset-4"
          >
            {i18n._(kindWords()[one.target.kind])}: {i18n._(reasonWord(one.reason))}
          </Link>
        </h2>
      </div>
      <p className="mt-2 text-sm text-ink-soft">
        <Trans>
          About <Name person={one.about} />, reported by {people}
        </Trans>
        {' · '}
        <time dateTime={one.openedAt}>{timeAgo(one.openedAt, wallMs(), i18n.locale)}</time>
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Due dueAt={one.dueAt} />
        {one.claim && (
          <Pill tone={one.claim.mine ? 'good' : 'quiet'} icon="person">
            {one.claim.mine ? (
              <Trans>You hold it</Trans>
            ) : (
              <Trans>Held by @{one.claim.by?.handle ?? ''}</Trans>
            )}
          </Pill>
        )}
      </div>
    </li>
  )
}

const Filters = (props: { filter: QueueFilter; onChange: (filter: QueueFilter) => void }): ReactNode => {
  const { t, i18n } = useLingui()
  const { filter } = props
  const pick = <Value extends string>(all: readonly Value[], text: string) =>
    all.find((value) => value === text)
  return (
    <div className="mb-6 grid gap-4 sm:grid-cols-3">
      <SelectField
        label={t`Show`}
        value={filter.show ?? 'all'}
        onChange={(event) =>
          props.onChange({
            ...filter,
            show: pick(['all', 'free', 'mine', 'overdue'], event.target.value) ?? 'all',
          })
        }
      >
        <option value="all">{t`All open cases`}</option>
        <option value="free">{t`Those nobody works on`}</option>
        <option value="mine">{t`Those I hold`}</option>
        <option value="overdue">{t`Overdue`}</option>
      </SelectField>
      <SelectField
        label={t`What`}
        value={filter.kind ?? ''}
        onChange={(event) => {
          const { kind: _, ...rest } = filter
          const kind = pick(['post', 'comment', 'person'], event.target.value)
          props.onChange(kind ? { ...rest, kind } : rest)
        }}
      >
        <option value="">{t`Everything`}</option>
        {(['post', 'comment', 'person'] as const).map((kind) => (
          <option key={kind} value={kind}>
            {i18n._(kindWords()[kind])}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Reason`}
        value={filter.reason ?? ''}
        onChange={(event) => {
          const { reason: _, ...rest } = filter
          const reason = pick<ReportReason>(reportReasons, event.target.value)
          props.onChange(reason ? { ...rest, reason } : rest)
        }}
      >
        <option value="">{t`Every reason`}</option>
        {reportReasons.map((reason) => (
          <option key={reason} value={reason}>
            {i18n._(reasonWord(reason))}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

/** What waits for a decision, the most pressing first. */
const QueuePage = (): ReactNode => {
  const { t } = useLingui()
  const isStaff = useIsStaff()
  const navigate = useNavigate()
  const errorText = useModerationErrorText()
  const [filter, setFilter] = useState<QueueFilter>({ show: 'all' })
  const list = useCases(filter, isStaff === true)
  const next = useClaimNext()
  const takeNext = (): void =>
    next.mutate(undefined, {
      onSuccess: ({ caseId }) =>
        caseId === null
          ? toast(t`Nothing is left that nobody works on`)
          : void navigate({ to: '/operator/reports/$caseId', params: { caseId } }),
      onError: (error) => toast(errorText(error)),
    })
  useKeys({ n: takeNext }, isStaff === true)
  return (
    <StaffFrame
      title={t`Reports`}
      intro={<Trans>What people reported, merged into cases, the most pressing first.</Trans>}
    >
      <Button icon="check" aria-keyshortcuts="n" busy={next.isPending} onClick={takeNext} className="mb-6">
        <Trans>Take the next case (N)</Trans>
      </Button>
      <Filters filter={filter} onChange={setFilter} />
      <ul className="grid gap-4">
        {list.cases.map((one) => (
          <Case key={one.caseId} one={one} />
        ))}
      </ul>
      {list.isSuccess && list.cases.length === 0 && (
        <EmptyState
          scene="hat"
          title={<Trans>Nothing here</Trans>}
          text={<Trans>No open case fits this choice.</Trans>}
        />
      )}
      <ListEnd list={list} />
    </StaffFrame>
  )
}

export default QueuePage
