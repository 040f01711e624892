import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button, buttonClass, classes, Pill } from '#shared/ui'
import { useReportedPost } from '../queries.ts'

/** A video as it is now: blurred, until whoever looks wants to see it. */
export const BlurredPost = (props: {
  postId: string
  revealed: boolean
  onReveal: (on: boolean) => void
}): ReactNode => {
  const { t } = useLingui()
  const { data: post, isPending } = useReportedPost(props.postId)
  if (isPending) return <div className="skeleton aspect-[9/16] w-48 rounded-lg" />
  if (!post)
    return (
      <p className="text-sm text-ink-soft">
        <Trans>The video is gone, private or of somebody who is hidden from you.</Trans>
      </p>
    )
  const playback = 'playback' in post ? post.playback : null
  const smallest = playback?.renditions.at(0)
  return (
    <div className="flex flex-wrap gap-5">
      <div className="w-48 shrink-0 overflow-hidden rounded-lg bg-raised">
        {props.revealed && smallest ? (
          <video
            controls
            muted
            playsInline
            src={smallest.url}
            poster={playback?.posterUrl ?? undefined}
            aria-label={t`The reported video`}
            className="aspect-[9/16] w-full object-cover"
          />
        ) : (
          playback?.posterUrl && (
            <img
              src={playback.posterUrl}
              alt=""
              className={classes(
                'aspect-[9/16] w-full object-cover',
                !props.revealed && 'scale-110 blur-2xl',
              )}
            />
          )
        )}
      </div>
      <div className="grid max-w-prose min-w-48 flex-1 content-start justify-items-start gap-3">
        {post.state === 'removed' && (
          <Pill tone="bad">
            <Trans>Removed</Trans>
          </Pill>
        )}
        <p dir="auto" className="break-words whitespace-pre-line">
          {post.caption === '' ? <Trans>No caption</Trans> : post.caption}
        </p>
        {post.altText !== '' && (
          <p dir="auto" className="text-sm text-ink-soft">
            {post.altText}
          </p>
        )}
        <Button
          look="secondary"
          icon="eye"
          aria-keyshortcuts="v"
          onClick={() => props.onReveal(!props.revealed)}
        >
          {props.revealed ? <Trans>Blur it again (V)</Trans> : <Trans>Show the video (V)</Trans>}
        </Button>
        <Link to="/p/$postId" params={{ postId: props.postId }} className={buttonClass('quiet')}>
          <Trans>Open its page</Trans>
        </Link>
      </div>
    </div>
  )
}
