import type { Me } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { csvOf, lastDays, LoadFailed, Sparkline, useMeasured } from '#features/numbers'
import { CsvLink } from '#shared/charts'
import { percent } from '#shared/format'
import { Poster } from '#shared/player'
import { Button, buttonClass, classes, EmptyState, Hint, Icon } from '#shared/ui'
import { useOwnVideos } from '../queries.ts'
import {
  columns,
  sortedVideos,
  videoAdvice,
  videoMetrics,
  videosOf,
  type Column,
  type Video,
  type VideoAdvice,
} from '../videos.ts'

/** As many days as the curve of watches has. */
const shownDays = 28
const videosOnPage = 10

interface Sorting {
  readonly column: Column
  readonly descending: boolean
}

const useColumnNames = (): Record<Column, string> => {
  const { t } = useLingui()
  return {
    published: t`Video`,
    watches: t`Watches, 28 days`,
    views: t`Views`,
    hook: t`Hook`,
    completion: t`Complete`,
    watchThrough: t`Watch-through`,
    rank: t`Rank`,
  }
}

const Head = ({ sorting, onSort }: { sorting: Sorting; onSort: (column: Column) => void }): ReactNode => {
  const names = useColumnNames()
  const order = sorting.descending ? 'descending' : 'ascending'
  return (
    <thead className="bg-raised text-xs">
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col" aria-sort={sorting.column === column ? order : 'none'}>
            <button
              type="button"
              onClick={() => onSort(column)}
              className={classes(
                'inline-flex min-h-11 w-full items-center gap-1 px-3 font-semibold whitespace-nowrap hover:text-ink',
                column === 'published' || column === 'watches' ? '' : 'justify-end',
                sorting.column === column ? 'text-ink' : 'text-ink-soft',
              )}
            >
              {names[column]}
              <Icon
                name={sorting.column === column && !sorting.descending ? 'up' : 'down'}
                className={classes('size-3.5', sorting.column === column ? '' : 'opacity-0')}
              />
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

const Rank = ({ rank }: { rank: Video['rank'] }): ReactNode => {
  if (rank === null) return <span className="text-ink-soft">–</span>
  const { place, of } = rank
  return (
    <span
      className={classes(
        'inline-block rounded-full px-2.5 py-1 text-xs font-semibold',
        place === 1 ? 'bg-limelight text-on-limelight' : 'bg-raised text-ink',
      )}
    >
      <Trans>
        {place} of {of}
      </Trans>
    </span>
  )
}

const Row = ({ video }: { video: Video }): ReactNode => {
  const { i18n } = useLingui()
  const { post, views, hook, completion, watchThrough, watches, rank } = video
  const date = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' }).format(
    Date.parse(post.publishedAt),
  )
  const share = (value: number | null): string => (value === null ? '–' : percent(value, i18n.locale))
  const number = 'px-3 py-2 text-end whitespace-nowrap'
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-3 py-2 text-start font-normal">
        <Link
          to="/p/$postId/stats"
          params={{ postId: post.postId }}
          className="flex min-h-11 items-center gap-3 hover:underline"
        >
          <Poster playback={post.playback} lazy className="h-14 w-8 shrink-0 rounded-sm object-cover" />
          <span className="w-32 min-w-0 sm:w-44">
            <span dir="auto" className="line-clamp-2 text-sm font-semibold">
              {post.caption.trim() || <Trans>Without a caption</Trans>}
            </span>
            <span className="block text-xs text-ink-soft">{date}</span>
          </span>
        </Link>
      </th>
      <td className="w-32 min-w-28 px-3 py-2">
        <Sparkline values={watches} />
        <span className="sr-only">
          <Plural value={watches.reduce((sum, one) => sum + one, 0)} one="# watch" other="# watches" />
        </span>
      </td>
      <td className={number}>{new Intl.NumberFormat(i18n.locale).format(views)}</td>
      <td className={number}>{share(hook)}</td>
      <td className={number}>{share(completion)}</td>
      <td className={number}>{share(watchThrough)}</td>
      <td className={number}>
        <Rank rank={rank} />
      </td>
    </tr>
  )
}

const Advice = ({ advice }: { advice: VideoAdvice }): ReactNode => {
  if (advice.kind === 'too_little')
    return (
      <Hint quiet>
        <Trans>Too little to say: three of your last ten videos need 30 views each.</Trans>
      </Hint>
    )
  const { post } = advice.best
  const caption = post.caption.trim().slice(0, 60)
  return (
    <Hint>
      {caption === '' ? (
        <Trans>
          The first in the ranking was watched through most. Make its next part, and begin it alike.
        </Trans>
      ) : (
        <Trans>
          “<bdi>{caption}</bdi>” was watched through most. Make its next part, and begin it alike.
        </Trans>
      )}
    </Hint>
  )
}

