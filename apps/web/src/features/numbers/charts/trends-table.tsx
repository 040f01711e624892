import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ChartCard } from '#shared/charts'
import { Icon, Scroller } from '#shared/ui'
import { csvOf } from '../csv.ts'
import { tomorrow } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { countText } from './texts.ts'
import { trendFinding, trendMetrics, trendsOf, type Trend } from './trends.ts'

const useFinding = (trends: readonly Trend[]): string => {
  const { t } = useLingui()
  const found = trendFinding(trends)
  switch (found.kind) {
    case 'empty':
      return t`No tag was watched in the last 31 days`
    case 'quiet':
      return t`Nothing rises above its usual hour`
    case 'rising':
      return t`#${found.tag} rises, but has not enough creators or speed for a trend`
    case 'trending':
      return found.count === 1
        ? t`#${found.tag} is trending`
        : t`#${found.tag} and ${plural(found.count - 1, { one: '# other', other: '# others' })} are trending`
  }
}

const signed = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(value)

const Acceleration = ({ value }: { value: number | null }): ReactNode => {
  const { i18n } = useLingui()
  if (value === null) return '–'
  return (
    <span className="inline-flex items-center gap-1">
      {Math.abs(value) >= 0.05 && <Icon name={value > 0 ? 'up' : 'down'} className="size-4" />}
      {signed(value, i18n.locale)}
    </span>
  )
}

const Table = ({ trends }: { trends: readonly Trend[] }): ReactNode => {
  const { t, i18n } = useLingui()
  const head = 'px-3 py-2 text-end font-semibold'
  return (
    <Scroller label={t`Tags by velocity`}>
      <table className="w-full text-sm tabular-nums">
        <caption className="sr-only">
          <Trans>Tags by velocity</Trans>
        </caption>
        <thead className="text-xs text-ink-soft">
          <tr>
            <th scope="col" className="py-2 text-start font-semibold">
              <Trans>Tag</Trans>
            </th>
            <th scope="col" className={head}>
              <Trans>Velocity</Trans>
            </th>
            <th scope="col" className={head}>
              <Trans>Change in an hour</Trans>
            </th>
            <th scope="col" className={head}>
              <Trans>Creators</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {trends.map(({ tag, velocity, acceleration, creators, isTrend }) => (
            <tr key={tag} className="border-t border-line">
              <th scope="row" className="py-2 text-start font-normal">
                <span dir="auto" className="font-semibold">
                  #{tag}
                </span>{' '}
                {isTrend && (
                  <span className="rounded-full bg-limelight px-2 py-0.5 text-2xs font-semibold text-on-limelight">
                    <Trans>Trending</Trans>
                  </span>
                )}
              </th>
              <td className="px-3 py-2 text-end">{signed(velocity, i18n.locale)}</td>
              <td className="px-3 py-2 text-end">
                <Acceleration value={acceleration} />
              </td>
              <td className="px-3 py-2 text-end">{countText(creators, i18n.locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

const Drawn = (props: { place: BoardPlace; request: ChartRequest; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { place, request, measured } = props
  const trends = trendsOf(measured)
  return (
    <ChartCard
      name={t`Tags, the last full hour`}
      finding={useFinding(trends)}
      csv={{ name: `${place.name}-trends-${request.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={place.definitions} />}
    >
      {trends.length === 0 ? (
        <NothingYet>
          <Trans>Tags appear here when videos that have them are watched.</Trans>
        </NothingYet>
      ) : (
        <>
          <Table trends={trends} />
          <p className="mt-3 text-xs text-ink-soft">
            <Trans>A trend has a velocity of at least 4 and at least 20 creators.</Trans>
          </p>
        </>
      )}
    </ChartCard>
  )
}

/** What is watched more than usual at this hour. */
export const TrendsTable = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const day = tomorrow(place.openedMs)
  const period = { from: day, to: day }
  const request = { scope: place.scope, period, by: 'tag' as const, metrics: trendMetrics }
  return (
    <ChartSlot name={t`Tags, the last full hour`} request={request}>
      {(measured) => <Drawn {...{ place, request, measured }} />}
    </ChartSlot>
  )
}
