import type { TopicOrder } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { PostTiles } from '#features/post-tiles'
import { ListEnd } from '#shared/states'
import { classes } from '#shared/ui'
import type { Topic } from '../queries.ts'
import { useTopicPosts } from '../queries.ts'

interface TopicPostsProps {
  readonly topic: Topic
  readonly order: TopicOrder
  readonly onOrder: (order: TopicOrder) => void
  /** What stands in the place of no videos. */
  readonly empty: ReactNode
}

const orders = ['newest', 'liked'] as const

/** The videos with a hashtag or a sound, in the order that one chooses. */
export const TopicPosts = ({ topic, order, onOrder, empty }: TopicPostsProps): ReactNode => {
  const { t } = useLingui()
  const list = useTopicPosts(topic, order)
  const names: Record<TopicOrder, string> = { newest: t`Newest`, liked: t`Most liked` }
  if (list.isSuccess && list.posts.length === 0 && !list.hasNextPage) return empty
  return (
    <section aria-label={t`Videos`} className="grid gap-5">
      <div role="group" aria-label={t`Order`} className="flex gap-1 border-b border-line">
        {orders.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === order}
            onClick={() => onOrder(one)}
            className={classes(
              'grid min-h-11 place-items-center border-b-3 px-4 text-sm font-semibold whitespace-nowrap',
              one === order ? 'border-curtain text-ink' : 'border-transparent text-ink-soft hover:text-ink',
            )}
          >
            {names[one]}
          </button>
        ))}
      </div>
      <PostTiles posts={list.posts} />
      <ListEnd list={list} />
      {list.isSuccess && !list.hasNextPage && (
        <p className="text-center text-xs text-ink-soft">
          <Trans>These are all.</Trans>
        </p>
      )}
    </section>
  )
}
