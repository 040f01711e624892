import type { PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { shortTime } from '#shared/format'
import { Button, buttonClass, Icon, Spinner, toast } from '#shared/ui'
import { useKeepVideo } from '../queries.ts'

const Pending = ({ post }: { post: PublishedPost }): ReactNode => {
  const errorText = useErrorText()
  const keep = useKeepVideo(post.postId)
  const refusal = post.replacement?.refusal ?? null
  return (
    <div className="grid gap-3">
      {refusal === null ? (
        <p role="status" className="flex items-center gap-3 text-sm">
          <Spinner className="size-6 shrink-0 text-curtain" />
          <Trans>The new video is being prepared. The old one plays until it is ready.</Trans>
        </p>
      ) : (
        <p role="alert" className="text-sm font-semibold text-alert">
          <Trans>The new video cannot be used: {refusal}</Trans>
        </p>
      )}
      <div>
        <Button
          look="secondary"
          busy={keep.isPending}
          onClick={() => keep.mutate(undefined, { onError: (error) => toast(errorText(error)) })}
        >
          <Trans>Keep the old one</Trans>
        </Button>
      </div>
    </div>
  )
}

/** Puts another video in the place of this one, without losing what the post has. */
export const ReplacePart = ({ post }: { post: PublishedPost }): ReactNode => {
  const { i18n } = useLingui()
  const { version } = post
  const since = post.replacedAt === null ? null : shortTime(post.replacedAt, i18n.locale)
  return (
    <section className="grid gap-3" aria-labelledby="replace-video">
      <h2 id="replace-video" className="text-lg">
        <Trans>Replace the video</Trans>
      </h2>
      <p className="text-sm text-ink-soft">
        <Trans>Address, comments and numbers stay. Statistics tell each version apart.</Trans>
      </p>
      {since !== null && (
        <p className="text-sm text-ink-soft">
          <Trans>
            Version {version} since {since}
          </Trans>
        </p>
      )}
      {post.replacement !== null && <Pending post={post} />}
      {(post.replacement === null || post.replacement.refusal !== null) && (
        <div>
          <Link to="/upload" search={{ replaces: post.postId }} className={buttonClass('secondary')}>
            <Icon name="upload" className="size-5" />
            <Trans>Choose a new video</Trans>
          </Link>
        </div>
      )}
    </section>
  )
}
