import type { Sound } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, SubmitEvent } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, Sheet, TextField } from '#shared/ui'
import { useTakedown } from '../queries.ts'

/** Takes a sound down, or offers it again. For operators. */
export const TakedownForm = ({ sound, onClose }: { sound: Sound; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const [reason, setReason] = useState('')
  const takedown = useTakedown(sound.soundId)
  const isDown = sound.takenDown !== null
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    takedown.mutate(isDown ? null : reason.trim(), { onSuccess: onClose })
  }
  return (
    <Sheet
      open
      title={isDown ? t`Offer this sound again?` : t`Take this sound down?`}
      description={
        isDown ? (
          <Trans>Posts name it again, and everybody can use it.</Trans>
        ) : (
          <Trans>
            Posts name it no longer and nobody can use it. The videos still play: remove those that must not
            as cases of moderation.
          </Trans>
        )
      }
      onClose={onClose}
    >
      <form onSubmit={submit} className="grid gap-5">
        {!isDown && (
          <TextField
            label={t`Reason, for everybody to read`}
            maxLength={500}
            required
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
        {takedown.error && (
          <p role="alert" className="text-sm font-semibold text-alert">
            {errorText(takedown.error)}
          </p>
        )}
        <Button
          type="submit"
          look={isDown ? 'primary' : 'danger'}
          busy={takedown.isPending}
          disabled={!isDown && reason.trim() === ''}
        >
          {isDown ? <Trans>Offer it again</Trans> : <Trans>Take it down</Trans>}
        </Button>
      </form>
    </Sheet>
  )
}
