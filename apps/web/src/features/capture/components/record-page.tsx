import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useInstance, useMe } from '#features/auth'
import { heardAt, isConverting, useSound, useSoundName } from '#features/sounds'
import { takeRecording } from '#features/upload'
import { useErrorText } from '#shared/api'
import { madeFromSearch, type MadeFrom, type MadeFromSearch } from '#shared/posting'
import { Button, buttonClass, EmptyState, Icon } from '#shared/ui'
import type { Facing } from '../camera.ts'
import { useCamera } from '../use-camera.ts'
import { useSoundAlong } from '../use-sound-along.ts'
import { useTake } from '../use-take.ts'
import { RecordControls } from './record-controls.tsx'
import { RecordStage } from './record-stage.tsx'

type Limits = NonNullable<ReturnType<typeof useInstance>['data']>['upload']

const countdownSeconds = 3

/** A take that was not handed over yet lives only in this page. */
const useWarningBeforeLoss = (atStake: boolean): void => {
  useEffect(() => {
    if (!atStake) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [atStake])
}

/** The stage under the camera. */
const Recording = (props: { personId: string; limits: Limits; madeFrom: MadeFrom }): ReactNode => {
  const { personId, limits } = props
  const { t } = useLingui()
  const navigate = useNavigate()
  const element = useRef<HTMLVideoElement>(null)
  const [facing, setFacing] = useState<Facing>('user')
  const [countdown, setCountdown] = useState(false)
  const [saving, setSaving] = useState(false)
  const { take, ...controls } = useTake()
  const view = useCamera(element, { facing, on: take.state !== 'reviewing' })
  const stream = view.camera?.stream
  const { data: sound, isLoading: isSoundLoading } = useSound(props.madeFrom.soundId)
  // One that may not be used any more is not recorded with; the upload page says so.
  const used = sound?.can.use === true ? sound : null
  const soundName = useSoundName()
  const { withSound } = useSoundAlong(heardAt(used), take.state)
  const ready = stream !== undefined && !isSoundLoading && !isConverting(used)
  useWarningBeforeLoss(take.state !== 'idle' && take.state !== 'failed')
  const use = async (): Promise<void> => {
    if (take.state !== 'reviewing') return
    setSaving(true)
    const madeFrom = { ...props.madeFrom, soundId: used?.soundId ?? null }
    await takeRecording(personId, { file: take.file, limits, madeFrom })
    await navigate({ to: '/upload' })
  }
  return (
    <section
      aria-label={t`Record a video`}
      className="limelit grid h-[calc(100dvh-var(--bar))] place-items-center lg:h-dvh"
    >
      <h1 className="sr-only">
        <Trans>Record a video</Trans>
      </h1>
      <div className="relative size-full overflow-hidden bg-stage text-on-stage lg:aspect-[9/16] lg:h-[calc(100dvh-3rem)] lg:w-auto lg:rounded-xl lg:shadow-stage">
        <RecordStage
          element={element}
          take={take}
          maximumMs={limits.maximumDurationMs}
          mirrored={view.camera?.mirrored ?? false}
          ready={ready}
          silent={view.camera?.hasSound === false && used === null}
          problem={take.state === 'failed' ? 'failed' : view.problem}
          onRetry={take.state === 'failed' ? controls.retake : view.retry}
        />
        <Link
          to="/upload"
          aria-label={t`Back to uploading`}
          className="absolute start-3 top-3 grid size-11 place-items-center rounded-full bg-[#120a0d88] hover:bg-[#120a0dcc]"
        >
          <Icon name="close" />
        </Link>
        {used && take.state !== 'reviewing' && (
          <div className="absolute inset-x-4 top-18 flex justify-center">
            <p className="flex min-w-0 items-center gap-2 rounded-full bg-[#120a0daa] px-4 py-2 text-sm font-semibold">
              <Icon name="note" className="size-4 shrink-0" />
              <bdi className="truncate">{soundName(used)}</bdi>
            </p>
          </div>
        )}
        {view.problem === null && take.state !== 'failed' && (
          <div className="pointer-events-none absolute inset-x-0 bottom-0 bg-linear-to-t from-[#120a0dcc] to-transparent px-5 pt-16 pb-7 *:pointer-events-auto">
            <RecordControls
              take={take}
              maximumMs={limits.maximumDurationMs}
              ready={ready}
              saving={saving}
              canSwitch={view.canSwitch}
              countdown={countdown}
              onRecord={() =>
                stream &&
                controls.start({
                  stream: withSound(stream),
                  limits,
                  countdownSeconds: countdown ? countdownSeconds : 0,
                })
              }
              onStop={controls.stop}
              onPause={controls.pauseOrResume}
              onSwitch={() => setFacing(facing === 'user' ? 'environment' : 'user')}
              onCountdown={() => setCountdown(!countdown)}
              onRetake={controls.retake}
              onUse={() => void use()}
            />
          </div>
        )}
      </div>
    </section>
  )
}

/** Record a video with the camera of this device. */
const RecordPage = (props: MadeFromSearch): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const { data: instance, error, refetch, isFetching } = useInstance()
  useEffect(() => {
    document.title = t`Record a video · Busker`
  }, [t])
  if (me === null)
    return (
      <EmptyState
        scene="stage"
        headingLevel={1}
        title={t`Sign in to perform`}
        text={<Trans>Videos belong to a person. Sign in or make an account, it takes a minute.</Trans>}
      >
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
        <Link to="/sign-up" className={buttonClass('secondary')}>
          <Trans>Create account</Trans>
        </Link>
      </EmptyState>
    )
  if (!instance && error)
    return (
      <EmptyState scene="fallen" headingLevel={1} title={t`The limits did not load`} text={errorText(error)}>
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  if (!me || !instance) return <div className="skeleton h-[calc(100dvh-var(--bar))] lg:h-dvh" />
  return <Recording personId={me.personId} limits={instance.upload} madeFrom={madeFromSearch(props)} />
}

export default RecordPage
