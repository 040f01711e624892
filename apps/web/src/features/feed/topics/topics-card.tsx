import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useMe } from '#features/auth'
import { AskToSignIn, useGate, useTurnTopics } from '#features/social'
import { browserStorage } from '#shared/storage'
import { Button, classes, IconButton, toast } from '#shared/ui'
import { useFirstTopics } from '../taste-queries.ts'
import { keepOffered } from './offer.ts'

const Offer = ({ topics, onClose }: { topics: readonly string[]; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const gate = useGate()
  const turn = useTurnTopics()
  const [chosen, setChosen] = useState<readonly string[]>([])
  useEffect(() => {
    if (!keepOffered(browserStorage())) onClose()
    const onKey = (event: KeyboardEvent): void => {
      const inSheet = event.target instanceof Element && event.target.closest('[role=dialog]') !== null
      if (event.key === 'Escape' && !inSheet) onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  const toggle = (topic: string): void =>
    gate.pass(() =>
      setChosen((before) =>
        before.includes(topic) ? before.filter((one) => one !== topic) : [...before, topic],
      ),
    )
  const keep = (): void =>
    turn.mutate(
      { names: chosen, by: 1 },
      {
        onSuccess: () => {
          toast(t`More of that, from the next videos on.`)
          onClose()
        },
        onError: gate.fail,
      },
    )
  return (
    <section
      aria-label={t`Topics to choose from`}
      className="card animate-rise absolute inset-x-3 top-[calc(max(0.75rem,env(safe-area-inset-top))+6.25rem)] z-20 mx-auto max-w-sm p-4 text-ink shadow-stage lg:top-24"
    >
      <div className="flex items-start justify-between gap-2">
        <div>
          <p className="font-semibold">
            <Trans>What do you like?</Trans>
          </p>
          <p className="text-xs text-ink-soft">
            <Trans>Choose some, or just swipe.</Trans>
          </p>
        </div>
        <IconButton icon="close" label={t`Later`} onClick={onClose} className="-me-2 -mt-2 shrink-0" />
      </div>
      <ul className="mt-2 flex max-h-29 flex-wrap gap-1.5 overflow-y-auto p-0.5">
        {topics.map((topic) => (
          <li key={topic}>
            <button
              type="button"
              aria-pressed={chosen.includes(topic)}
              onClick={() => toggle(topic)}
              className={classes(
                'min-h-11 rounded-full border-[1.5px] px-3.5 text-sm font-semibold transition active:scale-95',
                chosen.includes(topic)
                  ? 'border-limelight bg-limelight text-on-limelight'
                  : 'border-line bg-surface hover:border-ink-soft',
              )}
            >
              <bdi>#{topic}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {me && chosen.length > 0 && (
        <Button busy={turn.isPending} onClick={keep} className="mt-3 w-full">
          <Trans>More of these</Trans>
        </Button>
      )}
      {gate.asks && (
        <AskToSignIn
          title={t`Choose what you like`}
          text={
            <Trans>
              What you choose is kept with your account. Without one just swipe: the feed learns from what you
              watch.
            </Trans>
          }
          onClose={gate.close}
        />
      )}
    </section>
  )
}

/** Topics to choose from, for whom nothing is known of yet. It takes no focus and goes away by a swipe or two. */
const TopicsCard = ({ onClose }: { onClose: () => void }): ReactNode => {
  const topics = useFirstTopics()
  return topics && <Offer topics={topics} onClose={onClose} />
}

export default TopicsCard
