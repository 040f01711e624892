import type { Notice } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useMe } from '#features/auth'
import { shortTime } from '#shared/format'
import { Closed, NotLoaded, Part, Waiting } from '#shared/states'
import { buttonClass, Page } from '#shared/ui'
import { useAppeal, useNotice, useReadNotice } from '../queries.ts'
import { kindWords, reasonWord, ruleText } from '../words.ts'
import { DecisionHead, MeasureList, Quote } from './pieces.tsx'
import { RulingWords } from './ruling-words.tsx'
import { WordsForm } from './words-form.tsx'

const Appeal = ({ notice }: { notice: Notice }): ReactNode => {
  const { t, i18n } = useLingui()
  const send = useAppeal(notice.decisionId)
  if (notice.appeal)
    return (
      <div className="grid gap-4">
        <Quote>{notice.appeal.text}</Quote>
        {notice.appeal.ruling ? (
          <RulingWords ruling={notice.appeal.ruling} />
        ) : (
          <p role="status">
            <Trans>Somebody else will look at it. You will read here what they decide.</Trans>
          </p>
        )}
      </div>
    )
  if (notice.appealUntil === null)
    return (
      <p>
        {notice.undone ? (
          <Trans>The decision was taken back. There is nothing left to appeal against.</Trans>
        ) : (
          <Trans>The six months in which one can appeal are over.</Trans>
        )}
      </p>
    )
  const until = shortTime(notice.appealUntil, i18n.locale)
  return (
    <WordsForm
      label={t`What should be looked at again?`}
      hint={
        <Trans>
          You can appeal once, until {until}. Somebody who did not make the decision looks at it, and is not
          told who made it. You can also go to a court or to a body that settles such disputes.
        </Trans>
      }
      action={t`Appeal`}
      longest={4000}
      busy={send.isPending}
      error={send.error}
      onSend={(text) => send.mutate(text)}
    />
  )
}

const Statement = ({ notice }: { notice: Notice }): ReactNode => {
  const { i18n } = useLingui()
  const { decisionId, readAt, target } = notice
  const { mutate } = useReadNotice()
  useEffect(() => {
    if (readAt === null) mutate(decisionId)
  }, [decisionId, mutate, readAt])
  return (
    <>
      <Part name="decided" title={<Trans>What was decided</Trans>}>
        <DecisionHead decision={notice} />
        <div className="mt-3">
          <MeasureList measures={notice.measures} />
          {notice.undone && (
            <p className="mt-2 font-semibold">
              <Trans>
                This was taken back: none of it holds any more, unless another decision asks for it.
              </Trans>
            </p>
          )}
        </div>
        {notice.postId !== null && target.kind !== 'person' && (
          <Link
            to="/p/$postId"
            params={{ postId: notice.postId }}
            className={buttonClass('secondary', 'mt-4')}
          >
            <Trans>Open the video</Trans>
          </Link>
        )}
      </Part>
      <Part name="why" title={<Trans>Why</Trans>}>
        <p>{i18n._(ruleText(notice.rule))}</p>
        {notice.text !== i18n._(ruleText(notice.rule)) && <Quote>{notice.text}</Quote>}
        <p className="mt-3 text-sm text-ink-soft">
          {notice.automated ? (
            <Trans>A machine decided this.</Trans>
          ) : (
            <Trans>
              A person decided this after a report. It holds everywhere this instance can be reached.
            </Trans>
          )}
        </p>
      </Part>
      <Part name="appeal" title={<Trans>What you can do</Trans>}>
        <Appeal notice={notice} />
      </Part>
    </>
  )
}

/** A statement of reasons, and the way to appeal. */
const NoticePage = ({ decisionId }: { decisionId: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const me = useMe()
  const query = useNotice(decisionId, Boolean(me))
  if (me === null)
    return (
      <Closed isSignedIn={false} text={<Trans>Sign in to see what was decided about your videos.</Trans>} />
    )
  const notice = query.data
  const title = notice
    ? `${i18n._(kindWords()[notice.target.kind])}: ${i18n._(reasonWord(notice.rule))}`
    : t`Notice`
  return (
    <Page
      title={title}
      back={
        <Link to="/settings/notices" className={buttonClass('quiet')}>
          <Trans>All notices</Trans>
        </Link>
      }
    >
      {query.isPending && <Waiting lines={3} />}
      {query.error && (
        <NotLoaded
          headingLevel={2}
          title={<Trans>This notice cannot be shown</Trans>}
          error={query.error}
          busy={query.isFetching}
          onRetry={() => void query.refetch()}
        />
      )}
      {notice && <Statement notice={notice} />}
    </Page>
  )
}

export default NoticePage
