import type { getCase, ResponseOf } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { wallMs } from '#shared/clock'
import { shortTime, timeAgo, wholeCount } from '#shared/format'
import { NotLoaded, Part, Waiting } from '#shared/states'
import { Button, buttonClass, Figures, toast } from '#shared/ui'
import { useModerationErrorText } from '../error-words.ts'
import { useCase, useClaim, useClaimNext, useRelease, useWithdraw } from '../queries.ts'
import { useKeys } from '../use-keys.ts'
import { kindWords, reasonWord } from '../words.ts'
import { BlurredPost } from './blurred-post.tsx'
import { DecideForm } from './decide-form.tsx'
import { DecisionHead, MeasureList, Name, Quote, SeverityPill } from './pieces.tsx'
import { StaffFrame, useIsStaff } from './staff-frame.tsx'
import { WordsForm } from './words-form.tsx'

type CaseDetail = ResponseOf<typeof getCase>

/** A claim lasts ten minutes; whoever still looks keeps it. */
const keepEveryMs = 4 * 60_000

const useKeptClaim = (caseId: string, mine: boolean): void => {
  const { mutate } = useClaim()
  useEffect(() => {
    if (!mine) return
    const timer = setInterval(() => mutate(caseId), keepEveryMs)
    return () => clearInterval(timer)
  }, [caseId, mine, mutate])
}

const Reports = ({ detail }: { detail: CaseDetail }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <ul className="grid gap-4">
      {detail.reports.map((report) => (
        <li key={`${report.createdAt}-${report.reporter?.personId}`}>
          <p className="text-sm">
            <span className="font-semibold">{i18n._(reasonWord(report.reason))}</span>
            {' · '}
            <Name person={report.reporter} />
            {' · '}
            <time dateTime={report.createdAt}>{timeAgo(report.createdAt, wallMs(), i18n.locale)}</time>
          </p>
          {report.text !== '' && <Quote>{report.text}</Quote>}
        </li>
      ))}
    </ul>
  )
}

const AuthorPart = ({ detail }: { detail: CaseDetail }): ReactNode => {
  const { t, i18n } = useLingui()
  const { strikes, suspended, history } = detail.author
  return (
    <>
      <Figures
        across={3}
        figures={[
          { label: t`Strikes that count`, value: wholeCount(strikes, i18n.locale) },
          { label: t`Earlier decisions`, value: wholeCount(history.length, i18n.locale) },
          { label: t`Account`, value: suspended ? t`Suspended` : t`In use` },
        ]}
      />
      <ul className="mt-5 grid gap-4">
        {history.map((decision) => (
          <li key={decision.decisionId} className="border-s-4 border-line ps-4">
            <DecisionHead decision={decision} />
            <MeasureList measures={decision.measures} />
          </li>
        ))}
      </ul>
    </>
  )
}

const Outcome = ({ detail }: { detail: CaseDetail }): ReactNode => {
  const { t } = useLingui()
  const withdraw = useWithdraw()
  const [open, setOpen] = useState(false)
  const { decision } = detail
  if (!decision) return null
  return (
    <div className="card grid gap-3 p-5 sm:p-7">
      <DecisionHead decision={decision} />
      <MeasureList measures={decision.measures} />
      {decision.text !== '' && <Quote>{decision.text}</Quote>}
      {!decision.undone && !open && (
        <div>
          <Button look="secondary" icon="again" onClick={() => setOpen(true)}>
            <Trans>Take it back</Trans>
          </Button>
        </div>
      )}
      {open && !decision.undone && (
        <WordsForm
          label={t`Why it is taken back`}
          action={t`Take it back`}
          busy={withdraw.isPending}
          error={withdraw.error}
          onSend={(text) => withdraw.mutate({ decisionId: decision.decisionId, text })}
        />
      )}
    </div>
  )
}

