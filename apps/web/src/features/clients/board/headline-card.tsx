import {
  bestAndWorst,
  creatorMetrics,
  earnersOf,
  usualOf,
  videoMetrics,
  type Found,
  headlineOf,
  leastOrdersOfClient,
  type Action,
  type Headline,
  guardsOf,
  totalsBefore,
  type Totals,
} from '@busker/metrics/client-board'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Measured } from '#features/numbers'
import { classes, Icon, type IconName } from '#shared/ui'
import { useNameOf } from './names.tsx'
import type { KnownPlace } from './place.ts'
import { useSales } from './queries.ts'
import { useTexts, type Texts } from './texts.ts'
import { Verdict } from './verdict.tsx'
import { causeWords } from './words.ts'

export const useSentence = (
  found: Headline,
  now: Pick<Totals, 'contributionMicro'>,
  currency: string,
): string => {
  const { t, i18n } = useLingui()
  const texts = useTexts(currency)
  const left = texts.money(now.contributionMicro)
  if (found.kind === 'too_little') return t`Too few orders to say what to do`
  if (found.kind === 'first') return t`Contribution is ${left}`
  const cause = i18n._(causeWords[found.cause])
  const delta = texts.money(Math.abs(found.deltaMicro))
  if (found.surety === 'weak') return t`Contribution is ${left}, within chance of what it was`
  return found.deltaMicro > 0
    ? t`Contribution rose by ${delta} to ${left}, most by ${cause}`
    : t`Contribution fell by ${delta} to ${left}, most by ${cause}`
}

const actionIcons: Readonly<Record<Action, IconName>> = { scale: 'up', hold: 'pause', stop: 'close' }

export const ActionBadge = ({ action }: { action: Action }): ReactNode => (
  <span
    className={classes(
      'inline-flex items-center gap-1.5 rounded-full px-3 py-1 text-sm font-bold',
      action === 'scale' && 'bg-bottle-soft text-bottle',
      action === 'hold' && 'bg-limelight text-on-limelight',
      action === 'stop' && 'bg-alert-soft text-alert',
    )}
  >
    <Icon name={actionIcons[action]} className="size-5" />
    {action === 'scale' && <Trans>Scale</Trans>}
    {action === 'hold' && <Trans>Hold</Trans>}
    {action === 'stop' && <Trans>Stop</Trans>}
  </span>
)

export const Advice = ({ found, hasSure }: { found: Headline; hasSure: boolean }): ReactNode => {
  if (found.kind === 'too_little') {
    const missing = leastOrdersOfClient - found.orders
    return (
      <Trans>
        {missing} orders are missing: it takes {leastOrdersOfClient}, and {found.orders} were paid in this
        time. Choose a longer one, or import more.
      </Trans>
    )
  }
  if (found.action === 'stop')
    return <Trans>It loses money as it stands. Take spending away from what surely loses.</Trans>
  if (found.caution === 'goods_unknown')
    return (
      <Trans>
        Too many goods have no cost yet and look like profit. Import a cost sheet before you spend more.
      </Trans>
    )
  if (found.caution === 'fees_open')
    return (
      <Trans>
        Less than half is settled, and open fees will be taken away. Import the next settlement first.
      </Trans>
    )
  if (found.caution === 'unsure')
    return <Trans>It is not sure yet that it gains: a few orders more or fewer would turn it.</Trans>
  if (found.action === 'hold') return <Trans>Spend no more until the cause is mended.</Trans>
  return hasSure ? (
    <Trans>What you spend comes back with more. Spend more on what surely gains.</Trans>
  ) : (
    <Trans>
      What you spend comes back with more. No single creator or video is sure yet: raise it in small steps.
    </Trans>
  )
}

