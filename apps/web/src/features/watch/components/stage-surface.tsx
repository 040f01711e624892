import type { Playback } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, RefObject } from 'react'
import { Poster } from '#shared/player'
import { Button, classes, Icon, Spinner } from '#shared/ui'
import type { StageVideo } from '../use-stage-video.ts'

const scrim = 'absolute inset-0 grid place-content-center justify-items-center gap-4 p-8 text-center'

/** What stands in the way of the picture, if anything does. */
const StageNotice = ({ stage }: { stage: StageVideo }): ReactNode => {
  if (stage.failure === 'gone')
    return (
      <div className={classes(scrim, 'bg-[#120a0dcc]')} role="alert">
        <Icon name="film" className="size-12 text-limelight" />
        <p className="font-semibold">
          <Trans>This video was removed.</Trans>
        </p>
      </div>
    )
  if (stage.failure !== null)
    return (
      <div className={classes(scrim, 'bg-[#120a0dcc]')} role="alert">
        <Icon name="offline" className="size-12 text-limelight" />
        <p className="font-semibold">
          <Trans>This video could not be loaded.</Trans>
        </p>
        <Button look="limelight" icon="again" onClick={stage.retry}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  if (stage.preparing)
    return (
      <div className={classes(scrim, 'pointer-events-none')} role="status">
        <p className="flex items-center gap-2.5 rounded-full bg-[#120a0dcc] px-4 py-2.5 text-sm font-semibold">
          <Spinner className="size-5 text-limelight" />
          <Trans>Still being prepared</Trans>
        </p>
      </div>
    )
  if (!stage.stalled || stage.paused) return null
  return (
    <div
      className="pointer-events-none absolute inset-0 grid place-items-center text-limelight"
      role="status"
    >
      <Spinner className="size-14" />
      <span className="sr-only">
        <Trans>Loading</Trans>
      </span>
    </div>
  )
}

/** The picture itself: poster, video and what they have to say (paused, waiting, failed). A tap pauses. */
export const StageSurface = (props: {
  host: RefObject<HTMLDivElement | null>
  stage: StageVideo
  /** What is shown until the video has a picture. */
  still: Playback
  fills: boolean
  flash: boolean
  onTap: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { stage, fills, still } = props
  return (
    <>
      {!fills && (
        <Poster
          playback={still}
          className="absolute inset-0 size-full scale-125 object-cover opacity-70 blur-2xl saturate-125"
        />
      )}
      <Poster
        playback={still}
        fit={fills ? 'cover' : 'contain'}
        className={classes('absolute inset-0 size-full', fills ? 'object-cover' : 'object-contain')}
      />
      <div
        ref={props.host}
        className={classes(
          'absolute inset-0',
          fills
            ? '[&>canvas]:object-cover [&>video]:object-cover'
            : '[&>canvas]:object-contain [&>video]:object-contain',
          // The poster stays until the first picture is decoded, so that there is never a black flash.
          stage.shown ? 'opacity-100' : 'opacity-0',
        )}
      />
      <button
        type="button"
        onClick={props.onTap}
        aria-label={stage.paused ? t`Play` : t`Pause`}
        className="absolute inset-0 size-full cursor-pointer outline-offset-[-6px]"
      />
      {props.flash && (
        <div
          key={String(stage.paused)}
          aria-hidden="true"
          className={classes(
            'pointer-events-none absolute inset-0 m-auto grid size-24 place-items-center rounded-full bg-[#120a0d88] text-on-stage',
            stage.paused ? 'animate-pop' : 'animate-flash',
          )}
        >
          <Icon name="play" filled className={classes('size-12', stage.paused ? '' : 'hidden')} />
          <Icon name="pause" weight={3} className={classes('size-12', stage.paused ? 'hidden' : '')} />
        </div>
      )}
      <StageNotice stage={stage} />
    </>
  )
}
