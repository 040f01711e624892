import type { Client } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { LoadFailed, Near, PeriodChoice, useDefinitions } from '#features/numbers'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { buttonClass, EmptyState, Icon } from '#shared/ui'
import { claimMetrics, ClaimsCard } from './claims-card.tsx'
import { CreatorsCard } from './creators-card.tsx'
import { datedBy, newestDay, offeredDays, periodUpTo, searchPeriod, type OfferedDays } from './days.ts'
import { GoodsCard } from './goods-card.tsx'
import { HeadlineCard } from './headline-card.tsx'
import { HoursCard } from './hours-card.tsx'
import { NamesOfClient } from './names.tsx'
import type { Measured } from './numbers.ts'
import type { KnownPlace, SalesPlace } from './place.ts'
import { useSales } from './queries.ts'
import { SalesSkeleton, SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'
import { TrendCard } from './trend-card.tsx'
import { VideosCard } from './videos-card.tsx'
import { factMetrics, WaterfallCard } from './waterfall-card.tsx'
import { totalsNow, waterfallMetrics } from './waterfall.ts'

/** What the head of the board asks for in one go: all of it is of the same moment, and vanity has its pairs. */
const wholeMetrics = [
  ...new Set([
    ...[...waterfallMetrics, ...claimMetrics, ...factMetrics],
    ...['sales_orders', 'sales_settled_share', 'sales_goods_cost_known'],
  ]),
]

const Section = (props: {
  id: string
  title: ReactNode
  hint: ReactNode
  children: ReactNode
}): ReactNode => (
  <section id={props.id} aria-labelledby={`${props.id}-title`} className="min-w-0 scroll-mt-6">
    <h2 id={`${props.id}-title`} className="text-xl">
      {props.title}
    </h2>
    <p className="mt-1 mb-4 max-w-prose text-sm text-ink-soft">{props.hint}</p>
    <Near fallback={<SalesSkeleton />}>{props.children}</Near>
  </section>
)

const Groups = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const totals = useMemo(() => totalsNow(measured), [measured])
  const known: KnownPlace = { ...place, totals }
  return (
    <>
      <HeadlineCard place={known} measured={measured} />
      <WaterfallCard place={known} measured={measured} />
      <Section
        id="creators"
        title={<Trans>Who to pay again?</Trans>}
        hint={<Trans>What each creator left after commission, fees, samples and their advertising.</Trans>}
      >
        <CreatorsCard {...known} />
      </Section>
      <Section
        id="videos"
        title={<Trans>Which video to scale?</Trans>}
        hint={<Trans>First what a video earned, then how it earns: whom it stops, and who clicks.</Trans>}
      >
        <VideosCard {...known} />
      </Section>
      <Section
        id="claims"
        title={<Trans>Who claims these sales?</Trans>}
        hint={<Trans>The same order is claimed by advertising and by creators. It was sold once.</Trans>}
      >
        <ClaimsCard place={known} measured={measured} />
      </Section>
      <Section
        id="goods"
        title={<Trans>What is worth selling?</Trans>}
        hint={<Trans>Goods that come back or cost too much eat what the others earn.</Trans>}
      >
        <div className="grid grid-cols-1 gap-4">
          <GoodsCard place={place} by="product" />
          <GoodsCard place={place} by="sku" />
        </div>
      </Section>
      <Section
        id="times"
        title={<Trans>When does it sell?</Trans>}
        hint={<Trans>Net GMV beside what is left of it, and the hours in which people buy.</Trans>}
      >
        <div className="grid grid-cols-1 gap-4">
          <TrendCard {...place} />
          <HoursCard {...place} />
        </div>
      </Section>
    </>
  )
}

const asOfText = (measured: Measured | undefined, locale: string): string | null => {
  const newest = [...(measured?.values() ?? [])].map(({ asOf }) => asOf).toSorted()
  const asOf = newest.at(-1)
  return asOf === undefined ? null : moment(asOf, locale)
}

const Board = ({ client, newest }: { client: Client; newest: string }): ReactNode => {
  const { i18n } = useLingui()
  const [days, setDays] = useState<OfferedDays>(28)
  const period = useMemo(() => periodUpTo(newest, days), [newest, days])
  const texts = useTexts(client.currency)
  const { data: definitions, error, refetch, isFetching } = useDefinitions()
  const request = {
    ...{ clientId: client.clientId, period, metrics: wholeMetrics },
    compare: 'previous' as const,
  }
  const { data: whole } = useSales(request)
  const asOf = asOfText(whole, i18n.locale)
  if (error && !definitions)
    return <LoadFailed error={error} busy={isFetching} onRetry={() => void refetch()} />
  return (
    <div className="grid grid-cols-1 gap-8">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PeriodChoice offered={offeredDays} days={days} onChoose={setDays} />
        <Link to="/definitions" className={buttonClass('quiet', 'px-3')}>
          <Icon name="why" className="size-5" />
          <Trans>What these mean</Trans>
        </Link>
        <p className="basis-full text-sm text-ink-soft">
          <Trans>
            {texts.period(period)}, up to the newest day in the files, beside as many days before.
          </Trans>{' '}
          {asOf !== null && <Trans>Files as of {asOf}.</Trans>}
        </p>
      </div>
      {definitions ? (
        // Another period is another board: what was opened in the old one is closed again.
        <SalesSlot key={days} request={request}>
          {(measured) => (
            <NamesOfClient clientId={client.clientId}>
              <Groups place={{ client, period, definitions }} measured={measured} />
            </NamesOfClient>
          )}
        </SalesSlot>
      ) : (
        <SalesSkeleton />
      )}
    </div>
  )
}

const NothingImported = ({ client }: { client: Client }): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="stage"
      title={t`Boards are made of imported files`}
      text={
        client.may.import ? (
          <Trans>Drop the exports of shop, ads and affiliates, and a cost sheet if there is one.</Trans>
        ) : (
          <Trans>They appear here when your agency has imported the first ones.</Trans>
        )
      }
    >
      {client.may.import && (
        <Link
          to="/clients/$clientId/imports"
          params={{ clientId: client.clientId }}
          className={buttonClass('primary')}
        >
          <Trans>Import files</Trans>
        </Link>
      )}
    </EmptyState>
  )
}

/** What a client's campaigns really earned, and what to do next. */
export const ClientBoard = ({ client }: { client: Client }): ReactNode => {
  const [openedMs] = useState(wallMs)
  const request = {
    ...{ clientId: client.clientId, period: searchPeriod(openedMs), by: 'day' as const },
    metrics: datedBy,
  }
  return (
    <SalesSlot request={request}>
      {(byDay) => {
        const newest = newestDay(byDay)
        return newest === null ? (
          <NothingImported client={client} />
        ) : (
          <Board client={client} newest={newest} />
        )
      }}
    </SalesSlot>
  )
}
