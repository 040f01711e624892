import type { Author, PublishedPost, ReportTarget } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import { Button, Sheet, toast } from '#shared/ui'
import { useHide, useSweepAway, type Hiding } from '../hide-queries.ts'
import type { Surface } from '../told.ts'
import { Choice } from './choice.tsx'
import { ReportForm } from './report-form.tsx'
import WishList from './wish-list.tsx'

type Hidden = Extract<Hiding, { kind: 'post' | 'mute' | 'block' }>

const DoneText = ({ hiding }: { hiding: Hidden }): ReactNode => {
  if (hiding.kind === 'post') return <Trans>This video does not come into your feed again.</Trans>
  const name = hiding.person.displayName
  return hiding.kind === 'mute' ? (
    <Trans>
      Videos of <bdi>{name}</bdi> stay out of your feed. They do not learn of it.
    </Trans>
  ) : (
    <Trans>
      You and <bdi>{name}</bdi> do not see each other any more, and neither follows the other.
    </Trans>
  )
}

interface MoreProps {
  readonly person: Author
  /** Null on the page of a person. */
  readonly post: PublishedPost | null
  readonly mutedByMe?: boolean
  readonly surface: Surface
  readonly onClose: () => void
  /** The session has ended meanwhile. */
  readonly onSignedOut: () => void
}

/** What somebody can do so as not to see something or somebody again: hide, mute, block, report. */
const MoreSheet = (props: MoreProps): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const { person, post, surface } = props
  const hide = useHide(surface)
  const sweepAway = useSweepAway()
  const reasonsId = useId()
  const [step, setStep] = useState<'choose' | 'report' | Hidden>('choose')
  const close = (): void => {
    if (typeof step === 'object') sweepAway(step)
    props.onClose()
  }
  const change = (hiding: Hidden, on: boolean, done: () => void): void =>
    hide.mutate(
      { hiding, on },
      {
        onSuccess: done,
        onError: (error) =>
          isApiError(error, 'not_signed_in') ? props.onSignedOut() : toast(errorText(error)),
      },
    )
  const put = (hiding: Hidden): void => change(hiding, true, () => setStep(hiding))
  const target: ReportTarget =
    post === null ? { kind: 'person', personId: person.personId } : { kind: 'post', postId: post.postId }
  const name = person.displayName

  if (typeof step === 'object')
    return (
      <Sheet open title={t`Done`} onClose={close}>
        <p role="status">
          <DoneText hiding={step} />
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          <Button onClick={close}>
            <Trans>Close</Trans>
          </Button>
          <Button
            look="secondary"
            busy={hide.isPending}
            onClick={() => change(step, false, () => setStep('choose'))}
          >
            <Trans>Undo</Trans>
          </Button>
        </div>
        {step.kind === 'post' && post !== null && (
          <section aria-labelledby={reasonsId} className="mt-7 border-t border-line pt-5">
            <h3 id={reasonsId} className="mb-2 font-semibold">
              <Trans>What was it? One more tap goes further</Trans>
            </h3>
            <WishList
              {...{ post, surface, onSignedOut: props.onSignedOut }}
              asReasons
              interest={null}
              onDone={close}
            />
          </section>
        )}
      </Sheet>
    )
  if (step === 'report')
    return (
      <Sheet open title={post === null ? t`Report ${name}` : t`Report this video`} onClose={close}>
        <ReportForm target={target} surface={surface} onClose={close} />
      </Sheet>
    )
  const unmute = (): void =>
    change({ kind: 'mute', person }, false, () => {
      sweepAway({ kind: 'mute', person })
      toast(t`${name} can come into your feed again`)
      props.onClose()
    })
  return (
    <Sheet open title={t`More`} onClose={close}>
      <ul className="-mx-3 grid">
        {post !== null && (
          <Choice
            icon="close"
            text={<Trans>Not interested</Trans>}
            hint={<Trans>Keeps this video out of your feed</Trans>}
            busy={hide.isPending}
            onClick={() => put({ kind: 'post', postId: post.postId })}
          />
        )}
        <Choice
          icon="soundOff"
          text={props.mutedByMe ? <Trans>Unmute {name}</Trans> : <Trans>Mute {name}</Trans>}
          hint={
            props.mutedByMe ? (
              <Trans>Lets their videos into your feed again</Trans>
            ) : (
              <Trans>Keeps their videos out of your feed</Trans>
            )
          }
          busy={hide.isPending}
          onClick={() => (props.mutedByMe ? unmute() : put({ kind: 'mute', person }))}
        />
        <Choice
          icon="exit"
          text={<Trans>Block {name}</Trans>}
          hint={<Trans>Neither of you sees the other any more</Trans>}
          busy={hide.isPending}
          onClick={() => put({ kind: 'block', person })}
        />
        {post !== null && (
          <Choice
            icon="film"
            text={<Trans>Where it comes from</Trans>}
            hint={<Trans>What it was made from, and what was made from it</Trans>}
            busy={false}
            onClick={() => {
              close()
              void navigate({ to: '/p/$postId/lineage', params: { postId: post.postId } })
            }}
          />
        )}
        <Choice
          icon="alert"
          text={<Trans>Report</Trans>}
          hint={<Trans>Tells the people who run this place</Trans>}
          busy={hide.isPending}
          onClick={() => setStep('report')}
        />
      </ul>
    </Sheet>
  )
}

export default MoreSheet
