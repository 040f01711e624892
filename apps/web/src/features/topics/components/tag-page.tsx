import type { TopicOrder } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { NotLoaded, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Page } from '#shared/ui'
import { useTag } from '../queries.ts'
import { FollowTopic } from './follow-topic.tsx'
import { TopicCounts } from './topic-counts.tsx'
import { TopicPosts } from './topic-posts.tsx'

/** A hashtag and the videos that carry it. */
const TagPage = ({ tag, order = 'newest' }: { tag: string; order?: TopicOrder }): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const query = useTag(tag)
  const { data, error } = query
  if (error)
    return (
      <NotLoaded
        title={<Trans>This hashtag did not load</Trans>}
        error={error}
        busy={query.isFetching}
        onRetry={() => void query.refetch()}
      />
    )
  const name = data?.tag ?? tag
  const topic = { kind: 'tag', name } as const
  return (
    <Page title={`#${name}`} width="wide" intro={data && <TopicCounts {...data} />}>
      {data ? (
        <div className="grid gap-8">
          <div className="flex flex-wrap gap-3">
            <FollowTopic topic={topic} label={`#${name}`} followedByMe={data.followedByMe} isMain />
            <Link to="/search" search={{ q: `#${name}` }} className={buttonClass('secondary')}>
              <Trans>Search for it</Trans>
            </Link>
          </div>
          <TopicPosts
            topic={topic}
            order={order}
            onOrder={(next) =>
              void navigate({
                to: '/tag/$tag',
                params: { tag },
                search: next === 'liked' ? { order: next } : {},
                replace: true,
              })
            }
            empty={
              <EmptyState
                scene="stage"
                title={t`Nobody has used it yet`}
                text={<Trans>Write it into the words of a video, and the video stands here.</Trans>}
              >
                <Link to="/upload" className={buttonClass('primary')}>
                  <Trans>Post a video</Trans>
                </Link>
              </EmptyState>
            }
          />
        </div>
      ) : (
        <Waiting lines={3} />
      )}
    </Page>
  )
}

export default TagPage