const Evidence = (props: {
  found: Headline
  now: Totals
  before: Totals
  texts: Texts
  isBeforeTold: boolean
}): ReactNode => {
  const { found, now, before, texts, isBeforeTold } = props
  const range = found.kind === 'changed' ? texts.range(found.interval) : ''
  return (
    <p className="text-sm text-ink-soft">
      <Plural value={now.orders} one="Rests on # order" other="Rests on # orders" />
      {isBeforeTold ? (
        <>
          {', '}
          <Plural value={before.orders} one="# in the time before." other="# in the time before." />{' '}
          {found.kind === 'first' && <Trans>That is too few to compare with.</Trans>}
        </>
      ) : (
        <>
          {'. '}
          <Trans>The files do not reach back over the time before, so nothing is compared.</Trans>
        </>
      )}
      {found.kind === 'changed' && found.surety === 'strong' && (
        <Trans>The change is no chance (99% sure).</Trans>
      )}
      {found.kind === 'changed' && found.surety === 'likely' && (
        <Trans>The change is hardly chance (95% sure).</Trans>
      )}
      {found.kind === 'changed' && found.surety === 'weak' && (
        <Trans>As many orders come and go by chance alone.</Trans>
      )}{' '}
      {found.kind === 'changed' && <Trans>The change may be {range} (95% sure).</Trans>}
    </p>
  )
}

/** The creators and videos for which the word is sure. */
const NextSteps = ({ creators, videos }: { creators: Found; videos: Found }): ReactNode => {
  const nameOf = useNameOf()
  const { t } = useLingui()
  const steps = [
    { key: 'video-best', href: '#videos', of: 'video' as const, row: videos.best, what: t`Video` },
    { key: 'video-worst', href: '#videos', of: 'video' as const, row: videos.worst, what: t`Video` },
    { key: 'creator-best', href: '#creators', of: 'creator' as const, row: creators.best, what: t`Creator` },
    {
      key: 'creator-worst',
      href: '#creators',
      of: 'creator' as const,
      row: creators.worst,
      what: t`Creator`,
    },
  ].flatMap(({ row, ...step }) => (row === null ? [] : [{ ...step, row }]))
  if (steps.length === 0) return null
  return (
    <ul aria-label={t`What to do next`} className="flex flex-wrap gap-2">
      {steps.map(({ key, href, of, row, what }) => (
        <li key={key} className="max-w-full min-w-0">
          <a
            href={href}
            className="flex min-h-11 items-center gap-2 rounded-full border border-line bg-surface px-3 text-sm hover:border-ink-soft"
          >
            <Verdict of={of} kind={row.judgement.kind} />
            <span className="min-w-0 truncate">
              {what} <bdi className="font-semibold">{of === 'video' ? nameOf('video', row.id) : row.id}</bdi>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** What changed and what to do, in one sentence, with what it rests on. */
export const HeadlineCard = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { client, period, totals } = place
  const { clientId, currency } = client
  const { data: byCreator } = useSales({
    clientId,
    period,
    metrics: creatorMetrics,
    by: 'creator',
    compare: 'previous',
  })
  const { data: byVideo } = useSales({
    clientId,
    period,
    metrics: videoMetrics,
    by: 'video',
    compare: 'previous',
  })
  const before = totalsBefore(place.isBeforeTold ? measured : new Map())
  const found = headlineOf(totals, before, guardsOf(measured))
  const texts = useTexts(currency)
  const sentence = useSentence(found, totals, currency)
  const usual = usualOf(totals)
  const none: Found = { best: null, worst: null, leader: null }
  const creators = byCreator ? bestAndWorst(earnersOf(byCreator, usual).rows) : none
  const videos = byVideo ? bestAndWorst(earnersOf(byVideo, usual).rows) : none
  return (
    <section aria-labelledby="headline" className="card limelit grid grid-cols-1 gap-4 p-5 sm:p-7">
      <div className="flex flex-wrap items-center gap-3">
        {found.kind !== 'too_little' && <ActionBadge action={found.action} />}
        <h2 id="headline" className="min-w-0 flex-1 basis-72 text-xl sm:text-2xl">
          {sentence}
        </h2>
      </div>
      <p className="max-w-prose">
        <Advice found={found} hasSure={creators.best !== null || videos.best !== null} />
      </p>
      <NextSteps creators={creators} videos={videos} />
      <Evidence {...{ found, now: totals, before, texts, isBeforeTold: place.isBeforeTold }} />
    </section>
  )
}
