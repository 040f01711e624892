import type { RewardTerms } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAmounts, useCounts } from '#features/money'
import { Icon, type IconName } from '#shared/ui'

const Rule = (props: { icon: IconName; title: ReactNode; children: ReactNode }): ReactNode => (
  <li className="flex gap-4 py-4">
    <span className="grid size-10 shrink-0 place-items-center rounded-full bg-bottle-soft text-bottle">
      <Icon name={props.icon} className="size-5" />
    </span>
    <div className="min-w-0">
      <p className="font-semibold">{props.title}</p>
      <p className="mt-0.5 text-sm text-ink-soft">{props.children}</p>
    </div>
  </li>
)

const tenThousand = 10_000

/** The terms of the fund in plain words, with the numbers that hold now. */
export const TermsInWords = ({ terms }: { terms: RewardTerms }): ReactNode => {
  const { i18n } = useLingui()
  const { exact } = useAmounts(terms.currency)
  const { share, count } = useCounts()
  const pool = exact(terms.poolMicro)
  const [byViews, byViewer] = [share(terms.proRataBasisPoints), share(tenThousand - terms.proRataBasisPoints)]
  const [rights, heldBack] = [share(terms.rightsBasisPoints), share(terms.holdBackBasisPoints)]
  const reserve = share(terms.reserveBasisPoints)
  const seconds = new Intl.NumberFormat(i18n.locale, {
    ...{ style: 'unit', unit: 'second', unitDisplay: 'long' },
  }).format(terms.shortestVideoMs / 1000)
  const cap = count(terms.viewerCapViews)
  const minimum = exact(terms.minimumPayoutMicro)
  return (
    <ul className="divide-y divide-line">
      <Rule
        icon="coins"
        title={
          terms.period === 'month' ? <Trans>{pool} every month</Trans> : <Trans>{pool} every week</Trans>
        }
      >
        <Trans>
          All of it is paid out, to the last unit. {rights} goes to holders of music rights first.
        </Trans>
      </Rule>
      <Rule icon="eye" title={<Trans>A view must be worth something</Trans>}>
        <Trans>
          It counts when a person watches for at least 5 seconds in the feed, once a day, and not when it is
          your own or came from advertising. The video lasts at least {seconds}. One viewer counts at most{' '}
          {cap} times in a period.
        </Trans>{' '}
        {terms.firstViewsUnpaid > 0 && (
          <Plural
            value={terms.firstViewsUnpaid}
            one="The first view of a video earns nothing."
            other="The first # views of a video earn nothing."
          />
        )}
      </Rule>
      <Rule icon="chart" title={<Trans>How it is shared</Trans>}>
        <Trans>
          {byViews} by views: the more qualified views, the more. {byViewer} viewer by viewer: everybody
          directs the same sum to those whom they watch.
        </Trans>
      </Rule>
      <Rule icon="clock" title={<Trans>When you get it</Trans>}>
        <Plural
          value={terms.closeAfterDays}
          one="A period is closed # day after its end"
          other="A period is closed # days after its end"
        />{' '}
        <Plural value={terms.finalAfterDays} one="and final after # day." other="and final after # days." />{' '}
        <Trans>
          {heldBack} is kept back until then, and shared when views that were not real are taken out. The
          smallest payout is {minimum}.
        </Trans>
      </Rule>
      {terms.reserveBasisPoints > 0 && (
        <Rule icon="key" title={<Trans>What stays back at first</Trans>}>
          <Plural
            value={terms.reserveDays}
            one={`Of new earnings ${reserve} stays back for # day, in case payments behind them are disputed.`}
            other={`Of new earnings ${reserve} stays back for # days, in case payments behind them are disputed.`}
          />
        </Rule>
      )}
    </ul>
  )
}
