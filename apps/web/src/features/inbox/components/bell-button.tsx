import type { Profile } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFollow } from '#features/social'
import { useErrorText } from '#shared/api'
import { classes, IconButton, toast } from '#shared/ui'
import { useBell } from '../mail-queries.ts'

/** Hear of each new video of somebody; there for those who follow them. */
const BellButton = ({ profile }: { profile: Profile }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { state: followed } = useFollow(profile, { followedByMe: profile.followedByMe, surface: 'profile' })
  const bell = useBell(profile)
  if (!followed || profile.isMe) return null
  const name = profile.displayName
  const on = profile.bellByMe
  return (
    <IconButton
      icon="bell"
      filled={on}
      label={t`Tell me of each new video of ${name}`}
      aria-pressed={on}
      onClick={() =>
        bell.mutate(!on, {
          onSuccess: ({ bellByMe }) =>
            toast(
              bellByMe ? t`You hear of each new video of ${name}` : t`You hear no more of each new video`,
            ),
          onError: (error) => toast(errorText(error)),
        })
      }
      className={classes(
        'size-12 border-[1.5px]',
        on
          ? 'border-limelight bg-limelight text-on-limelight'
          : 'border-line bg-surface hover:border-ink-soft',
      )}
    />
  )
}

export default BellButton
