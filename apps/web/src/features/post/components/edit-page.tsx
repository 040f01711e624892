import type { Post } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode, SubmitEvent } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { CaptionEditor, OptionFields } from '#features/post-form'
import { isApiError, useErrorText } from '#shared/api'
import { asWish, whenOf, type PostOptions } from '#shared/posting'
import { Button, buttonClass, EmptyState, Page, toast } from '#shared/ui'
import { useEditPost, usePost, usePostChanges } from '../queries.ts'
import { CoverPart } from './cover-part.tsx'
import { ReplacePart } from './replace-part.tsx'

const optionsOf = (post: Post): PostOptions => ({
  ...{ altText: post.altText, audience: post.audience, allowDownload: post.allowDownload },
  when: whenOf(post),
  ...{ replaces: null, soundId: null, answers: null },
})

const isOut = (post: Post): boolean => post.state === 'published' || post.state === 'removed'

const EditForm = ({ post }: { post: Post }): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const errorText = useErrorText()
  const [caption, setCaption] = useState(post.caption)
  const [options, setOptions] = useState(() => optionsOf(post))
  const edit = useEditPost(post.postId)
  const wish = asWish(options)
  const save = (publish: typeof wish): void => {
    const { altText, audience, allowDownload } = options
    const body = { caption, altText, audience, allowDownload }
    edit.mutate(isOut(post) || publish === null ? body : { ...body, publish }, {
      onSuccess: () => {
        toast(t`Saved`)
        void navigate({ to: '/p/$postId', params: { postId: post.postId } })
      },
    })
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    save(wish)
  }
  return (
    <form onSubmit={submit} className="grid gap-6" aria-busy={edit.isPending}>
      <CaptionEditor caption={caption} disabled={edit.isPending} onChange={setCaption} />
      <OptionFields
        options={options}
        disabled={edit.isPending}
        withWhen={!isOut(post)}
        onChange={(change) => setOptions({ ...options, ...change })}
      />
      {edit.isError && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(edit.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={edit.isPending} disabled={wish === null}>
          <Trans>Save</Trans>
        </Button>
        {!isOut(post) && options.when !== 'now' && (
          <Button look="secondary" busy={edit.isPending} onClick={() => save('now')}>
            <Trans>Post now</Trans>
          </Button>
        )}
        <Link to="/p/$postId" params={{ postId: post.postId }} className={buttonClass('secondary')}>
          <Trans>Cancel</Trans>
        </Link>
      </div>
    </form>
  )
}

const Skeleton = (): ReactNode => (
  <div className="grid gap-5" aria-busy="true">
    <div className="skeleton h-28 rounded-md" />
    <div className="skeleton h-14 rounded-md" />
    <div className="skeleton h-20 rounded-md" />
  </div>
)

const NotMine = (): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="curtain"
      title={t`Behind the curtain`}
      text={<Trans>Only its author can change a post.</Trans>}
    />
  )
}

const Content = ({ postId }: { postId: string }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const { data: post, error, refetch, isFetching } = usePost(postId)
  const isMine = post !== undefined && me?.personId === post.author.personId
  usePostChanges(isMine)
  if (error && !post)
    return (
      <EmptyState
        scene={isApiError(error, 'not_found') ? 'lost' : 'fallen'}
        title={t`The post did not load`}
        text={errorText(error)}
      >
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  if (!post || me === undefined) return <Skeleton />
  if (!isMine) return <NotMine />
  const playback = 'playback' in post ? post.playback : null
  return (
    <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_15rem]">
      <EditForm key={post.postId} post={post} />
      <div className="grid content-start gap-10">
        {playback?.complete === true && <CoverPart assetId={post.assetId} playback={playback} />}
        {post.state === 'published' && <ReplacePart post={post} />}
      </div>
    </div>
  )
}

/** Where an author changes a post: words, audience, time, cover. */
const EditPage = ({ postId }: { postId: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <Page title={t`Edit post`} width="wide">
      <Content postId={postId} />
    </Page>
  )
}

export default EditPage
