import type { Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useActionReporter } from '#shared/facts'
import { IconButton, toast } from '#shared/ui'

/** A small question over the next video. It takes no focus, covers no control, and goes away by itself. */
const RatingCard = ({ slot, onClose }: { slot: Slot; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const reporter = useActionReporter()
  const { post } = slot
  const name = post.author.displayName
  const answers = [t`Not at all`, t`Rather not`, t`So-so`, t`Rather yes`, t`Very much`]
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  const answer = (value: number): void => {
    reporter.rated({ postId: post.postId, value, surface: 'feed' })
    toast(t`Thank you. It helps the feed to be worth your time.`)
    onClose()
  }
  return (
    <section
      aria-label={t`A question about the last video`}
      className="card animate-rise absolute inset-x-3 top-[max(4rem,calc(env(safe-area-inset-top)+4rem))] z-20 mx-auto max-w-sm p-4 shadow-stage"
    >
      <div className="flex items-start justify-between gap-2">
        <p className="text-sm font-semibold">
          <Trans>
            Was the last video, by <bdi>{name}</bdi>, worth your time?
          </Trans>
        </p>
        <IconButton
          icon="close"
          label={t`Do not answer`}
          onClick={onClose}
          className="-me-2 -mt-2 shrink-0"
        />
      </div>
      <ul className="mt-2 grid grid-cols-5 gap-1.5">
        {answers.map((text, index) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => answer(index + 1)}
              className="flex min-h-14 w-full flex-col items-center justify-center gap-0.5 rounded-md border border-line bg-raised px-0.5 py-1.5 hover:border-ink-soft"
            >
              <span className="font-display text-lg font-bold" aria-hidden="true">
                {index + 1}
              </span>
              <span className="text-2xs leading-tight text-ink-soft">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export default RatingCard
