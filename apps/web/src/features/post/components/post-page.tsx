import type { Post, PostId } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useMe } from '#features/auth'
import { PostStage, StageSkeleton } from '#features/watch'
import { isApiError, useErrorText } from '#shared/api'
import { shortTime } from '#shared/format'
import { Button, buttonClass, ConfirmDialog, EmptyState, Icon, IconButton, Spinner, toast } from '#shared/ui'
import { useDeletePost, usePost, usePostChanges } from '../queries.ts'

const Filling = ({ children }: { children: ReactNode }): ReactNode => (
  <div className="limelit grid min-h-[calc(100dvh-var(--bar))] place-items-center lg:min-h-dvh">
    {children}
  </div>
)

const ownerOf = (post: Post, myId: string | undefined): boolean =>
  post.state === 'published' ? post.can.delete : post.author.personId === myId

const DeleteButton = ({ post }: { post: Post }): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const [asks, setAsks] = useState(false)
  const remove = useDeletePost()
  const confirm = (): void =>
    remove.mutate(post.postId, {
      onSuccess: () => {
        toast(t`The post was deleted`)
        void navigate({ to: '/@{$handle}', params: { handle: post.author.handle }, replace: true })
      },
      onError: (error) => {
        setAsks(false)
        toast(errorText(error))
      },
    })
  return (
    <>
      <IconButton
        icon="trash"
        label={t`Delete post`}
        onClick={() => setAsks(true)}
        className="bg-[#120a0d80] text-on-stage hover:bg-[#120a0dcc]"
      />
      <Suspense fallback={null}>
        {asks && (
          <ConfirmDialog
            title={t`Delete this post?`}
            description={t`The video, its likes and its place in the feed are gone for good.`}
            action={t`Delete`}
            busy={remove.isPending}
            onConfirm={confirm}
            onCancel={() => setAsks(false)}
          />
        )}
      </Suspense>
    </>
  )
}

const PostLinkSheet = lazy(() => import('./post-link-sheet.tsx'))

const LinkButton = ({ postId }: { postId: PostId }): ReactNode => {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton
        icon="link"
        label={t`Button to a brand`}
        onClick={() => setOpen(true)}
        className="bg-[#120a0d80] text-on-stage hover:bg-[#120a0dcc]"
      />
      <Suspense fallback={null}>
        {open && <PostLinkSheet postId={postId} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  )
}

const KeptBack = ({
  post,
}: {
  post: Extract<Post, { state: 'draft' | 'scheduled' | 'removed' }>
}): ReactNode => {
  const { t, i18n } = useLingui()
  if (post.state === 'removed')
    return (
      <EmptyState
        scene="fallen"
        headingLevel={1}
        title={t`Moderators removed this video`}
        text={<Trans>Nobody but you sees it. Your notices say why, and how to appeal.</Trans>}
      />
    )
  const time = post.state === 'scheduled' ? shortTime(post.publishAt, i18n.locale) : ''
  return (
    <EmptyState
      scene="stage"
      headingLevel={1}
      title={post.state === 'draft' ? t`A draft` : t`Goes out ${time}`}
      text={
        post.caption === '' ? <Trans>It has no caption yet. Nobody but you sees it.</Trans> : post.caption
      }
    >
      <Link to="/p/$postId/edit" params={{ postId: post.postId }} className={buttonClass('primary')}>
        <Trans>Edit post</Trans>
      </Link>
      <DeleteButton post={post} />
    </EmptyState>
  )
}

const EditLink = ({ postId }: { postId: PostId }): ReactNode => {
  const { t } = useLingui()
  return (
    <Link
      to="/p/$postId/edit"
      params={{ postId }}
      aria-label={t`Edit post`}
      title={t`Edit post`}
      className="grid size-11 place-items-center rounded-full bg-[#120a0d80] text-on-stage hover:bg-[#120a0dcc]"
    >
      <Icon name="pen" />
    </Link>
  )
}

const Unfinished = ({ post }: { post: Exclude<Post, { state: 'published' }> }): ReactNode => {
  const { t } = useLingui()
  if (post.state === 'waiting')
    return (
      <EmptyState
        scene="stage"
        headingLevel={1}
        title={t`Getting ready for the stage`}
        text={<Trans>Your video is being prepared. It publishes itself, and this page shows it then.</Trans>}
      >
        <Spinner className="size-8 text-curtain" />
      </EmptyState>
    )
  if (post.state !== 'refused') return <KeptBack post={post} />
  return (
    <EmptyState scene="fallen" headingLevel={1} title={t`This video was refused`} text={post.message}>
      <Link to="/upload" className={buttonClass('primary')}>
        <Trans>Choose another video</Trans>
      </Link>
    </EmptyState>
  )
}

/** One post by its own address. */
const PostPage = ({ postId }: { postId: string }): ReactNode => {
  const { t } = useLingui()
  const router = useRouter()
  const me = useMe()
  const errorText = useErrorText()
  const { data: post, error, refetch, isFetching } = usePost(postId)
  const isOwner = post !== undefined && ownerOf(post, me?.personId)
  usePostChanges(isOwner && post?.state !== 'published')
  const name = post?.author.displayName
  useEffect(() => {
    document.title = name ? `${name} · Busker` : 'Busker'
  }, [name])

  if (error)
    return (
      <Filling>
        <EmptyState
          scene={isApiError(error, 'not_found') ? 'lost' : 'fallen'}
          headingLevel={1}
          title={isApiError(error, 'not_found') ? t`This post is gone` : t`The post did not load`}
          text={errorText(error)}
        >
          {!isApiError(error, 'not_found') && (
            <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
              <Trans>Try again</Trans>
            </Button>
          )}
          <Link to="/" className={buttonClass('secondary')}>
            <Trans>Back to the feed</Trans>
          </Link>
        </EmptyState>
      </Filling>
    )
  if (post && post.state !== 'published')
    return (
      <Filling>
        <Unfinished post={post} />
      </Filling>
    )
  const goBack = (): void =>
    router.history.canGoBack() ? router.history.back() : void router.navigate({ to: '/' })
  return (
    <div className="relative h-[calc(100dvh-var(--bar))] lg:h-dvh">
      {post ? (
        <>
          <h1 className="sr-only">{post.author.displayName}</h1>
          <PostStage post={post} slot={null} surface="post" place={0} active />
        </>
      ) : (
        <StageSkeleton />
      )}
      <div className="absolute start-3 top-[max(0.75rem,env(safe-area-inset-top))] z-10 flex gap-2 lg:start-6 lg:top-6">
        <IconButton
          icon="back"
          label={t`Back`}
          onClick={goBack}
          className="bg-[#120a0d80] text-on-stage hover:bg-[#120a0dcc] rtl:-scale-x-100"
        />
        {post && isOwner && <DeleteButton post={post} />}
        {post && post.author.personId === me?.personId && <LinkButton postId={post.postId} />}
        {post?.can.edit === true && <EditLink postId={post.postId} />}
      </div>
    </div>
  )
}

export default PostPage
