import type { Author, ReportTarget } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { isApiError, useErrorText } from '#shared/api'
import type { IconName } from '#shared/ui'
import { Button, Icon, Sheet, toast } from '#shared/ui'
import { useHide, useSweepAway, type Hiding } from '../hide-queries.ts'
import type { Surface } from '../told.ts'
import { ReportForm } from './report-form.tsx'

const Choice = (props: {
  icon: IconName
  text: ReactNode
  hint?: ReactNode
  busy: boolean
  onClick: () => void
}): ReactNode => (
  <li>
    <button
      type="button"
      disabled={props.busy}
      onClick={props.onClick}
      className="flex min-h-14 w-full items-center gap-4 rounded-md px-3 py-2 text-start transition hover:bg-raised disabled:opacity-50"
    >
      <Icon name={props.icon} className="size-6 shrink-0" />
      <span className="grid">
        <span className="font-semibold">{props.text}</span>
        {props.hint && <span className="text-xs text-ink-soft">{props.hint}</span>}
      </span>
    </button>
  </li>
)

const DoneText = ({ hiding }: { hiding: Hiding }): ReactNode => {
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
  readonly postId: (ReportTarget & { kind: 'post' })['postId'] | null
  readonly mutedByMe?: boolean
  readonly surface: Surface
  readonly onClose: () => void
  /** The session has ended meanwhile. */
  readonly onSignedOut: () => void
}

/** What somebody can do so as not to see something or somebody again: hide, mute, block, report. */
const MoreSheet = (props: MoreProps): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { person, postId, surface } = props
  const hide = useHide(surface)
  const sweepAway = useSweepAway()
  const [step, setStep] = useState<'choose' | 'report' | Hiding>('choose')
  const close = (): void => {
    if (typeof step === 'object') sweepAway(step)
    props.onClose()
  }
  const change = (hiding: Hiding, on: boolean, done: () => void): void =>
    hide.mutate(
      { hiding, on },
      {
        onSuccess: done,
        onError: (error) =>
          isApiError(error, 'not_signed_in') ? props.onSignedOut() : toast(errorText(error)),
      },
    )
  const put = (hiding: Hiding): void => change(hiding, true, () => setStep(hiding))
  const target: ReportTarget =
    postId === null ? { kind: 'person', personId: person.personId } : { kind: 'post', postId }
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
      </Sheet>
    )
  if (step === 'report')
    return (
      <Sheet open title={postId === null ? t`Report ${name}` : t`Report this video`} onClose={close}>
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
        {postId !== null && (
          <Choice
            icon="close"
            text={<Trans>Not interested</Trans>}
            hint={<Trans>Keeps this video out of your feed</Trans>}
            busy={hide.isPending}
            onClick={() => put({ kind: 'post', postId })}
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
