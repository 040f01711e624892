import type { MeasuredMetric, MetricDefinition, MetricScope } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { Button, buttonClass, classes, EmptyState, Icon } from '#shared/ui'
import { groupWords } from '../board-words.ts'
import { metricsOf, type Board, type BoardGroup } from '../boards.ts'
import { csvOf } from '../csv.ts'
import { datesOf, lastDays, periodDays, type PeriodDays } from '../period.ts'
import { useBoard, useDays, useDefinitions } from '../queries.ts'
import { DayTable } from './day-table.tsx'
import { NumberTile } from './number-tile.tsx'

const PeriodChoice = (props: { days: PeriodDays; onChoose: (days: PeriodDays) => void }): ReactNode => {
  const { t } = useLingui()
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t`Period`}</legend>
      {periodDays.map((days) => (
        <label
          key={days}
          className={classes(
            'min-h-11 cursor-pointer content-center rounded-full border px-4 text-sm font-semibold has-focus-visible:outline-3 has-focus-visible:outline-focus',
            days === props.days
              ? 'border-transparent bg-ink text-paper'
              : 'border-line bg-surface text-ink-soft',
          )}
        >
          <input
            type="radio"
            name="period"
            className="sr-only"
            checked={days === props.days}
            onChange={() => props.onChoose(days)}
          />
          <Plural value={days} one="# day" other="# days" />
        </label>
      ))}
    </fieldset>
  )
}

/** A file made here: nothing is asked of the server again. */
const CsvLink = ({ metrics, name }: { metrics: readonly MeasuredMetric[]; name: string }): ReactNode => {
  const href = useMemo(() => `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(metrics))}`, [metrics])
  return (
    <a href={href} download={`${name}.csv`} className={buttonClass('quiet', 'px-3')}>
      <Icon name="share" className="size-5" />
      <Trans>As CSV</Trans>
    </a>
  )
}

interface GroupProps {
  readonly group: BoardGroup
  readonly definitions: ReadonlyMap<string, MetricDefinition>
  readonly now: ReadonlyMap<string, MeasuredMetric>
  readonly days: ReadonlyMap<string, MeasuredMetric>
  readonly dates: readonly string[]
}

const Group = ({ group, definitions, now, days, dates }: GroupProps): ReactNode => {
  const { i18n } = useLingui()
  const shown = group.metrics.flatMap((id) => definitions.get(id) ?? [])
  const daily = shown.filter(({ metricId }) => days.has(metricId))
  const { title: question, hint } = groupWords[group.id]
  const title = i18n._(question)
  const valuesOf = (id: string) => {
    const rows = new Map(days.get(id)?.rows.map(({ slice, value }) => [slice, value]))
    return dates.map((date) => {
      const value = rows.get(date)
      return typeof value === 'number' ? value : null
    })
  }
  return (
    <section aria-labelledby={`group-${group.id}`}>
      <h2 id={`group-${group.id}`} className="text-xl">
        {title}
      </h2>
      <p className="mt-1 max-w-prose text-sm text-ink-soft">{i18n._(hint)}</p>
      <ul className="card mt-4 grid grid-cols-1 overflow-hidden min-[360px]:grid-cols-2 lg:grid-cols-3">
        {shown.map((definition) => (
          <NumberTile
            key={definition.metricId}
            definition={definition}
            measured={now.get(definition.metricId)}
            days={valuesOf(definition.metricId)}
          />
        ))}
      </ul>
      {daily.length > 0 && <DayTable title={title} dates={dates} definitions={daily} days={days} />}
    </section>
  )
}

const Skeleton = (): ReactNode => (
  <div className="grid gap-8" role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <div className="skeleton h-56 rounded-lg" />
    <div className="skeleton h-56 rounded-lg" />
    <div className="skeleton h-56 rounded-lg" />
  </div>
)

const none = new Map<string, MeasuredMetric>()

/** A board of numbers over a period, in groups that each answer one question. */
export const BoardView = (props: { board: Board; scope: MetricScope | null; name: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const [length, setLength] = useState<PeriodDays>(28)
  const [openedMs] = useState(wallMs)
  const period = lastDays(length, openedMs)
  const request = { scope: props.scope, period, metrics: metricsOf(props.board) }
  const { data: definitions, error: definitionsError } = useDefinitions()
  const { data: now, error, refetch, isFetching } = useBoard(request)
  const { data: days = none } = useDays(request, definitions)
  const problem = error ?? definitionsError
  if (problem && !now)
    return (
      <EmptyState scene="fallen" title={t`The numbers did not load`} text={errorText(problem)}>
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  const newest = [...(now?.values() ?? [])]
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1)
  return (
    <div className="grid gap-10">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PeriodChoice days={length} onChoose={setLength} />
        <div className="flex flex-wrap">
          {days.size > 0 && <CsvLink metrics={[...days.values()]} name={`${props.name}-${period.to}`} />}
          <Link to="/definitions" className={buttonClass('quiet', 'px-3')}>
            <Icon name="why" className="size-5" />
            <Trans>What these mean</Trans>
          </Link>
        </div>
      </div>
      {problem && (
        <p role="alert" className="rounded-md bg-alert-soft px-5 py-3 text-sm font-semibold text-alert">
          {errorText(problem)}
        </p>
      )}
      {now && definitions ? (
        <>
          {props.board.groups.map((group) => (
            <Group key={group.id} {...{ group, definitions, now, days }} dates={datesOf(period)} />
          ))}
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-soft">
            <Trans>Whole days up to yesterday, beside the same number of days before.</Trans>{' '}
            {newest && <Trans>As of {moment(newest, i18n.locale)}.</Trans>}
          </p>
        </>
      ) : (
        <Skeleton />
      )}
    </div>
  )
}
