import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes, Icon } from '#shared/ui'

/** Sound on or off, for this and all next videos. While it is off the button says so in words. */
export const SoundButton = (props: { on: boolean; hasAudio: boolean; onToggle: () => void }): ReactNode => {
  const { t } = useLingui()
  if (!props.hasAudio)
    return (
      <span className="flex min-h-11 items-center gap-2 rounded-full bg-[#120a0d77] px-4 text-xs font-semibold">
        <Icon name="soundOff" className="size-4.5" />
        <Trans>No sound</Trans>
      </span>
    )
  return (
    <button
      type="button"
      onClick={props.onToggle}
      aria-label={props.on ? t`Turn sound off` : undefined}
      className={classes(
        'flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full text-xs font-bold transition active:scale-95',
        props.on ? 'bg-[#120a0d66] hover:bg-[#120a0daa]' : 'bg-limelight px-4 text-on-limelight',
      )}
    >
      <Icon name={props.on ? 'soundOn' : 'soundOff'} className="size-5" />
      {!props.on && <Trans>Tap for sound</Trans>}
    </button>
  )
}
