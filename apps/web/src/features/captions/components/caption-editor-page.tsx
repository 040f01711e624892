import type { Caption, PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button, buttonClass, EmptyState, Icon, Page } from '#shared/ui'
import { languageName } from '../languages.ts'
import { useCaptions } from '../queries.ts'
import { CueEditor } from './cue-editor.tsx'
import { WithOwnVideo } from './with-own-video.tsx'

const LoadedEditor = ({ post, language }: { post: PublishedPost; language: string }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data, error, refetch, isFetching } = useCaptions(post.assetId)
  if (error && !data)
    return (
      <EmptyState scene="fallen" title={t`The captions did not load`} text={errorText(error)}>
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  if (!data) return <div className="skeleton h-96 rounded-lg" aria-busy="true" />
  const isThis = (caption: Caption): boolean => caption.language.toLowerCase() === language.toLowerCase()
  return (
    <CueEditor key={language} post={post} language={language} saved={data.captions.find(isThis) ?? null} />
  )
}

/** The captions of one video in one language, beside the video. */
const CaptionEditorPage = (props: { postId: string; language: string }): ReactNode => {
  const { t, i18n } = useLingui()
  const { postId, language } = props
  const name = languageName(language, i18n.locale)
  return (
    <WithOwnVideo postId={postId}>
      {(post) => (
        <Page
          title={t`Captions: ${name}`}
          width="wide"
          back={
            <Link to="/p/$postId/captions" params={{ postId }} className={buttonClass('quiet', 'px-3')}>
              <Icon name="back" className="size-5 rtl:-scale-x-100" />
              <Trans>All languages</Trans>
            </Link>
          }
        >
          <LoadedEditor post={post} language={language} />
        </Page>
      )}
    </WithOwnVideo>
  )
}

export default CaptionEditorPage
