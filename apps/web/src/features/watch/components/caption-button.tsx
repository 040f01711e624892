import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useCaptions } from '#shared/player'
import { classes, Icon } from '#shared/ui'

/** Captions on or off, for this and all next videos. */
export const CaptionButton = (): ReactNode => {
  const { t } = useLingui()
  const { on, toggle } = useCaptions()
  return (
    <button
      type="button"
      onClick={toggle}
      aria-pressed={on}
      aria-label={t`Captions`}
      title={t`Captions`}
      className={classes(
        'grid size-11 place-items-center rounded-full transition active:scale-95',
        on ? 'bg-limelight text-on-limelight' : 'bg-[#120a0d66] hover:bg-[#120a0daa]',
      )}
    >
      <Icon name="captions" className="size-5" />
    </button>
  )
}
