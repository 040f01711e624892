import type { MeasuredMetric, MetricScope } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import { useState } from 'react'
import { CsvLink } from '#shared/charts'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { NotLoaded } from '#shared/states'
import { buttonClass, Icon } from '#shared/ui'
import { groupWords } from '../board-words.ts'
import type { Board, BoardGroup, GroupId } from '../boards.ts'
import { intervalOf, rowAt } from '../charts/cells.ts'
import { csvOf } from '../csv.ts'
import { datesOf, lastDays, periodDays, type PeriodDays } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import { useBoard, useDays, useDefinitions } from '../queries.ts'
import { DayTable } from './day-table.tsx'
import { LoadFailed } from './load-failed.tsx'
import { Near } from './near.tsx'
import { NumberTile } from './number-tile.tsx'
import { PeriodChoice } from './period-choice.tsx'

const requestOf = ({ metrics }: BoardGroup, { scope, days, openedMs }: Omit<BoardPlace, 'definitions'>) => ({
  scope,
  period: lastDays(days, openedMs),
  metrics,
})

const Skeleton = (): ReactNode => (
  <div role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <div className="skeleton h-96 rounded-lg" />
  </div>
)

const none = new Map<string, MeasuredMetric>()

const minuteMs = 60_000

/** Where numbers are computed again in the background, some are of an earlier moment than others. */
const AsOf = ({ oldest, newest }: { oldest: string | undefined; newest: string | undefined }): ReactNode => {
  const { i18n } = useLingui()
  if (oldest === undefined || newest === undefined) return <p />
  const [last, first] = [moment(newest, i18n.locale), moment(oldest, i18n.locale)]
  const isOneMoment = Date.parse(newest) - Date.parse(oldest) <= minuteMs
  return (
    <p>
      {isOneMoment ? (
        <Trans>As of {last}.</Trans>
      ) : (
        <Trans>
          As of {last}, some numbers as of {first}.
        </Trans>
      )}
    </p>
  )
}

/** The tiles of one group and, day by day, their table. */
const Tiles = ({ group, place }: { group: BoardGroup; place: BoardPlace }): ReactNode => {
  const { i18n } = useLingui()
  const { definitions } = place
  const request = requestOf(group, place)
  const { data: now, error, refetch, isFetching } = useBoard(request)
  const { data: days = none } = useDays(request, now === undefined ? undefined : definitions)
  if (error && !now) return <LoadFailed error={error} busy={isFetching} onRetry={() => void refetch()} />
  if (!now) return <Skeleton />
  const shown = group.metrics.flatMap((id) => definitions.get(id) ?? [])
  const daily = shown.filter(({ metricId }) => days.has(metricId))
  const dates = datesOf(request.period)
  const daysOf = (id: string) => dates.map((date) => rowAt(days.get(id), date))
  const moments = [...now.values()].map(({ asOf }) => asOf).toSorted()
  return (
    <>
      {error && <LoadFailed error={error} busy={isFetching} onRetry={() => void refetch()} />}
      <ul className="card grid grid-cols-1 overflow-hidden min-[360px]:grid-cols-2 lg:grid-cols-3">
        {shown.map((definition, index) => (
          <NumberTile
            key={definition.metricId}
            definition={definition}
            measured={now.get(definition.metricId)}
            days={daysOf(definition.metricId).map((row) =>
              typeof row?.value === 'number' ? row.value : null,
            )}
            intervals={daysOf(definition.metricId).map(intervalOf)}
            sql={place.scope?.kind === 'platform' ? request : undefined}
            isLead={index === 0 && definition.level === 'north star'}
          />
        ))}
      </ul>
      {daily.length > 0 && (
        <DayTable title={i18n._(groupWords[group.id].title)} {...{ dates, days }} definitions={daily} />
      )}
      <div className="mt-1 flex flex-wrap items-center justify-between gap-x-4 text-xs text-ink-soft">
        <AsOf oldest={moments[0]} newest={moments.at(-1)} />
        {days.size > 0 && (
          <CsvLink
            name={`${place.name}-${group.id}-${request.period.to}`}
            content={csvOf([...days.values()])}
          />
        )}
      </div>
    </>
  )
}

interface GroupProps {
  readonly group: BoardGroup
  readonly place: BoardPlace
  readonly isHeld: boolean
  readonly charts: readonly ComponentType<BoardPlace>[]
}

const Group = ({ group, place, isHeld, charts }: GroupProps): ReactNode => {
  const { i18n } = useLingui()
  const { title, hint } = groupWords[group.id]
  return (
    <section aria-labelledby={`group-${group.id}`} className="min-w-0">
      <h2 id={`group-${group.id}`} className="text-xl">
        {i18n._(title)}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-sm text-ink-soft">{i18n._(hint)}</p>
      {group.metrics.length > 0 && (
        <Near isHeld={isHeld} fallback={<Skeleton />}>
          <Tiles group={group} place={place} />
        </Near>
      )}
      {charts.length > 0 && (
        <div className="mt-4 grid grid-cols-1 gap-4">
          {charts.map((Chart, index) => (
            <Near key={index} isHeld={isHeld} fallback={<Skeleton />}>
              <Chart {...place} />
            </Near>
          ))}
        </div>
      )}
    </section>
  )
}

interface BoardViewProps {
  readonly board: Board
  readonly scope: MetricScope | null
  readonly name: string
  /** What is drawn below the numbers of a group. Each asks for its own, when it comes near. */
  readonly charts?: Partial<Record<GroupId, readonly ComponentType<BoardPlace>[]>>
}

const noCharts: readonly ComponentType<BoardPlace>[] = []

/** A board of numbers over a period, in groups that each answer one question. The first is asked for first. */
export const BoardView = ({ board, scope, name, charts = {} }: BoardViewProps): ReactNode => {
  const { t } = useLingui()
  const [days, setDays] = useState<PeriodDays>(28)
  const [openedMs] = useState(wallMs)
  const { data: definitions, error, refetch, isFetching } = useDefinitions()
  const [first = { id: 'north', metrics: [] } as const] = board.groups
  const { isPending: isFirstPending } = useBoard(requestOf(first, { scope, days, openedMs, name }))
  if (error && !definitions)
    return (
      <NotLoaded
        title={t`The numbers did not load`}
        headingLevel={2}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
      />
    )
  return (
    <div className="grid grid-cols-1 gap-10">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PeriodChoice offered={periodDays} days={days} onChoose={setDays} />
        <Link to="/definitions" className={buttonClass('quiet', 'px-3')}>
          <Icon name="why" className="size-5" />
          <Trans>What these mean</Trans>
        </Link>
      </div>
      {definitions ? (
        board.groups.map((group, index) => (
          <Group
            // Another period is another board: again the first group is asked for first.
            key={`${group.id}-${days}`}
            group={group}
            place={{ scope, days, openedMs, name, definitions }}
            isHeld={index > 0 && isFirstPending}
            charts={charts[group.id] ?? noCharts}
          />
        ))
      ) : (
        <Skeleton />
      )}
      <p className="text-xs text-ink-soft">
        <Trans>Whole days up to yesterday, beside the same number of days before.</Trans>
      </p>
    </div>
  )
}
