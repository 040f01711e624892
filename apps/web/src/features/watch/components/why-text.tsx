import type { Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { wallMs } from '#shared/clock'
import { percent, timeAgo } from '#shared/format'

const Reason = ({ slot }: { slot: Slot }): ReactNode => {
  const { i18n } = useLingui()
  const { reason, post } = slot
  const age = timeAgo(reason.publishedAt, wallMs(), i18n.locale)
  const name = post.author.displayName
  switch (reason.code) {
    case 'new_and_unseen':
      return (
        <Trans>
          <bdi>{name}</bdi> published it {age}, and it is the newest video that you have not seen yet.
        </Trans>
      )
    case 'everything_seen':
      return (
        <Trans>
          You have seen every video here. This is one that you have not watched for the longest time.
        </Trans>
      )
  }
}

const Source = ({ source }: { source: Slot['source'] }): ReactNode => {
  switch (source) {
    case 'newest':
      return <Trans>Newest unseen</Trans>
    case 'rewatch':
      return <Trans>Watch again</Trans>
  }
}

/** The reason of a slot in words, with the two facts that the serving logged. */
export const WhyText = ({ slot }: { slot: Slot }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <div className="grid gap-5">
      <p className="text-lg">
        <Reason slot={slot} />
      </p>
      <dl className="grid grid-cols-2 gap-3 text-sm">
        <div className="rounded-md bg-raised p-4">
          <dt className="text-xs text-ink-soft">
            <Trans>Found by</Trans>
          </dt>
          <dd className="mt-1 font-bold">
            <Source source={slot.source} />
          </dd>
        </div>
        <div className="rounded-md bg-raised p-4">
          <dt className="text-xs text-ink-soft">
            <Trans>Chance of this place</Trans>
          </dt>
          <dd className="mt-1 font-bold tabular-nums">{percent(slot.propensity, i18n.locale)}</dd>
        </div>
      </dl>
      <p className="text-sm text-ink-soft">
        <Trans>Busker writes down why it shows each video. Nothing here was paid for.</Trans>
      </p>
    </div>
  )
}
