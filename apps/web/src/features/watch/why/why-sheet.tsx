import type { Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import type { Interest } from '#features/social'
import { WishList } from '#features/social'
import { isApiError, useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { percent, timeAgo } from '#shared/format'
import { Button, buttonClass, Sheet } from '#shared/ui'
import { PartsList } from './parts-list.tsx'
import { useExplanation, type Explanation } from './queries.ts'
import { Reason } from './reason.tsx'
import { flagWords, modeWords, notUsedWords, sourceWords } from './words.ts'

const Fact = (props: { name: ReactNode; children: ReactNode }): ReactNode => (
  <div className="min-w-0 rounded-md bg-raised p-3.5">
    <dt className="text-xs text-ink-soft">{props.name}</dt>
    <dd className="mt-0.5 font-bold break-words">{props.children}</dd>
  </div>
)

const Facts = ({ slot, why }: { slot: Slot; why: Explanation }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <dl className="grid grid-cols-2 gap-2.5 text-sm">
      <Fact name={<Trans>Found by</Trans>}>{i18n._(sourceWords()[why.source])}</Fact>
      <Fact name={<Trans>Chance of this place</Trans>}>
        <span className="tabular-nums">{percent(why.propensity, i18n.locale)}</span>
      </Fact>
      <Fact name={<Trans>Published</Trans>}>{timeAgo(slot.publishedAt, wallMs(), i18n.locale)}</Fact>
      <Fact name={<Trans>Feed and version</Trans>}>
        {i18n._(modeWords()[why.mode])}
        <bdi className="block font-mono text-2xs font-normal">{why.modelVersion}</bdi>
      </Fact>
    </dl>
  )
}

const NotUsed = ({ notUsed }: Pick<Explanation, 'notUsed'>): ReactNode => {
  const { i18n } = useLingui()
  const words = notUsedWords()
  const list = new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(
    notUsed.map((kind) => i18n._(words[kind])),
  )
  if (notUsed.length === 0) return null
  return (
    <p className="text-sm text-ink-soft">
      <Trans>No feed here ranks by: {list}. Nothing here was paid for.</Trans>
    </p>
  )
}

/** An interest that can be forgotten, when one brought the video. */
const interestOf = (anchor: Explanation['anchor']): Interest | null => {
  if (anchor?.kind === 'topic') return { kind: 'topic', value: anchor.topic, name: `#${anchor.topic}` }
  if (anchor?.kind === 'creator')
    return { kind: 'creator', value: anchor.author.personId, name: anchor.author.displayName }
  return null
}

const Explained = ({ slot, why }: { slot: Slot; why: Explanation }): ReactNode => {
  const { i18n } = useLingui()
  const flags = flagWords()
  return (
    <>
      <div className="grid gap-2">
        <p className="text-lg">
          <Reason why={why} post={slot.post} />
        </p>
        {why.flags.map((flag) => (
          <p key={flag} className="text-sm">
            {i18n._(flags[flag])}
          </p>
        ))}
      </div>
      <section>
        <h3 className="mb-3 font-semibold">
          <Trans>What was weighed</Trans>
        </h3>
        <PartsList why={why} />
      </section>
      <Facts slot={slot} why={why} />
      <NotUsed notUsed={why.notUsed} />
    </>
  )
}

const Loading = (): ReactNode => (
  <div role="status" className="grid gap-3">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <span className="skeleton h-6 w-4/5 rounded-md" />
    <span className="skeleton h-20 rounded-md" />
    <span className="skeleton h-20 rounded-md" />
  </div>
)

const Failed = (props: { error: Error; busy: boolean; onRetry: () => void }): ReactNode => {
  const errorText = useErrorText()
  const isGone = isApiError(props.error, 'not_found')
  return (
    <div role="alert" className="grid justify-items-start gap-3">
      <p>
        {isGone ? (
          <Trans>
            What was written down about this place is not kept any more, or it was served to somebody else.
          </Trans>
        ) : (
          errorText(props.error)
        )}
      </p>
      {!isGone && (
        <Button look="secondary" icon="again" busy={props.busy} onClick={props.onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  )
}

interface WhySheetProps {
  readonly slot: Slot
  readonly onClose: () => void
  /** It needs an account, or the session has ended meanwhile. */
  readonly onSignedOut: () => void
}

/** Why a video was shown, from what was written down then, and what can be done about it. */
const WhySheet = ({ slot, onClose, onSignedOut }: WhySheetProps): ReactNode => {
  const { t } = useLingui()
  const found = useExplanation(slot.slotId)
  return (
    <Sheet open title={t`Why am I seeing this?`} onClose={onClose}>
      <div className="grid gap-6">
        {found.data ? (
          <Explained slot={slot} why={found.data} />
        ) : found.error ? (
          <Failed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
        ) : (
          <Loading />
        )}
        <section>
          <h3 className="mb-1 font-semibold">
            <Trans>Tell the feed</Trans>
          </h3>
          <Suspense fallback={<div className="skeleton h-40 rounded-md" />}>
            <WishList
              {...{ post: slot.post, onSignedOut }}
              surface="feed"
              interest={interestOf(found.data?.anchor ?? null)}
              onDone={onClose}
            />
          </Suspense>
        </section>
        <nav aria-label={t`More about the feed`} className="grid gap-2.5 sm:grid-cols-2">
          <Link to="/feed/parameters" className={buttonClass('secondary', 'px-4')}>
            <Trans>How the feed chooses</Trans>
          </Link>
          <Link to="/settings/taste" className={buttonClass('secondary', 'px-4')}>
            <Trans>What it knows of me</Trans>
          </Link>
        </nav>
      </div>
    </Sheet>
  )
}

export default WhySheet
