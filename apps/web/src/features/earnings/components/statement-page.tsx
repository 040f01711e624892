import type { StatementLine } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useMe } from '#features/auth'
import { DataTable, useAmounts, useCounts, useRejectWord } from '#features/money'
import { microOf } from '#shared/format'
import { NotLoaded, Waiting } from '#shared/states'
import { Button, buttonClass, Figures, Hint, Icon, Pill, ProgressBar, toast } from '#shared/ui'
import { useStatement, type Statement } from '../queries.ts'
import { EarningsFrame } from './earnings-frame.tsx'
import { StatementViews } from './statement-views.tsx'

const Totals = ({ statement }: { statement: Statement }): ReactNode => {
  const { t } = useLingui()
  const { exact } = useAmounts(statement.currency)
  const { count, day } = useCounts()
  const { finalMicro, rpmMicro } = statement
  return (
    <Figures
      across={4}
      figures={[
        {
          label: finalMicro === null ? t`You earned` : t`When it was closed`,
          value: exact(statement.amountMicro),
          note: finalMicro === null ? t`Until it is final it may still change` : undefined,
        },
        ...(finalMicro === null
          ? []
          : [{ label: t`Final`, value: exact(finalMicro), note: t`It does not change any more` }]),
        { label: t`Views seen`, value: count(statement.views) },
        { label: t`Qualified views`, value: count(statement.qualifiedViews) },
        {
          label: t`For a thousand`,
          value: rpmMicro === null ? '–' : exact(rpmMicro),
          note: t`RPM, of qualified views`,
        },
        ...(finalMicro === null ? [] : [{ label: t`Payable on`, value: day(statement.payableOn) }]),
      ]}
    />
  )
}

