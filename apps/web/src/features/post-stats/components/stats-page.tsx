import type { PublishedPost } from '@busker/contract'
import { retentionCurve } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useMemo, useState } from 'react'
import { lastDays } from '#features/numbers'
import { usePost } from '#features/post'
import { BestHours, Cohorts } from '#features/studio'
import { isApiError } from '#shared/api'
import { wallMs } from '#shared/clock'
import { moment } from '#shared/format'
import { Poster } from '#shared/player'
import { NotLoaded } from '#shared/states'
import { buttonClass, EmptyState, Icon, Page, SelectField } from '#shared/ui'
import { lifePeriod } from '../period.ts'
import { makePanel, usePostMetrics } from '../queries.ts'
import { FirstViewersPanel } from './first-viewers-panel.tsx'
import { FunnelPanel } from './funnel-panel.tsx'
import { HookPanel } from './hook-panel.tsx'
import { MetricPanel } from './metric-panel.tsx'
import { RetentionPanel } from './retention-panel.tsx'
import { SourcesPanel } from './sources-panel.tsx'

const PostSummary = ({ postId }: { postId: string }): ReactNode => {
  const { data: post } = usePost(postId)
  if (post?.state !== 'published') return null
  const caption = post.caption.trim()
  return (
    <div className="flex items-center gap-4">
      <Poster playback={post.playback} className="h-24 w-14 rounded-sm object-cover shadow-card" />
      <div className="grid min-w-0 gap-1">
        <p dir="auto" className="line-clamp-3 text-sm">
          {caption || <Trans>Without a caption</Trans>}
        </p>
        <Link
          to="/p/$postId/lineage"
          params={{ postId }}
          className="w-fit content-center text-sm font-semibold underline underline-offset-3"
        >
          <Trans>What was made from it</Trans>
        </Link>
      </div>
    </div>
  )
}

/** The account looks back on twelve weeks: hours and returns of few people say little. */
const longDays = 84

/** Who watches: where they came from, when, and who of them comes back. */
const Audience = ({ post, openedMs }: { post: PublishedPost; openedMs: number }): ReactNode => {
  const scope = { kind: 'post', postId: post.postId } as const
  const author = { kind: 'author', authorId: post.author.personId } as const
  const life = lifePeriod(openedMs)
  return (
    <section aria-labelledby="audience" className="min-w-0">
      <h2 id="audience" className="mb-4 text-xl">
        <Trans>Who watches, and who comes back?</Trans>
      </h2>
      <Suspense fallback={<div className="skeleton h-64 rounded-lg" />}>
        <div className="grid grid-cols-1 gap-6">
          <SourcesPanel scope={scope} period={life} />
          <BestHours scope={scope} period={life} />
          <Cohorts scope={author} openedMs={openedMs} name="audience" />
        </div>
      </Suspense>
    </section>
  )
}

/** Of which video the first numbers are, when it was replaced. */
const VersionField = (props: {
  versions: number
  version: number | null
  onChoose: (version: number | null) => void
}): ReactNode => {
  const { t } = useLingui()
  return (
    <div className="max-w-xs">
      <SelectField
        label={t`Version of the video`}
        hint={<Trans>For views, hook, completion and retention.</Trans>}
        value={String(props.version)}
        onChange={({ target }) => props.onChoose(target.value === 'null' ? null : Number(target.value))}
      >
        <option value="null">{t`All versions`}</option>
        {Array.from({ length: props.versions }, (_, index) => index + 1).map((version) => (
          <option key={version} value={version}>{t`Version ${version}`}</option>
        ))}
      </SelectField>
    </div>
  )
}

/** The numbers of one post, for its author. */
const StatsPage = ({ postId }: { postId: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const panel = useMemo(() => makePanel(), [])
  const [version, setVersion] = useState<number | null>(null)
  const { data: values, error, refetch, isFetching } = usePostMetrics(postId, version)
  const { data: post } = usePost(postId)
  const [openedMs] = useState(wallMs)
  const published = post?.state === 'published' ? post : undefined
  const back = (
    <Link to="/p/$postId" params={{ postId }} className={buttonClass('quiet', 'px-3')}>
      <Icon name="back" className="size-5 rtl:-scale-x-100" />
      <Trans>Back to the video</Trans>
    </Link>
  )
  const isNotForMe = isApiError(error, 'forbidden') || isApiError(error, 'not_signed_in')
  if (isNotForMe)
    return (
      <EmptyState
        scene="curtain"
        headingLevel={1}
        title={t`Behind the curtain`}
        text={<Trans>Only the author of a video sees its numbers.</Trans>}
      >
        {isApiError(error, 'not_signed_in') && (
          <Link to="/sign-in" className={buttonClass('primary')}>
            <Trans>Sign in</Trans>
          </Link>
        )}
        {back}
      </EmptyState>
    )
  if (error && !values)
    return (
      <NotLoaded
        title={t`The numbers did not load`}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
      />
    )
  const newest = [...(values?.values() ?? [])]
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1)
  return (
    <Page title={t`Statistics`} width="wide" back={back} intro={<PostSummary postId={postId} />}>
      <div className="grid grid-cols-1 gap-6">
        {published && (
          <div>
            <Link to="/p/$postId/captions" params={{ postId }} className={buttonClass('secondary')}>
              <Icon name="captions" className="size-5" />
              <Trans>Captions</Trans>
            </Link>
          </div>
        )}
        {published && published.version > 1 && (
          <VersionField versions={published.version} version={version} onChoose={setVersion} />
        )}
        {values ? (
          <>
            <MetricPanel panel={panel} values={values} />
            {published && <FirstViewersPanel postId={published.postId} />}
            <RetentionPanel postId={postId} value={values.get(retentionCurve.id)} />
            {post && (
              <FunnelPanel
                scope={{ kind: 'post', postId: post.postId }}
                period={lifePeriod(openedMs)}
                usual={{
                  scope: { kind: 'author', authorId: post.author.personId },
                  period: lastDays(longDays, openedMs),
                }}
              />
            )}
            <HookPanel assetId={published?.assetId} />
            {published && <Audience post={published} openedMs={openedMs} />}
            <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-soft">
              <span className="size-2 rounded-full bg-bottle" aria-hidden="true" />
              <Trans>Read anew every five seconds.</Trans>{' '}
              {newest && <Trans>As of {moment(newest, i18n.locale)}.</Trans>}
            </p>
          </>
        ) : (
          <>
            <div className="skeleton h-40 rounded-lg" />
            <div className="skeleton h-96 rounded-lg" />
          </>
        )}
      </div>
    </Page>
  )
}

export default StatsPage
