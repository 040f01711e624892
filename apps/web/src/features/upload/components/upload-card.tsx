import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CaptionEditor, FoldedOptions } from '#features/post-form'
import { isApiError, useErrorText } from '#shared/api'
import { fileSize } from '#shared/format'
import { asWish } from '#shared/posting'
import { Button, buttonClass, Icon, IconButton, ObjectVideo } from '#shared/ui'
import type { UploadItem } from '../item.ts'
import { canPost, phaseOf } from '../item.ts'
import type { UploadSession } from '../session.ts'
import { Sources } from './sources.tsx'
import { UploadStatus } from './upload-status.tsx'

const Preview = ({ item }: { item: UploadItem }): ReactNode => {
  const { t } = useLingui()
  const poster = item.asset?.state === 'ready' ? item.asset.playback.posterUrl : null
  return (
    <div className="relative aspect-[9/16] w-24 shrink-0 self-start overflow-hidden rounded-md bg-stage sm:w-40">
      {item.previewUrl ? (
        <ObjectVideo
          url={item.previewUrl}
          aria-label={t`Preview of the file`}
          muted
          loop
          autoPlay
          playsInline
          disableRemotePlayback
          className="size-full object-contain"
        />
      ) : poster ? (
        <img src={poster} alt="" className="size-full object-cover" />
      ) : (
        <div className="grid size-full place-items-center text-on-stage-soft">
          <Icon name="film" className="size-9" />
        </div>
      )}
    </div>
  )
}

const PostButton = ({ item, session }: { item: UploadItem; session: UploadSession }): ReactNode => {
  const { posting } = item
  const errorText = useErrorText()
  if (posting.state === 'posted')
    return posting.published ? (
      <Link to="/p/$postId" params={{ postId: posting.postId }} className={buttonClass('primary')}>
        <Trans>View post</Trans>
      </Link>
    ) : (
      <p className="flex items-center gap-2 text-sm font-semibold text-bottle">
        <Icon name="check" className="size-5" />
        {item.options.when === 'now' ? <Trans>Posted</Trans> : <Trans>Kept</Trans>}
      </p>
    )
  const inUse = posting.state === 'failed' && isApiError(posting.error, 'asset_in_use')
  return (
    <>
      {posting.state === 'failed' && (
        <p role="alert" className="w-full text-sm font-semibold text-alert">
          {isApiError(posting.error, 'sound_unavailable') ? (
            <Trans>This sound is not offered any more. Post with your own, or choose another one.</Trans>
          ) : isApiError(posting.error, 'comment_unavailable') ? (
            <Trans>This comment cannot be answered any more. Post the video without it.</Trans>
          ) : (
            errorText(posting.error)
          )}
        </p>
      )}
      {(canPost(item) || posting.state === 'wanted') && !inUse && (
        <Button
          busy={posting.state === 'wanted'}
          disabled={asWish(item.options) === null}
          onClick={() => session.post(item.key)}
        >
          {item.options.replaces !== null ? (
            <Trans>Replace the video</Trans>
          ) : item.options.when === 'now' ? (
            <Trans>Post</Trans>
          ) : item.options.when === 'draft' ? (
            <Trans>Keep as a draft</Trans>
          ) : (
            <Trans>Schedule</Trans>
          )}
        </Button>
      )}
    </>
  )
}

/** One file: its picture, its state, its caption and what can be done with it. */
export const UploadCard = ({ item, session }: { item: UploadItem; session: UploadSession }): ReactNode => {
  const { t, i18n } = useLingui()
  const phase = phaseOf(item)
  const { filename, key } = item
  const isPosted = item.posting.state === 'posted'
  const isOver = phase.kind === 'objected' || phase.kind === 'refused'
  // What stopped in an earlier window needs its file first.
  const canGoOn = phase.kind === 'paused' || phase.kind === 'failed'
  const isDone = isPosted && phase.kind === 'ready'
  return (
    <li className="card animate-rise flex gap-4 p-4 sm:gap-6 sm:p-6" aria-label={filename}>
      <Preview item={item} />
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4">
        <div className="flex items-start justify-between gap-2">
          <div className="min-w-0 pt-1">
            <h2 className="truncate font-body text-sm font-semibold tracking-normal">
              <bdi>{filename}</bdi>
            </h2>
            {item.totalBytes > 0 && (
              <p className="text-xs text-ink-soft">{fileSize(item.totalBytes, i18n.locale)}</p>
            )}
          </div>
          <div className="-me-2 -mt-1 flex">
            {(phase.kind === 'uploading' || phase.kind === 'waiting_for_network') && (
              <IconButton
                icon="pause"
                label={t`Pause upload`}
                onClick={() => session.pause(key)}
                className="hover:bg-raised"
              />
            )}
            {canGoOn && (
              <IconButton
                icon="play"
                label={t`Resume upload`}
                onClick={() => session.resume(key)}
                className="hover:bg-raised"
              />
            )}
            <IconButton
              icon="close"
              label={isDone || isOver || isPosted ? t`Remove from list` : t`Cancel upload`}
              onClick={() => void session.remove(key)}
              className="hover:bg-raised"
            />
          </div>
        </div>
        <UploadStatus item={item} />
        {isPosted && item.caption.trim() !== '' && (
          <p dir="auto" className="line-clamp-4 border-s-4 border-limelight ps-3 text-sm whitespace-pre-line">
            {item.caption}
          </p>
        )}
        {!isOver && !isPosted && item.options.replaces !== null && (
          <p className="text-sm text-ink-soft">
            <Trans>It takes the place of the video of your post.</Trans>
          </p>
        )}
        {!isOver && !isPosted && item.options.replaces === null && (
          <>
            <Sources
              madeFrom={item.options}
              onChange={
                item.posting.state === 'wanted' ? undefined : (madeFrom) => session.setOptions(key, madeFrom)
              }
            />
            <CaptionEditor
              caption={item.caption}
              disabled={item.posting.state === 'wanted'}
              onChange={(caption) => session.setCaption(key, caption)}
            />
            <FoldedOptions
              options={item.options}
              disabled={item.posting.state === 'wanted'}
              onChange={(change) => session.setOptions(key, change)}
            />
          </>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <PostButton item={item} session={session} />
        </div>
      </div>
    </li>
  )
}
