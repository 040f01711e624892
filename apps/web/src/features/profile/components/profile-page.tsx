import type { Profile } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useEffect, useState } from 'react'
import { BellButton } from '#features/inbox'
import { usePostChanges } from '#features/post'
import { AskToSignIn, FollowButton, MoreSheet, PeopleSheet, useGate } from '#features/social'
import { isApiError, useErrorText } from '#shared/api'
import { compactNumber, monthAndYear } from '#shared/format'
import { Avatar, Awning, Button, buttonClass, EmptyState, Icon, IconButton } from '#shared/ui'
import { useProfile } from '../queries.ts'
import type { ProfileTab } from '../tabs.ts'
import { Repertoire } from './repertoire.tsx'

const Counts = ({ profile }: { profile: Profile }): ReactNode => {
  const { i18n } = useLingui()
  const [list, setList] = useState<'followers' | 'following' | null>(null)
  const look = 'min-h-11 rounded-full px-2 -mx-2 hover:underline'
  const followers = compactNumber(profile.followers, i18n.locale)
  const following = compactNumber(profile.following, i18n.locale)
  return (
    <div className="flex flex-wrap gap-x-6 text-sm">
      <button type="button" onClick={() => setList('followers')} className={look}>
        <b>{followers}</b> <Plural value={profile.followers} one="follower" other="followers" />
      </button>
      <button type="button" onClick={() => setList('following')} className={look}>
        <Trans>
          <b>{following}</b> following
        </Trans>
      </button>
      <Suspense fallback={null}>
        {list && <PeopleSheet handle={profile.handle} list={list} onClose={() => setList(null)} />}
      </Suspense>
    </div>
  )
}

/** What somebody else can do about this person. */
const Relation = ({ profile }: { profile: Profile }): ReactNode => {
  const { t } = useLingui()
  const gate = useGate()
  const [more, setMore] = useState(false)
  return (
    <div className="flex gap-2 pb-1">
      <FollowButton person={profile} followedByMe={profile.followedByMe} surface="profile" look="page" />
      <Suspense fallback={null}>
        <BellButton profile={profile} />
      </Suspense>
      <IconButton
        icon="more"
        label={t`More`}
        onClick={() => gate.pass(() => setMore(true))}
        className="size-12 border-[1.5px] border-line bg-surface hover:border-ink-soft"
      />
      <Suspense fallback={null}>
        {more && (
          <MoreSheet
            person={profile}
            post={null}
            mutedByMe={profile.mutedByMe}
            surface="profile"
            onClose={() => setMore(false)}
            onSignedOut={gate.ask}
          />
        )}
        {gate.asks && (
          <AskToSignIn
            title={t`Join in`}
            text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
            onClose={gate.close}
          />
        )}
      </Suspense>
    </div>
  )
}

/** What they say of themselves. */
const Self = ({ profile: { bio, link } }: { profile: Profile }): ReactNode => (
  <>
    {bio !== '' && (
      <p dir="auto" className="mt-1 max-w-prose text-sm break-words whitespace-pre-line">
        {bio}
      </p>
    )}
    {link !== null && (
      <a
        href={link}
        rel="nofollow ugc noopener noreferrer"
        target="_blank"
        className="flex min-h-11 w-fit max-w-full items-center gap-2 text-sm font-semibold underline underline-offset-3"
      >
        <Icon name="link" className="size-4 shrink-0" />
        <bdi dir="ltr" className="truncate">
          {link.replace(/^https:\/\//, '')}
        </bdi>
      </a>
    )}
  </>
)

const Header = ({ profile }: { profile: Profile }): ReactNode => {
  const { i18n } = useLingui()
  const since = monthAndYear(profile.createdAt, i18n.locale)
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Avatar
        handle={profile.handle}
        name={profile.displayName}
        picture={profile.picture}
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
        <Counts profile={profile} />
        <Self profile={profile} />
      </div>
      {!profile.isMe && <Relation profile={profile} />}
      {profile.isMe && (
        <div className="flex flex-wrap gap-2 pb-1">
          <Link to="/upload" className={buttonClass('primary')}>
            <Icon name="plus" className="size-5" />
            <Trans>Post</Trans>
          </Link>
          <Link to="/settings/profile" className={buttonClass('secondary')}>
            <Icon name="pen" className="size-5" />
            <Trans>Edit profile</Trans>
          </Link>
          <Link to="/studio" className={buttonClass('secondary')}>
            <Icon name="chart" className="size-5" />
            <Trans>Studio</Trans>
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
const ProfilePage = ({ handle, tab = 'videos' }: { handle: string; tab?: ProfileTab }): ReactNode => {
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
        <Repertoire handle={handle} isMe={profile?.isMe ?? false} tab={tab} />
      </div>
    </>
  )
}

export default ProfilePage
