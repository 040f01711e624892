import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Part, PartFailed, Waiting } from '#shared/states'
import { Avatar, buttonClass, Page } from '#shared/ui'
import { useFollowedSounds, useFollowedTags } from '../queries.ts'
import { useSoundName } from '#features/sounds'
import { FollowTopic } from './follow-topic.tsx'

const row = 'flex flex-wrap items-center justify-between gap-3 py-3'

const Tags = (): ReactNode => {
  const query = useFollowedTags(true)
  if (query.error)
    return <PartFailed error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} />
  if (!query.data) return <Waiting lines={1} />
  if (query.data.length === 0)
    return (
      <p className="text-sm text-ink-soft">
        <Trans>None yet. Open a hashtag under a video and follow it.</Trans>
      </p>
    )
  return (
    <ul className="grid divide-y divide-line">
      {query.data.map(({ tag }) => (
        <li key={tag} className={row}>
          <Link
            to="/tag/$tag"
            params={{ tag }}
            className="min-h-11 min-w-0 flex-1 content-center truncate font-bold hover:underline"
          >
            <bdi>#{tag}</bdi>
          </Link>
          <FollowTopic topic={{ kind: 'tag', name: tag }} label={`#${tag}`} followedByMe />
        </li>
      ))}
    </ul>
  )
}

const Sounds = (): ReactNode => {
  const query = useFollowedSounds(true)
  const nameOf = useSoundName()
  if (query.error)
    return <PartFailed error={query.error} busy={query.isFetching} onRetry={() => void query.refetch()} />
  if (!query.data) return <Waiting lines={1} />
  if (query.data.length === 0)
    return (
      <p className="text-sm text-ink-soft">
        <Trans>None yet. Open the sound of a video and follow it.</Trans>
      </p>
    )
  return (
    <ul className="grid divide-y divide-line">
      {query.data.map(({ soundId, author, title }) => (
        <li key={soundId} className={row}>
          <Link
            to="/sound/$soundId"
            params={{ soundId }}
            className="group flex min-w-0 flex-1 items-center gap-3"
          >
            <Avatar handle={author.handle} name={author.displayName} picture={author.picture} />
            <span className="min-w-0">
              <bdi className="block truncate font-bold group-hover:underline">
                {nameOf({ title, author })}
              </bdi>
              <bdi className="block truncate text-xs text-ink-soft">{author.displayName}</bdi>
            </span>
          </Link>
          <FollowTopic
            topic={{ kind: 'sound', name: soundId }}
            label={nameOf({ title, author })}
            followedByMe
          />
        </li>
      ))}
    </ul>
  )
}

/** The hashtags and sounds that somebody follows. Only they see this page. */
const FollowedPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  return (
    <Page
      title={t`Hashtags and sounds`}
      intro={
        <Trans>
          What you follow; only you see it. The feed shows more of a hashtag from then on, as if you had
          turned it up in your feed settings.
        </Trans>
      }
    >
      {me === null ? (
        <Link to="/sign-in" className={buttonClass('primary')}>
          <Trans>Sign in</Trans>
        </Link>
      ) : me === undefined ? (
        <Waiting lines={2} />
      ) : (
        <>
          <Part name="tags" title={<Trans>Hashtags</Trans>}>
            <Tags />
          </Part>
          <Part name="sounds" title={<Trans>Sounds</Trans>}>
            <Sounds />
          </Part>
        </>
      )}
    </Page>
  )
}

export default FollowedPage
