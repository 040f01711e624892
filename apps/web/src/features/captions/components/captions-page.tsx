import type { Caption, PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Button, buttonClass, ConfirmDialog, EmptyState, Icon, IconButton, Page, toast } from '#shared/ui'
import { readCues } from '../cues.ts'
import { languageName, ownName } from '../languages.ts'
import { useCaptions, useDeleteCaption } from '../queries.ts'
import { AddCaptions } from './add-captions.tsx'
import { Recognise } from './recognise.tsx'
import { WithOwnVideo } from './with-own-video.tsx'

const CaptionRow = (props: {
  postId: string
  caption: Caption
  onDelete: (caption: Caption) => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { language, origin, vtt, updatedAt } = props.caption
  const name = ownName(language)
  const translated = languageName(language, i18n.locale)
  const count = readCues(vtt).length
  const changed = timeAgo(updatedAt, wallMs(), i18n.locale)
  return (
    <li className="card flex items-center gap-2 py-3 ps-5 pe-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">
          <bdi lang={language}>{name}</bdi>
        </span>
        <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-soft">
          {translated !== name && <span>{translated}</span>}
          <span>
            <Plural value={count} one="# caption" other="# captions" />
          </span>
          <span>{changed}</span>
          {origin === 'recognised' && (
            <span className="rounded-full bg-raised px-2 font-semibold text-ink">
              <Trans>recognised, please check</Trans>
            </span>
          )}
        </span>
      </span>
      <Link
        to="/p/$postId/captions/$language"
        params={{ postId: props.postId, language }}
        aria-label={t`Edit ${name}`}
        className={buttonClass('secondary', 'px-5')}
      >
        <Trans>Edit</Trans>
      </Link>
      <IconButton
        icon="trash"
        label={t`Delete ${name}`}
        onClick={() => props.onDelete(props.caption)}
        className="hover:bg-raised"
      />
    </li>
  )
}

const DeleteDialog = (props: { assetId: string; caption: Caption; onDone: () => void }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const remove = useDeleteCaption(props.assetId)
  const name = ownName(props.caption.language)
  return (
    <ConfirmDialog
      title={t`Delete the captions in ${name}?`}
      description={t`Viewers who read along will have none. This cannot be undone.`}
      action={t`Delete captions`}
      busy={remove.isPending}
      onCancel={props.onDone}
      onConfirm={() =>
        remove.mutate(props.caption.language, {
          onSuccess: () => toast(t`The captions were deleted`),
          onError: (error) => toast(errorText(error)),
          onSettled: props.onDone,
        })
      }
    />
  )
}

const CaptionList = ({ post }: { post: PublishedPost }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data, error, refetch, isFetching } = useCaptions(post.assetId)
  const [deleting, setDeleting] = useState<Caption | null>(null)
  if (error && !data)
    return (
      <EmptyState scene="fallen" title={t`The captions did not load`} text={errorText(error)}>
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  if (!data)
    return (
      <div className="grid gap-3" aria-busy="true">
        <div className="skeleton h-20 rounded-lg" />
        <div className="skeleton h-20 rounded-lg" />
      </div>
    )
  const { captions, recognition } = data
  return (
    <div className="grid gap-10">
      <section aria-label={t`Languages`}>
        {captions.length === 0 ? (
          <div className="card">
            <EmptyState
              scene="stage"
              title={t`No captions yet`}
              text={
                <Trans>Many people watch without sound, and some cannot hear it. Give them your words.</Trans>
              }
            />
          </div>
        ) : (
          <ul className="grid gap-3">
            {captions.map((caption) => (
              <CaptionRow
                key={caption.language}
                postId={post.postId}
                caption={caption}
                onDelete={setDeleting}
              />
            ))}
          </ul>
        )}
      </section>
      {recognition && (
        <Recognise
          assetId={post.assetId}
          recognition={recognition}
          hasSound={post.playback.hasAudio}
          existing={captions.find(({ language }) => language === recognition.language) ?? null}
        />
      )}
      <AddCaptions post={post} taken={captions.map(({ language }) => language)} />
      {deleting && (
        <Suspense fallback={null}>
          <DeleteDialog assetId={post.assetId} caption={deleting} onDone={() => setDeleting(null)} />
        </Suspense>
      )}
    </div>
  )
}

/** The captions of one video in all their languages, for its author. */
const CaptionsPage = ({ postId }: { postId: string }): ReactNode => {
  const { t } = useLingui()
  return (
    <WithOwnVideo postId={postId}>
      {(post) => (
        <Page
          title={t`Captions`}
          back={
            <Link to="/p/$postId/stats" params={{ postId }} className={buttonClass('quiet', 'px-3')}>
              <Icon name="back" className="size-5 rtl:-scale-x-100" />
              <Trans>Statistics</Trans>
            </Link>
          }
          intro={<Trans>Words to read along, in as many as twenty languages.</Trans>}
        >
          <CaptionList post={post} />
        </Page>
      )}
    </WithOwnVideo>
  )
}

export default CaptionsPage