/** Taking a case, giving it back, and deciding it while one holds it. */
const Work = ({ detail }: { detail: CaseDetail }): ReactNode => {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const errorText = useModerationErrorText()
  const [claim, release, next] = [useClaim(), useRelease(), useClaimNext()]
  const { case: one } = detail
  const mine = one.claim?.mine === true
  useKeptClaim(one.caseId, mine && detail.closedAt === null)
  const take = (): void => claim.mutate(one.caseId, { onError: (error) => toast(errorText(error)) })
  const goOn = (): void =>
    next.mutate(undefined, {
      onSuccess: ({ caseId }) =>
        void (caseId === null
          ? navigate({ to: '/operator/reports' })
          : navigate({ to: '/operator/reports/$caseId', params: { caseId } })),
      onError: (error) => toast(errorText(error)),
    })
  const isClosed = detail.closedAt !== null
  useKeys({ ...(!mine && !isClosed && { c: take }), ...(isClosed && { n: goOn }) }, true)
  if (isClosed)
    return (
      <div className="grid gap-5">
        <p role="status" className="font-semibold">
          <Trans>This case is decided.</Trans>
        </p>
        <Outcome detail={detail} />
        <div className="flex flex-wrap gap-3">
          <Button icon="check" aria-keyshortcuts="n" busy={next.isPending} onClick={goOn}>
            <Trans>Take the next case (N)</Trans>
          </Button>
          <Link to="/operator/reports" className={buttonClass('secondary')}>
            <Trans>All cases</Trans>
          </Link>
        </div>
      </div>
    )
  if (!mine)
    return (
      <div className="card grid justify-items-start gap-4 p-5 sm:p-7">
        <p>
          {one.claim ? (
            <Trans>
              <Name person={one.claim.by} /> works on it until {shortTime(one.claim.until, i18n.locale)}.
            </Trans>
          ) : (
            <Trans>
              Nobody works on it. Whoever takes it has ten minutes, and more while they look at it.
            </Trans>
          )}
        </p>
        <Button icon="check" aria-keyshortcuts="c" busy={claim.isPending} onClick={take}>
          <Trans>Take this case (C)</Trans>
        </Button>
      </div>
    )
  return (
    <div className="grid gap-4">
      <DecideForm key={one.caseId} detail={detail} onDecided={() => toast(t`Decided`)} />
      <div>
        <Button look="quiet" busy={release.isPending} onClick={() => release.mutate(one.caseId)}>
          <Trans>Give it back to the queue</Trans>
        </Button>
      </div>
    </div>
  )
}

const Target = ({ detail }: { detail: CaseDetail }): ReactNode => {
  const { case: one, commentText } = detail
  const [revealed, setRevealed] = useState(false)
  useKeys({ v: () => setRevealed((before) => !before) }, one.postId !== null)
  return (
    <div className="grid gap-5">
      {one.target.kind === 'comment' &&
        (commentText === null ? (
          <p>
            <Trans>The comment was removed.</Trans>
          </p>
        ) : (
          <Quote>{commentText}</Quote>
        ))}
      {one.target.kind === 'person' && (
        <p>
          <Name person={one.about} />
        </p>
      )}
      {one.postId !== null && <BlurredPost postId={one.postId} revealed={revealed} onReveal={setRevealed} />}
    </div>
  )
}

const Detail = ({ detail }: { detail: CaseDetail }): ReactNode => {
  const { i18n } = useLingui()
  const { case: one } = detail
  const due = shortTime(one.dueAt, i18n.locale)
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center gap-3">
        <SeverityPill severity={one.severity} />
        <span className="text-sm text-ink-soft">
          <Trans>
            About <Name person={one.about} /> · due {due}
          </Trans>
        </span>
      </div>
      <Part name="target" title={<Trans>What was reported</Trans>}>
        <Target detail={detail} />
      </Part>
      <Part name="reports" title={<Trans>What people say</Trans>}>
        <Reports detail={detail} />
      </Part>
      <Part name="author" title={<Trans>What is known of its author</Trans>}>
        <AuthorPart detail={detail} />
      </Part>
      <Work detail={detail} />
    </>
  )
}

/** One case: what it is about, what is known, and the decision. */
const CasePage = ({ caseId }: { caseId: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const isStaff = useIsStaff()
  const query = useCase(caseId, isStaff === true)
  const one = query.data?.case
  const title = one ? `${i18n._(kindWords()[one.target.kind])}: ${i18n._(reasonWord(one.reason))}` : t`Case`
  return (
    <StaffFrame title={title}>
      {query.isPending && <Waiting lines={3} />}
      {query.error && (
        <NotLoaded
          headingLevel={2}
          title={<Trans>This case cannot be shown</Trans>}
          error={query.error}
          busy={query.isFetching}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && <Detail key={caseId} detail={query.data} />}
    </StaffFrame>
  )
}

export default CasePage
