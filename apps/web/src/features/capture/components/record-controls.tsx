import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, classes, IconButton } from '#shared/ui'
import type { Take } from '../use-take.ts'
import { RecordButton } from './record-button.tsx'

const onStage = 'size-13 bg-[#120a0d88] text-on-stage hover:bg-[#120a0dcc]'

/** What can be done on the stage now: record, rest, end; then use the take or do it again. */
export const RecordControls = (props: {
  take: Take
  maximumMs: number
  ready: boolean
  saving: boolean
  canSwitch: boolean
  countdown: boolean
  onRecord: () => void
  onStop: () => void
  onPause: () => void
  onSwitch: () => void
  onCountdown: () => void
  onRetake: () => void
  onUse: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { take } = props
  if (take.state === 'reviewing')
    return (
      <div className="mx-auto grid max-w-sm grid-cols-2 gap-3">
        <Button
          look="secondary"
          icon="again"
          className="px-3"
          disabled={props.saving}
          onClick={props.onRetake}
        >
          <Trans>Record again</Trans>
        </Button>
        <Button look="limelight" icon="check" className="px-3" busy={props.saving} onClick={props.onUse}>
          <Trans>Use this video</Trans>
        </Button>
      </div>
    )
  if (take.state === 'counting')
    return (
      <div className="flex justify-center">
        <Button look="secondary" icon="close" onClick={props.onRetake}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    )
  const isRolling = take.state === 'recording' || take.state === 'paused'
  return (
    <div className="grid grid-cols-3 items-center justify-items-center">
      {isRolling ? (
        <IconButton
          icon={take.state === 'paused' ? 'play' : 'pause'}
          label={take.state === 'paused' ? t`Go on recording` : t`Pause recording`}
          onClick={props.onPause}
          className={onStage}
        />
      ) : (
        <IconButton
          icon="clock"
          label={t`Count down 3 seconds first`}
          aria-pressed={props.countdown}
          onClick={props.onCountdown}
          className={props.countdown ? 'size-13 bg-limelight text-on-limelight' : onStage}
        />
      )}
      <RecordButton
        running={isRolling}
        elapsedMs={'elapsedMs' in take ? take.elapsedMs : 0}
        maximumMs={props.maximumMs}
        disabled={!props.ready}
        onPress={isRolling ? props.onStop : props.onRecord}
      />
      <IconButton
        icon="again"
        label={t`Switch camera`}
        disabled={!props.ready}
        onClick={props.onSwitch}
        className={classes(onStage, (isRolling || !props.canSwitch) && 'invisible')}
      />
    </div>
  )
}