/** Why views earned nothing, the largest part first. */
const Rejected = ({ statement }: { statement: Statement }): ReactNode => {
  const word = useRejectWord()
  const { count } = useCounts()
  const reasons = Object.entries(statement.rejected).toSorted(([, one], [, other]) => other - one)
  if (reasons.length === 0) return null
  return (
    <section aria-labelledby="rejected" className="card p-5 sm:p-6">
      <h2 id="rejected" className="text-lg">
        <Trans>Why the other views earned nothing</Trans>
      </h2>
      <ul className="mt-4 grid gap-3">
        {reasons.map(([reason, views]) => (
          <li key={reason} className="grid gap-1">
            <p className="flex justify-between gap-4 text-sm">
              <span>{word(reason)}</span>
              <span className="tabular-nums">{count(views)}</span>
            </p>
            <ProgressBar label={word(reason)} share={views / Math.max(1, statement.views)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const Lines = ({ statement }: { statement: Statement }): ReactNode => {
  const { t } = useLingui()
  const { exact } = useAmounts(statement.currency)
  const { count, day, share } = useCounts()
  const word = useRejectWord()
  const [open, setOpen] = useState<StatementLine | null>(null)
  const why = (rejected: StatementLine['rejected']): string =>
    Object.entries(rejected)
      .map(([reason, views]) => `${word(reason)}: ${count(views)}`)
      .join(' · ') || '–'
  const weights = (factors: StatementLine['factors']): string =>
    Object.entries(factors)
      .map(([name, points]) => `${name.replaceAll('_', ' ')} ${share(points)}`)
      .join(' · ') || '–'
  const sum = statement.lines.reduce((before, { amountMicro }) => before + microOf(amountMicro), 0n)
  return (
    <section aria-labelledby="lines" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="lines" className="text-lg">
        <Trans>By video and day</Trans>
      </h2>
      <DataTable
        title={t`By video and day`}
        rows={statement.lines}
        keyOf={({ postId, day: on }) => `${postId} ${on}`}
        columns={[
          { key: 'day', head: t`Day`, render: (line) => day(line.day) },
          {
            key: 'video',
            head: t`Video`,
            render: ({ postId }) => (
              <Link to="/p/$postId" params={{ postId }} className="font-semibold text-curtain-text underline">
                <Trans>Video</Trans> <span className="text-xs">…{postId.slice(-4)}</span>
              </Link>
            ),
          },
          { key: 'views', head: t`Seen`, isNumber: true, render: ({ views }) => count(views) },
          {
            key: 'qualified',
            head: t`Qualified`,
            isNumber: true,
            render: (line) => (
              <button
                type="button"
                aria-label={t`${count(line.qualifiedViews)} qualified, show each view`}
                onClick={() => setOpen(line)}
                className="min-h-8 px-2 font-semibold text-curtain-text underline"
              >
                {count(line.qualifiedViews)}
              </button>
            ),
          },
          {
            key: 'rejected',
            head: t`Earned nothing, why`,
            render: ({ rejected }) => (
              <span className="block w-72 whitespace-normal text-ink-soft">{why(rejected)}</span>
            ),
          },
          {
            key: 'factors',
            head: t`Weight`,
            render: ({ factors }) => (
              <span className="block w-56 whitespace-normal text-ink-soft">{weights(factors)}</span>
            ),
          },
          {
            key: 'rpm',
            head: t`RPM`,
            isNumber: true,
            render: ({ rpmMicro }) => (rpmMicro === null ? '–' : exact(rpmMicro)),
          },
          { key: 'amount', head: t`Amount`, isNumber: true, render: ({ amountMicro }) => exact(amountMicro) },
        ]}
        foot={[t`Sum`, '', '', '', '', '', '', exact(sum)]}
      />
      <Suspense>
        {open && (
          <StatementViews
            at={{ periodId: statement.periodId, postId: open.postId, day: open.day }}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </section>
  )
}

/** The files, and the command that computes everything again without this server. */
const Verify = ({ statement }: { statement: Statement }): ReactNode => {
  const { t } = useLingui()
  const file = `statement-${statement.periodId}.json`
  const command = `npm run -s busker -- verify-statement ${file}`
  const path = `/v1/rewards/statements/${statement.periodId}/file`
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command)
      toast(t`Copied`)
    } catch {
      toast(t`It could not be copied. Mark it and copy it by hand.`)
    }
  }
  return (
    <section aria-labelledby="verify" className="card p-5 sm:p-6">
      <h2 id="verify" className="text-lg">
        <Trans>Check it yourself</Trans>
      </h2>
      <p className="mt-2 max-w-prose text-sm text-ink-soft">
        <Trans>
          The file has everything it takes to compute this statement again on your own machine, and the proof
          that it is part of the published root. Nothing is asked of this server.
        </Trans>
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <a href={`${path}/statement.json`} download={file} className={buttonClass('secondary')}>
          <Icon name="upload" className="size-5 rotate-180" />
          <Trans>Download JSON</Trans>
        </a>
        <a
          href={`${path}/statement.csv`}
          download={`statement-${statement.periodId}.csv`}
          className={buttonClass('quiet')}
        >
          <Trans>Download CSV</Trans>
        </a>
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2 rounded-md bg-raised p-3">
        <code dir="ltr" className="min-w-0 flex-1 text-xs break-all">
          {command}
        </code>
        <Button look="quiet" icon="link" className="px-4" onClick={() => void copy()}>
          <Trans>Copy</Trans>
        </Button>
      </div>
      <p className="mt-4 text-xs text-ink-soft">
        <Trans>Published root</Trans>{' '}
        <code dir="ltr" className="break-all">
          {statement.root}
        </code>
      </p>
    </section>
  )
}

const Detail = ({ periodId }: { periodId: string }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const found = useStatement(periodId, Boolean(me))
  const { day } = useCounts()
  if (found.error && !found.data)
    return (
      <NotLoaded
        title={t`This statement did not load`}
        headingLevel={2}
        error={found.error}
        busy={found.isFetching}
        onRetry={() => void found.refetch()}
      />
    )
  if (!found.data) return <Waiting lines={3} />
  const statement = found.data
  return (
    <article className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="text-2xl">{statement.periodId}</h2>
        <Pill tone={statement.state === 'final' ? 'good' : 'quiet'}>
          {statement.state === 'final' ? <Trans>Final</Trans> : <Trans>May still change</Trans>}
        </Pill>
        <p className="text-sm text-ink-soft">
          {day(statement.from)} – {day(statement.to)}
        </p>
      </header>
      <Totals statement={statement} />
      {statement.qualifiedViews === 0 && (
        <Hint quiet>
          <Trans>No view qualified in this period. Below stands why, reason by reason.</Trans>
        </Hint>
      )}
      <Rejected statement={statement} />
      {statement.lines.length > 0 && <Lines statement={statement} />}
      <Verify statement={statement} />
    </article>
  )
}

/** A statement: what every video earned on every day, and how to compute it again. */
const StatementPage = (props: { periodId: string }): ReactNode => (
  <EarningsFrame>
    <Detail periodId={props.periodId} />
  </EarningsFrame>
)

export default StatementPage
