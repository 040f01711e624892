import type { MetricValue } from '@busker/contract'
import { retentionCurve } from '@busker/metrics'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, Suspense, useMemo } from 'react'
import { usePost } from '#features/post'
import { isApiError, useErrorText } from '#shared/api'
import { moment } from '#shared/format'
import { Poster } from '#shared/player'
import { Button, buttonClass, EmptyState, Icon, Page } from '#shared/ui'
import { makePanel, usePostMetrics } from '../queries.ts'
import { HookPanel } from './hook-panel.tsx'
import { DefinitionButton, MetricPanel } from './metric-panel.tsx'

const RetentionChart = lazy(async () => ({ default: (await import('./retention-chart.tsx')).RetentionChart }))

const PostSummary = ({ postId }: { postId: string }): ReactNode => {
  const { data: post } = usePost(postId)
  if (post?.state !== 'published') return null
  const caption = post.caption.trim()
  return (
    <div className="flex items-center gap-4">
      <Poster playback={post.playback} className="h-24 w-14 rounded-sm object-cover shadow-card" />
      <p dir="auto" className="line-clamp-3 text-sm">
        {caption || <Trans>Without a caption</Trans>}
      </p>
    </div>
  )
}

const Retention = ({ value }: { value: MetricValue | undefined }): ReactNode => {
  const { t } = useLingui()
  const curve = value?.shape === 'curve' && value.status === 'known' ? value : null
  return (
    <section className="card p-5 sm:p-7" aria-label={t`Retention`}>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="text-xl">
          <Trans>How long people stay</Trans>
        </h2>
        <div className="-me-2">
          <DefinitionButton metric={retentionCurve} value={value} />
        </div>
      </div>
      {curve?.value ? (
        <Suspense fallback={<div className="skeleton h-80 rounded-md" />}>
          <RetentionChart values={curve.value} binSeconds={curve.binSeconds} />
        </Suspense>
      ) : (
        <EmptyState
          scene="stage"
          title={t`No data yet`}
          text={<Trans>The curve appears a few seconds after somebody else has watched.</Trans>}
        />
      )}
    </section>
  )
}

/** The numbers of one post, for its author. */
const StatsPage = ({ postId }: { postId: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const panel = useMemo(() => makePanel(), [])
  const { data: values, error, refetch, isFetching } = usePostMetrics(postId)
  const { data: post } = usePost(postId)
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
      <EmptyState
        scene={isApiError(error, 'not_found') ? 'lost' : 'fallen'}
        headingLevel={1}
        title={t`The numbers did not load`}
        text={errorText(error)}
      >
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  const newest = [...(values?.values() ?? [])]
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1)
  return (
    <Page title={t`Statistics`} width="wide" back={back} intro={<PostSummary postId={postId} />}>
      <div className="grid gap-6">
        {post?.state === 'published' && (
          <div>
            <Link to="/p/$postId/captions" params={{ postId }} className={buttonClass('secondary')}>
              <Icon name="captions" className="size-5" />
              <Trans>Captions</Trans>
            </Link>
          </div>
        )}
        {values ? (
          <>
            <MetricPanel panel={panel} values={values} />
            <Retention value={values.get(retentionCurve.id)} />
            <HookPanel assetId={post?.state === 'published' ? post.assetId : undefined} />
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
