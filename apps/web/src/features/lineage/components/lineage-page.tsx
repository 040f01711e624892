import type { LineageKind, PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PostTiles } from '#features/post-tiles'
import { usePost } from '#features/post'
import { Poster } from '#shared/player'
import { ListEnd, NotLoaded, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Icon, Page } from '#shared/ui'
import { parentsAbove, type Parent } from '../family.ts'
import { useLineage, useVideoReplies } from '../queries.ts'

const PostLine = ({ post, isThis }: { post: PublishedPost; isThis?: boolean }): ReactNode => {
  const { t } = useLingui()
  return (
    <Link
      to="/p/$postId"
      params={{ postId: post.postId }}
      aria-current={isThis ? 'page' : undefined}
      className="group flex min-w-0 items-center gap-4 rounded-lg border-[1.5px] border-line bg-surface p-2.5 aria-[current]:border-limelight"
    >
      <span className="block aspect-[9/16] w-14 shrink-0 overflow-hidden rounded-md bg-raised">
        <Poster playback={post.playback} lazy className="size-full object-cover" />
      </span>
      <span className="min-w-0">
        <bdi className="block truncate font-display font-bold group-hover:underline">
          {post.author.displayName}
        </bdi>
        <span dir="auto" className="line-clamp-2 text-sm break-words text-ink-soft">
          {post.caption.trim() || t`Video`}
        </span>
      </span>
    </Link>
  )
}

const Use = ({ kinds, name }: { kinds: readonly LineageKind[]; name: string | null }): ReactNode => {
  const isReply = kinds.includes('reply')
  if (name === null)
    return kinds.length === 2 ? (
      <Trans>A video answers a comment under it, with its sound</Trans>
    ) : isReply ? (
      <Trans>A video answers a comment under it</Trans>
    ) : (
      <Trans>A video uses its sound</Trans>
    )
  return kinds.length === 2 ? (
    <Trans>{name} answers a comment under it, with its sound</Trans>
  ) : isReply ? (
    <Trans>{name} answers a comment under it</Trans>
  ) : (
    <Trans>{name} uses its sound</Trans>
  )
}

/** The videos above this one, the farthest on top, each with what was made from it. */
const Above = (props: { parents: readonly Parent[]; posts: ReadonlyMap<string, PublishedPost> }): ReactNode =>
  props.parents.map(({ parentId, uses }) => {
    const post = props.posts.get(parentId)
    return (
      <li key={parentId} className="grid gap-2">
        {post ? (
          <PostLine post={post} />
        ) : (
          <p className="rounded-lg border-[1.5px] border-dashed border-line p-4 text-sm text-ink-soft">
            <Trans>A video that is gone, or not for you to see</Trans>
          </p>
        )}
        <ul className="ms-9 grid gap-1 border-s-[3px] border-limelight py-1.5 ps-4">
          {uses.map(({ childId, kinds }) => (
            <li key={childId} className="flex items-center gap-2 text-sm text-ink-soft">
              <Icon name={kinds.includes('reply') ? 'reply' : 'note'} className="size-4.5 shrink-0" />
              <span className="min-w-0">
                <Use kinds={kinds} name={props.posts.get(childId)?.author.displayName ?? null} />
              </span>
            </li>
          ))}
        </ul>
      </li>
    )
  })

const Replies = ({ postId, commentId }: { postId: string; commentId: string | null }): ReactNode => {
  const list = useVideoReplies(postId, commentId)
  if (list.isSuccess && list.posts.length === 0 && !list.hasNextPage)
    return (
      <EmptyState
        scene="stage"
        title={<Trans>No video answers it yet</Trans>}
        text={<Trans>Under each comment, More offers to answer it with a video.</Trans>}
      />
    )
  return (
    <>
      <PostTiles posts={list.posts} />
      <ListEnd list={list} />
    </>
  )
}

/** Where a video comes from, and what was made from it. */
const LineagePage = ({ postId, comment = null }: { postId: string; comment?: string | null }): ReactNode => {
  const { t } = useLingui()
  const post = usePost(postId)
  const lineage = useLineage(postId)
  const failed = post.error ?? lineage.error
  if (failed)
    return (
      <NotLoaded
        title={<Trans>What it was made from did not load</Trans>}
        error={failed}
        busy={post.isFetching || lineage.isFetching}
        onRetry={() => void Promise.all([post.refetch(), lineage.refetch()])}
      />
    )
  const shown = post.data?.state === 'published' ? post.data : null
  if (!lineage.data || !shown)
    return (
      <Page title={t`Where it comes from`}>
        <Waiting lines={4} />
      </Page>
    )
  const { steps, posts, made } = lineage.data
  const parents = parentsAbove(steps)
  const byId = new Map([...posts, shown].map((one) => [one.postId, one]))
  const { replies, withSound } = made
  const own = shown.sound?.isOriginal === true && withSound > 0 ? shown.sound : null
  return (
    <Page
      title={t`Where it comes from`}
      intro={
        parents.length === 0 ? (
          <Trans>This video was made from no other.</Trans>
        ) : (
          <Trans>What it was made from, the oldest first, and what was made from it.</Trans>
        )
      }
    >
      <div className="grid gap-9">
        <ol aria-label={t`Where it comes from`} className="grid gap-2">
          <Above parents={parents} posts={byId} />
          <li>
            <PostLine post={shown} isThis />
          </li>
        </ol>
        <section aria-labelledby="made" className="grid gap-4">
          <h2 id="made" className="font-display text-xl font-bold">
            {comment === null ? (
              <Trans>What was made from it</Trans>
            ) : (
              <Trans>Videos that answer this comment</Trans>
            )}
          </h2>
          {comment === null && replies > 0 && (
            <p className="text-sm text-ink-soft">
              <Plural value={replies} one="# video answers a comment." other="# videos answer comments." />
            </p>
          )}
          {comment !== null && (
            <Link to="/p/$postId/lineage" params={{ postId }} className={buttonClass('secondary')}>
              <Trans>All that was made from it</Trans>
            </Link>
          )}
          {comment === null && own && (
            <Link
              to="/sound/$soundId"
              params={{ soundId: own.soundId }}
              className="flex min-h-11 w-fit items-center gap-2 text-sm font-semibold underline underline-offset-3"
            >
              <Icon name="note" className="size-4.5" />
              <Plural value={withSound} one="# video uses its sound" other="# videos use its sound" />
            </Link>
          )}
          <Replies postId={postId} commentId={comment} />
        </section>
      </div>
    </Page>
  )
}

export default LineagePage
