import type { PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { usePost } from '#features/post'
import { isApiError, useErrorText } from '#shared/api'
import { Button, buttonClass, EmptyState } from '#shared/ui'

const NotMine = ({ signedIn }: { signedIn: boolean }): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="curtain"
      headingLevel={1}
      title={t`Behind the curtain`}
      text={<Trans>Only the author of a video writes its captions.</Trans>}
    >
      {!signedIn && (
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
      )}
    </EmptyState>
  )
}

/** Shows its children to the author of a published post; everybody else gets told why not. */
export const WithOwnVideo = (props: {
  postId: string
  children: (post: PublishedPost) => ReactNode
}): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const { data: post, error, refetch, isFetching } = usePost(props.postId)
  if (error && !post)
    return (
      <EmptyState
        scene={isApiError(error, 'not_found') ? 'lost' : 'fallen'}
        headingLevel={1}
        title={t`The video did not load`}
        text={errorText(error)}
      >
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  if (!post || me === undefined)
    return (
      <div className="mx-auto grid w-full max-w-2xl gap-4 px-5 pt-12" aria-busy="true">
        <div className="skeleton h-12 w-56 rounded-md" />
        <div className="skeleton h-40 rounded-lg" />
        <div className="skeleton h-40 rounded-lg" />
      </div>
    )
  if (me === null || post.author.personId !== me.personId) return <NotMine signedIn={me !== null} />
  if (post.state !== 'published')
    return (
      <EmptyState
        scene="stage"
        headingLevel={1}
        title={t`Not published yet`}
        text={<Trans>Captions can be written as soon as the video plays.</Trans>}
      />
    )
  return props.children(post)
}
