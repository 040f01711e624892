import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode, RefObject } from 'react'
import { playTime } from '#shared/format'
import { Button, buttonClass, classes, Icon, Spinner } from '#shared/ui'
import type { CameraProblem } from '../camera.ts'
import { problemText } from '../problems.ts'
import type { Take } from '../use-take.ts'
import { TakePreview } from './take-preview.tsx'

const Problem = (props: { problem: CameraProblem; onRetry: () => void }): ReactNode => {
  const { i18n } = useLingui()
  const { title, text } = problemText(props.problem)
  return (
    <div
      role="alert"
      className="absolute inset-0 grid place-content-center justify-items-center gap-4 bg-stage px-8 pb-28 text-center"
    >
      <Icon name="alert" className="size-14 text-limelight" />
      <h2 className="text-xl">{i18n._(title)}</h2>
      <p className="max-w-xs text-on-stage-soft">{i18n._(text)}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-3">
        <Button look="limelight" icon="again" onClick={props.onRetry}>
          <Trans>Try again</Trans>
        </Button>
        <Link to="/upload" className={buttonClass('secondary')}>
          <Trans>Choose a video</Trans>
        </Link>
      </div>
    </div>
  )
}

/** What the word above the picture says: how long it runs, out of how long it may. */
const Clock = ({ take, maximumMs }: { take: Take; maximumMs: number }): ReactNode => {
  if (take.state !== 'recording' && take.state !== 'paused') return null
  return (
    <p className="flex items-center gap-2 rounded-full bg-[#120a0daa] px-4 py-2 text-sm font-bold tabular-nums">
      <span
        aria-hidden="true"
        className={classes(
          'size-2.5 rounded-full',
          take.state === 'paused' ? 'bg-on-stage-soft' : 'bg-[#ff4a2e]',
        )}
      />
      <span role="timer">{playTime(take.elapsedMs)}</span>
      <span className="font-semibold text-on-stage-soft">/ {playTime(maximumMs)}</span>
    </p>
  )
}

/** Says in words what happens, for those who do not see it. */
const Announcer = ({ take }: { take: Take }): ReactNode => (
  <p role="status" className="sr-only">
    {take.state === 'counting' && <Trans>Recording begins in 3 seconds</Trans>}
    {take.state === 'recording' && <Trans>Recording</Trans>}
    {take.state === 'paused' && <Trans>Recording paused</Trans>}
    {take.state === 'reviewing' && <Trans>Recorded. Use this video or record again.</Trans>}
  </p>
)

/** The picture of the camera or of the finished take, and what is to be said about it. */
export const RecordStage = (props: {
  element: RefObject<HTMLVideoElement | null>
  take: Take
  maximumMs: number
  mirrored: boolean
  ready: boolean
  silent: boolean
  problem: CameraProblem | null
  onRetry: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { take, problem } = props
  const isReviewing = take.state === 'reviewing'
  return (
    <>
      <video
        ref={props.element}
        aria-label={t`Picture of the camera`}
        muted
        autoPlay
        playsInline
        disableRemotePlayback
        className={classes(
          'absolute inset-0 size-full object-cover transition-opacity',
          props.mirrored && '-scale-x-100',
          props.ready && !isReviewing ? 'opacity-100' : 'opacity-0',
        )}
      />
      {isReviewing && <TakePreview url={take.url} />}
      {!props.ready && !isReviewing && problem === null && (
        <div className="absolute inset-0 grid place-content-center justify-items-center gap-4 px-8 text-center">
          <Spinner className="size-12 text-limelight" />
          <p className="text-on-stage-soft">
            <Trans>Waiting for the camera. Your browser may ask you to allow it.</Trans>
          </p>
        </div>
      )}
      {problem !== null && <Problem problem={problem} onRetry={props.onRetry} />}
      <div className="pointer-events-none absolute inset-x-0 top-4 flex flex-wrap justify-center gap-2 px-16">
        <Clock take={take} maximumMs={props.maximumMs} />
        {props.silent && take.state === 'idle' && (
          <p className="flex items-center gap-2 rounded-full bg-[#120a0daa] px-4 py-2 text-xs font-semibold">
            <Icon name="soundOff" className="size-4.5" />
            <Trans>No microphone: the video will be silent</Trans>
          </p>
        )}
      </div>
      {take.state === 'counting' && (
        <p
          key={take.secondsLeft}
          aria-hidden="true"
          className="animate-pop pointer-events-none absolute inset-0 grid place-items-center font-display text-[9rem] font-bold drop-shadow-lg"
        >
          {take.secondsLeft}
        </p>
      )}
      <Announcer take={take} />
    </>
  )
}
