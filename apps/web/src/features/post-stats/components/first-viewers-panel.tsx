import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { percent } from '#shared/format'
import { Button, classes, Icon, ProgressBar } from '#shared/ui'
import { scaleEnd, verdictOf, type Belief } from '../belief-scale.ts'
import { explorationWords, type Exploration } from '../exploration-words.ts'
import { useExploration } from '../queries.ts'

const Verdict = ({ belief, usual }: { belief: Belief; usual: number }): ReactNode => {
  switch (verdictOf(belief, usual)) {
    case 'above':
      return <Trans>That is surely more than usual.</Trans>
    case 'below':
      return <Trans>That is surely less than usual.</Trans>
    case 'open':
      return <Trans>It is not sure yet whether that is more or less than usual.</Trans>
  }
}

/** The bounds hold so much of what is believed, as the contract says. */
const believed = 0.9

/** What is believed of the video on a line of shares, and where the usual share lies on it. */
const BeliefFigure = ({ belief, usual }: { belief: Belief; usual: number }): ReactNode => {
  const { i18n } = useLingui()
  const end = scaleEnd(belief, usual)
  const at = (share: number): string => `${(Math.max(0, share) / end) * 100}%`
  const [low, mean, high, middle] = [belief.low, belief.mean, belief.high, usual].map((share) =>
    percent(Math.round(Math.max(0, share) * 100) / 100, i18n.locale),
  )
  const certainty = percent(believed, i18n.locale)
  return (
    <div className="grid gap-3">
      <div aria-hidden="true">
        <div className="relative h-12">
          <div className="absolute inset-x-0 top-1/2 h-2 -translate-y-1/2 rounded-full bg-raised" />
          <div
            className="absolute top-1/2 h-4 -translate-y-1/2 rounded-full bg-bottle-soft ring-[1.5px] ring-bottle"
            style={{ insetInlineStart: at(belief.low), width: at(belief.high - Math.max(0, belief.low)) }}
          />
          <div
            className="absolute top-1/2 -ms-2 size-4 -translate-y-1/2 rounded-full bg-bottle"
            style={{ insetInlineStart: at(belief.mean) }}
          />
          <div
            className="absolute inset-y-0 -ms-0.5 w-1 rounded-full bg-curtain"
            style={{ insetInlineStart: at(usual) }}
          />
        </div>
        <div className="flex justify-between text-xs text-ink-soft tabular-nums">
          <span>{percent(0, i18n.locale)}</span>
          <span>{percent(end, i18n.locale)}</span>
        </div>
        <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-soft">
          <span className="flex items-center gap-2">
            <span className="size-3 rounded-full bg-bottle" />
            <Trans>this video</Trans>
          </span>
          <span className="flex items-center gap-2">
            <span className="h-3.5 w-1 rounded-full bg-curtain" />
            <Trans>usual</Trans>
          </span>
        </p>
      </div>
      <p className="text-sm">
        <Trans>
          About {mean} of viewers hold on to it: with a certainty of {certainty} between {low} and {high}.
          Usual are {middle}.
        </Trans>{' '}
        <Verdict belief={belief} usual={usual} />
      </p>
    </div>
  )
}

const Body = ({ exploration }: { exploration: Exploration }): ReactNode => {
  const { t, i18n } = useLingui()
  const { state, shown, quota, held, usual } = exploration
  const words = explorationWords()[state]
  const count = Math.min(shown, quota)
  return (
    <div className="grid gap-6">
      <div>
        <p
          className={classes(
            'flex items-center gap-2 font-semibold',
            state === 'graduated' ? 'text-bottle' : 'text-ink',
          )}
        >
          <Icon
            name={state === 'graduated' ? 'check' : state === 'ended' ? 'film' : 'clock'}
            className="size-5 shrink-0"
          />
          {i18n._(words.name)}
        </p>
        <p className="mt-1 max-w-prose text-sm text-ink-soft">{i18n._(words.meaning)}</p>
      </div>
      <div className="grid gap-2">
        <p className="text-sm">
          <Trans>
            {count} of the {quota} first viewers that each new video is owed
          </Trans>
        </p>
        <ProgressBar share={quota === 0 ? 1 : shown / quota} label={t`First viewers`} />
      </div>
      {held !== null && usual !== null && <BeliefFigure belief={held} usual={usual} />}
    </div>
  )
}

/** How far a video came in being shown to its first viewers, for its author. */
export const FirstViewersPanel = ({ postId }: { postId: string }): ReactNode => {
  const errorText = useErrorText()
  const { data, error, refetch, isFetching } = useExploration(postId)
  return (
    <section className="card p-5 sm:p-7" aria-labelledby="first-viewers">
      <h2 id="first-viewers" className="text-xl">
        <Trans>First viewers</Trans>
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-sm text-ink-soft">
        <Trans>Every new video is shown to some people before the feed judges it.</Trans>
      </p>
      {data && <Body exploration={data} />}
      {!data && error && (
        <div role="alert" className="grid justify-items-start gap-3">
          <p className="text-sm font-semibold text-alert">{errorText(error)}</p>
          <Button look="secondary" icon="again" busy={isFetching} onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {!data && !error && <div className="skeleton h-40 rounded-md" aria-busy="true" />}
    </section>
  )
}
