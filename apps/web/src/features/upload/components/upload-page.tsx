import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useInstance, useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { Button, buttonClass, EmptyState, Page } from '#shared/ui'
import { useUploads } from '../queries.ts'
import { DropZone } from './drop-zone.tsx'
import { UploadCard } from './upload-card.tsx'

/** Upload videos and post them. */
const UploadPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const { data: instance, error, refetch, isFetching } = useInstance()
  const session = useUploads(me)
  if (me === null)
    return (
      <EmptyState
        scene="stage"
        headingLevel={1}
        title={t`Sign in to perform`}
        text={<Trans>Videos belong to a person. Sign in or make an account, it takes a minute.</Trans>}
      >
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
        <Link to="/sign-up" className={buttonClass('secondary')}>
          <Trans>Create account</Trans>
        </Link>
      </EmptyState>
    )
  return (
    <Page
      title={t`Post a video`}
      intro={<Trans>The upload starts at once. You can post before it has finished.</Trans>}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {instance ? (
          <DropZone
            limits={instance.upload}
            small={session.items.length > 0}
            onFiles={(files) =>
              void session.add(files.map((file) => ({ file, limits: instance.upload, origin: 'chosen' })))
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
