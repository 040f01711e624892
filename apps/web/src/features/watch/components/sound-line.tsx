import type { PostSound } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSoundName } from '#features/sounds'
import { Icon } from '#shared/ui'

/** The sound of a video, with the way to its page. */
const SoundLine = ({ sound }: { sound: PostSound }): ReactNode => {
  const { t } = useLingui()
  const name = useSoundName()(sound)
  return (
    <Link
      to="/sound/$soundId"
      params={{ soundId: sound.soundId }}
      aria-label={t`Sound: ${name}`}
      className="-my-2 flex min-h-11 w-fit max-w-full items-center gap-2 text-sm font-semibold underline-offset-4 hover:underline"
    >
      <Icon name="note" className="size-4 shrink-0" />
      <bdi className="truncate">{name}</bdi>
    </Link>
  )
}

export default SoundLine
