import type { Client } from '@busker/contract'
import {
  boardDays,
  datedBy,
  isBeforeTold,
  periodUpTo,
  searchPeriod,
  toldDays,
  totalsNow,
  wholeMetrics,
  type BoardDays,
} from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { LoadFailed, Near, PeriodChoice, useDefinitions, type Measured } from '#features/numbers'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { dateAt } from '#shared/period'
import { buttonClass, EmptyState, Icon } from '#shared/ui'
import { MakeReport } from '../report/make-report.tsx'
import { OwnMetrics } from '../targets/own-metrics.tsx'
import { BuyersCard } from './buyers-card.tsx'
import { ChannelCard, ToldVideosCard } from './channel-card.tsx'
import { ClaimsCard } from './claims-card.tsx'
import { CreatorsCard } from './creators-card.tsx'
import { FormatsCard } from './formats-card.tsx'
import { GoodsCard } from './goods-card.tsx'
import { HeadlineCard } from './headline-card.tsx'
import { HoursCard } from './hours-card.tsx'
import { NamesOfClient } from './names.tsx'
import { PostedCard } from './posted-card.tsx'
import type { KnownPlace, SalesPlace } from './place.ts'
import { useSales } from './queries.ts'
import { SalesSkeleton, SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'
import { TrendCard } from './trend-card.tsx'
import { VideosCard } from './videos-card.tsx'
import { WaterfallCard } from './waterfall-card.tsx'

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
        id="own"
        title={<Trans>Your metrics</Trans>}
        hint={<Trans>Numbers that you compose, and whether they keep to their targets.</Trans>}
      >
        <OwnMetrics place={place} />
      </Section>
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
          <GoodsCard place={known} by="product" />
          <GoodsCard place={known} by="sku" />
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
          <PostedCard place={place} by="posted_weekday" />
          <PostedCard place={place} by="posted_hour" />
          <FormatsCard {...place} />
        </div>
      </Section>
      <Section
        id="buyers"
        title={<Trans>Who comes again?</Trans>}
        hint={
          <Trans>A buyer who comes again needs no advertising. Each is known by a keyed hash alone.</Trans>
        }
      >
        <BuyersCard {...place} />
      </Section>
      <Section
        id="channel"
        title={<Trans>What do the accounts do?</Trans>}
        hint={<Trans>What people do with what they see; how often it was seen stands beside it.</Trans>}
      >
        <div className="grid grid-cols-1 gap-4">
          <ChannelCard {...place} />
          <ToldVideosCard {...place} />
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

interface Told {
  readonly oldest: string
  readonly newest: string
}

const Board = ({ client, told }: { client: Client; told: Told }): ReactNode => {
  const { i18n } = useLingui()
  const [days, setDays] = useState<BoardDays>(28)
  const period = useMemo(() => periodUpTo(told.newest, days), [told.newest, days])
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
        <PeriodChoice offered={boardDays} days={days} onChoose={setDays} />
        <Link to="/definitions" className={buttonClass('quiet', 'px-3')}>
          <Icon name="why" className="size-5" />
          <Trans>What these mean</Trans>
        </Link>
        {client.may.import && client.archivedAt === null && <MakeReport {...{ client, period }} />}
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
              <Groups
                place={{ client, period, definitions, isBeforeTold: isBeforeTold(period, told.oldest) }}
                measured={measured}
              />
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
    ...{ clientId: client.clientId, period: searchPeriod(dateAt(openedMs)), by: 'day' as const },
    metrics: datedBy,
  }
  return (
    <SalesSlot request={request}>
      {(byDay) => {
        const told = toldDays(byDay)
        return told === null ? <NothingImported client={client} /> : <Board client={client} told={told} />
      }}
    </SalesSlot>
  )
}
