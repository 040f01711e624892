import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { ChosenFrame } from '#shared/chosen'
import { useSound, useSoundName } from '#features/sounds'

/** The sound that a new video is to use, with the way to leave it. */
const ChosenSound = (props: { soundId: string; onRemove?: (() => void) | undefined }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const nameOf = useSoundName()
  const { data, error } = useSound(props.soundId)
  const name = data ? nameOf(data) : t`Sound`
  return (
    <ChosenFrame icon="note" removeLabel={t`Without this sound`} onRemove={props.onRemove}>
      {error ? (
        <p role="alert" className="font-semibold text-alert">
          {errorText(error)}
        </p>
      ) : data && !data.can.use ? (
        <p role="alert" className="font-semibold text-alert">
          <Trans>This sound is not offered any more. Post with your own, or choose another one.</Trans>
        </p>
      ) : (
        <>
          <p className="text-xs text-ink-soft">
            <Trans>Sound</Trans>
          </p>
          <Link
            to="/sound/$soundId"
            params={{ soundId: props.soundId }}
            className="line-clamp-2 font-semibold break-words underline underline-offset-3"
          >
            <bdi>{name}</bdi>
          </Link>
        </>
      )}
    </ChosenFrame>
  )
}

export default ChosenSound