const Pages = (props: {
  page: number
  pages: number
  hasMore: boolean
  busy: boolean
  onTurn: (page: number) => void
}): ReactNode => {
  const { page, pages } = props
  if (pages < 2 && !props.hasMore) return null
  const shown = page + 1
  return (
    <div className="mt-4 flex flex-wrap items-center justify-between gap-3 text-sm">
      <Button look="secondary" disabled={page === 0} onClick={() => props.onTurn(page - 1)}>
        <Trans>Back</Trans>
      </Button>
      <span className="text-ink-soft tabular-nums" role="status">
        <Trans>
          Page {shown} of {pages}
        </Trans>
      </span>
      <Button
        look="secondary"
        busy={props.busy}
        disabled={page + 1 >= pages && !props.hasMore}
        onClick={() => props.onTurn(page + 1)}
      >
        <Trans>Next</Trans>
      </Button>
    </div>
  )
}

const NoVideos = (): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="stage"
      title={t`Your stage is empty`}
      text={<Trans>Each video you post stands here with its numbers.</Trans>}
    >
      <Link to="/upload" className={buttonClass('primary')}>
        <Trans>Post a video</Trans>
      </Link>
    </EmptyState>
  )
}

const SortedTable = ({
  videos,
  list,
}: {
  videos: readonly Video[]
  list: ReturnType<typeof useOwnVideos>
}) => {
  const [sorting, setSorting] = useState<Sorting>({ column: 'published', descending: true })
  const [page, setPage] = useState(0)
  const sorted = sortedVideos(videos, sorting)
  const pages = Math.max(1, Math.ceil(sorted.length / videosOnPage))
  const shown = Math.min(page, pages - 1)
  const sort = (column: Column): void => {
    setSorting((now) => ({ column, descending: now.column === column ? !now.descending : true }))
    setPage(0)
  }
  const turn = (next: number): void => {
    setPage(next)
    if (next >= pages && list.hasNextPage) void list.fetchNextPage()
  }
  return (
    <>
      {/* Wider than a phone: it scrolls inside itself, also by keyboard, from link to link. */}
      <div className="overflow-x-auto rounded-md border border-line">
        <table className="w-full text-sm tabular-nums">
          <caption className="sr-only">
            <Trans>Your videos with their numbers of the last 28 days</Trans>
          </caption>
          <Head sorting={sorting} onSort={sort} />
          <tbody>
            {sorted.slice(shown * videosOnPage, (shown + 1) * videosOnPage).map((video) => (
              <Row key={video.post.postId} video={video} />
            ))}
          </tbody>
        </table>
      </div>
      <Pages
        page={shown}
        pages={pages}
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onTurn={turn}
      />
    </>
  )
}

/** Each video beside the creator's others: nobody else's are the measure. */
export const VideoTable = ({ me, openedMs }: { me: Me; openedMs: number }): ReactNode => {
  const list = useOwnVideos(me.handle)
  const period = lastDays(shownDays, openedMs)
  const { data, error, isFetching, refetch } = useMeasured({
    scope: { kind: 'author', authorId: me.personId },
    period,
    metrics: videoMetrics,
    by: 'post',
  })
  const videos = useMemo(() => videosOf(list.posts, data ?? new Map()), [list.posts, data])
  const problem = list.error ?? error
  const isLoading = list.isPending || !data
  return (
    <section className="card p-5 sm:p-7" aria-labelledby="videos">
      <h2 id="videos" className="text-xl">
        <Trans>Video by video</Trans>
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-sm text-ink-soft">
        <Trans>
          The last 28 days up to yesterday. The rank goes by watch-through among your last ten videos that
          were viewed 30 times.
        </Trans>
      </p>
      {problem && isLoading ? (
        <LoadFailed
          error={problem}
          busy={list.isFetching || isFetching}
          onRetry={() => void Promise.all([list.refetch(), refetch()])}
        />
      ) : isLoading ? (
        <div className="skeleton h-96 rounded-md" aria-busy="true" />
      ) : videos.length === 0 ? (
        <NoVideos />
      ) : (
        <>
          <SortedTable videos={videos} list={list} />
          <Advice advice={videoAdvice(videos)} />
          <div className="mt-2 -ms-3">
            <CsvLink name={`videos-${period.to}`} content={csvOf([...data.values()])} />
          </div>
        </>
      )}
    </section>
  )
}
