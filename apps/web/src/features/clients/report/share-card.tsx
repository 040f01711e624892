import type { ClientReport, ReportLink } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useId, useState } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { Button, ConfirmDialog, SelectField, toast } from '#shared/ui'
import { useReportLinks } from './queries.ts'

const offeredDays = [7, 30, 90] as const
type Days = (typeof offeredDays)[number]
const asDays = (value: string): Days => offeredDays.find((days) => String(days) === value) ?? 30

const NewLink = ({ address }: { address: string }): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address)
      toast(t`Link copied`)
    } catch {
      toast(t`The browser did not allow it. Select the link and copy it.`)
    }
  }
  return (
    <div className="grid gap-2 rounded-md bg-bottle-soft p-4">
      <label htmlFor={id} className="text-sm font-semibold">
        <Trans>Copy this link now: it is shown this once.</Trans>
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          readOnly
          value={address}
          className="field min-w-0 flex-1 basis-60"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button look="secondary" icon="link" onClick={() => void copy()}>
          <Trans>Copy</Trans>
        </Button>
      </div>
    </div>
  )
}

const StateOf = ({ link, nowMs }: { link: ReportLink; nowMs: number }): ReactNode => {
  const { i18n } = useLingui()
  const at = (iso: string): string => moment(iso, i18n.locale)
  if (link.revokedAt !== null) return <Trans>Ended on {at(link.revokedAt)}</Trans>
  if (Date.parse(link.expiresAt) <= nowMs) return <Trans>Expired on {at(link.expiresAt)}</Trans>
  return <Trans>Works until {at(link.expiresAt)}</Trans>
}

const LinkRow = (props: { link: ReportLink; nowMs: number; onEnd: () => void }): ReactNode => {
  const { i18n } = useLingui()
  const { link, nowMs } = props
  const isOpen = link.revokedAt === null && Date.parse(link.expiresAt) > nowMs
  const lastOpened = link.lastOpenedAt === null ? '' : moment(link.lastOpenedAt, i18n.locale)
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3 text-sm">
      <span>
        <span className="block font-semibold">
          <StateOf {...{ link, nowMs }} />
        </span>
        <span className="text-ink-soft">
          {link.opened === 0 ? (
            <Trans>Not opened yet</Trans>
          ) : (
            <>
              <Plural value={link.opened} one="Opened once" other="Opened # times" />
              {', '}
              <Trans>last on {lastOpened}</Trans>
            </>
          )}
        </span>
      </span>
      {isOpen && (
        <Button look="danger" onClick={props.onEnd}>
          <Trans>End the link</Trans>
        </Button>
      )}
    </li>
  )
}

/** Links to a report: a new one, and what became of those before. */
export const ShareCard = ({ report }: { report: ClientReport }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { make, end } = useReportLinks(report)
  const [days, setDays] = useState<Days>(30)
  const [ending, setEnding] = useState<string | null>(null)
  const [nowMs] = useState(wallMs)
  const onError = (error: unknown): void => toast(errorText(error))
  return (
    <section aria-labelledby="share-report" className="card grid gap-4 p-5 print:hidden">
      <h2 id="share-report" className="text-lg">
        <Trans>Share it</Trans>
      </h2>
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={t`The link works for`}
          value={String(days)}
          onChange={(event) => setDays(asDays(event.target.value))}
        >
          {offeredDays.map((count) => (
            <option key={count} value={count}>
              {t`${count} days`}
            </option>
          ))}
        </SelectField>
        <Button icon="link" busy={make.isPending} onClick={() => make.mutate(days, { onError })}>
          <Trans>Make a link</Trans>
        </Button>
      </div>
      {make.data && <NewLink address={`${window.location.origin}/r/${make.data.token}`} />}
      <p className="text-xs text-ink-soft">
        <Trans>Whoever has the link reads this report without an account, and nothing else.</Trans>
      </p>
      {report.links.length > 0 && (
        <ul aria-label={t`Links`} className="divide-y divide-line">
          {report.links.map((link) => (
            <LinkRow key={link.linkId} {...{ link, nowMs }} onEnd={() => setEnding(link.linkId)} />
          ))}
        </ul>
      )}
      <Suspense>
        {ending !== null && (
          <ConfirmDialog
            title={t`End this link?`}
            description={t`Whoever has it sees the report no more. You can make another one.`}
            action={t`End the link`}
            busy={end.isPending}
            onConfirm={() => end.mutate(ending, { onError, onSettled: () => setEnding(null) })}
            onCancel={() => setEnding(null)}
          />
        )}
      </Suspense>
    </section>
  )
}
