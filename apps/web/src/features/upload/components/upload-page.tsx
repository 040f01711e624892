import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { goOnWith, useInstance, useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { asSearch, madeFromSearch, type MadeFromSearch } from '#shared/posting'
import { Button, buttonClass, EmptyState, Page } from '#shared/ui'
import type { UploadLimits } from '../inspect-file.ts'
import { useUploads } from '../queries.ts'
import type { UploadSearch } from '../upload-search.ts'
import { DropZone } from './drop-zone.tsx'
import { SharedCard } from './shared-card.tsx'
import { Sources } from './sources.tsx'
import { UploadCard } from './upload-card.tsx'

/** Upload videos and post them. */
const UploadPage = (props: MadeFromSearch & UploadSearch): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { replaces = null, shared = false } = props
  // What replaces a video has nothing but its pictures and its sound.
  const madeFrom = madeFromSearch(replaces === null ? props : {})
  const me = useMe()
  const errorText = useErrorText()
  const { data: instance, error, refetch, isFetching } = useInstance()
  const session = useUploads(me)
  const comeBack = (): void => goOnWith(shared ? '/upload?shared=true' : '/upload')
  const addAll = (files: readonly File[], limits: UploadLimits): void =>
    void session.add(files.map((file) => ({ file, limits, origin: 'chosen', replaces, madeFrom })))
  if (me === null)
    return (
      <EmptyState
        scene="stage"
        headingLevel={1}
        title={t`Sign in to perform`}
        text={
          shared ? (
            <Trans>What you shared waits here. Sign in or make an account, it takes a minute.</Trans>
          ) : (
            <Trans>Videos belong to a person. Sign in or make an account, it takes a minute.</Trans>
          )
        }
      >
        <Link to="/sign-in" className={buttonClass('primary')} onClick={comeBack}>
          <Trans>Sign in</Trans>
        </Link>
        <Link to="/sign-up" className={buttonClass('secondary')} onClick={comeBack}>
          <Trans>Create account</Trans>
        </Link>
      </EmptyState>
    )
  return (
    <Page
      title={replaces === null ? t`Post a video` : t`Replace the video`}
      intro={
        replaces === null ? (
          <Trans>The upload starts at once. You can post before it has finished.</Trans>
        ) : (
          <Trans>The old video plays until the new one is ready. Nothing else of the post changes.</Trans>
        )
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Sources
          madeFrom={madeFrom}
          onChange={(next) => void navigate({ to: '/upload', search: asSearch(next), replace: true })}
        />
        {shared && instance && (
          <SharedCard
            onTake={(files) => addAll(files, instance.upload)}
            onOver={() => void navigate({ to: '/upload', search: asSearch(madeFrom), replace: true })}
          />
        )}
        {instance ? (
          <DropZone
            limits={instance.upload}
            small={session.items.length > 0}
            madeFrom={madeFrom}
            onFiles={(files) =>
              // One video has one place.
              addAll(files.slice(0, replaces === null ? files.length : 1), instance.upload)
            }
          />
        ) : error ? (
          <EmptyState scene="fallen" title={t`The limits did not load`} text={errorText(error)}>
            <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
              <Trans>Try again</Trans>
            </Button>
          </EmptyState>
        ) : (
          <div className="skeleton h-64 rounded-lg" />
        )}
        {session.items.length > 0 && (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-5" aria-label={t`Your uploads`}>
            {session.items.map((item) => (
              <UploadCard key={item.key} item={item} session={session} />
            ))}
          </ul>
        )}
      </div>
    </Page>
  )
}

export default UploadPage
