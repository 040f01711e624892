import type { Profile } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { usePostChanges } from '#features/post'
import { isApiError, useErrorText } from '#shared/api'
import { monthAndYear } from '#shared/format'
import { Avatar, Awning, Button, buttonClass, EmptyState, Icon } from '#shared/ui'
import { useProfile } from '../queries.ts'
import { PostGrid } from './post-grid.tsx'

const Header = ({ profile }: { profile: Profile }): ReactNode => {
  const { i18n } = useLingui()
  const since = monthAndYear(profile.createdAt, i18n.locale)
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Avatar
        handle={profile.handle}
        name={profile.displayName}
        className="-mt-9 size-28 border-4 border-paper text-[3.25rem] lg:size-36 lg:text-[4.25rem]"
      />
      <div className="min-w-0 flex-1 basis-56 pb-1">
        <h1 className="truncate text-2xl lg:text-3xl">
          <bdi>{profile.displayName}</bdi>
        </h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-ink-soft">
          <bdi className="font-semibold">@{profile.handle}</bdi>
          <span>
            <Trans>performing since {since}</Trans>
          </span>
        </p>
      </div>
      {profile.isMe && (
        <div className="flex gap-2 pb-1">
          <Link to="/upload" className={buttonClass('primary')}>
            <Icon name="plus" className="size-5" />
            <Trans>Post</Trans>
          </Link>
          <Link to="/settings" className={buttonClass('secondary')}>
            <Icon name="settings" className="size-5" />
            <Trans>Settings</Trans>
          </Link>
        </div>
      )}
    </header>
  )
}

const HeaderSkeleton = (): ReactNode => (
  <div className="flex items-end gap-6" role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <div className="skeleton -mt-9 size-28 rounded-full lg:size-36" />
    <div className="grid flex-1 gap-3 pb-2">
      <div className="skeleton h-8 w-48 rounded-full" />
      <div className="skeleton h-4 w-64 max-w-full rounded-full" />
    </div>
  </div>
)

/** A person and everything they performed. */
const ProfilePage = ({ handle }: { handle: string }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { data: profile, error, refetch, isFetching } = useProfile(handle)
  usePostChanges(profile?.isMe ?? false)
  const name = profile?.displayName ?? `@${handle}`
  useEffect(() => {
    document.title = `${name} · Busker`
  }, [name])
  if (error)
    return (
      <>
        <Awning />
        <EmptyState
          scene={isApiError(error, 'not_found') ? 'lost' : 'fallen'}
          headingLevel={1}
          title={
            isApiError(error, 'not_found') ? t`Nobody performs as @${handle}` : t`The profile did not load`
          }
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
      </>
    )
  return (
    <>
      <div className="limelit" aria-hidden="true">
        <Awning />
        <div className="h-14 lg:h-24" />
      </div>
      <div className="mx-auto max-w-5xl px-4 pb-16 lg:px-10">
        {profile ? <Header profile={profile} /> : <HeaderSkeleton />}
        <section aria-label={t`Videos`} className="mt-8">
          <PostGrid handle={handle} isMe={profile?.isMe ?? false} />
        </section>
      </div>
    </>
  )
}

export default ProfilePage
