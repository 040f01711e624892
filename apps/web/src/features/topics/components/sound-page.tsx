import type { Sound, TopicOrder } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { isApiError } from '#shared/api'
import { NotLoaded, Waiting } from '#shared/states'
import { Avatar, Button, buttonClass, EmptyState, Page } from '#shared/ui'
import { useListening } from '../use-listening.ts'
import { heardAt, useSound, useSoundName } from '#features/sounds'
import { FollowTopic } from './follow-topic.tsx'
import { RightsList } from './rights-list.tsx'
import { SoundForm } from './sound-form.tsx'
import { TakedownForm } from './takedown-form.tsx'
import { TopicCounts } from './topic-counts.tsx'
import { TopicPosts } from './topic-posts.tsx'

const Acts = ({ sound, name }: { sound: Sound; name: string }): ReactNode => {
  const url = heardAt(sound)
  const { playing, toggle } = useListening(url)
  const { soundId } = sound
  return (
    <div className="flex flex-wrap gap-3">
      {sound.can.use && (
        <Link to="/upload" search={{ sound: soundId }} className={buttonClass('primary')}>
          <Trans>Use this sound</Trans>
        </Link>
      )}
      {url !== null && (
        <Button look="secondary" icon={playing ? 'pause' : 'play'} aria-pressed={playing} onClick={toggle}>
          {playing ? <Trans>Stop</Trans> : <Trans>Listen</Trans>}
        </Button>
      )}
      {sound.takenDown === null && (
        <FollowTopic
          topic={{ kind: 'sound', name: soundId }}
          label={name}
          followedByMe={sound.followedByMe}
        />
      )}
      {sound.source && (
        <Link to="/p/$postId" params={{ postId: sound.source.postId }} className={buttonClass('secondary')}>
          <Trans>Where it comes from</Trans>
        </Link>
      )}
    </div>
  )
}

const OwnActs = ({ sound }: { sound: Sound }): ReactNode => {
  const [open, setOpen] = useState<'form' | 'takedown' | null>(null)
  const close = (): void => setOpen(null)
  const { can, takenDown } = sound
  return (
    <>
      <div className="flex flex-wrap gap-3">
        {can.edit && (
          <Button look="secondary" icon="pen" onClick={() => setOpen('form')}>
            <Trans>Name and rights</Trans>
          </Button>
        )}
        {can.takeDown && (
          <Button look={takenDown ? 'secondary' : 'danger'} icon="shield" onClick={() => setOpen('takedown')}>
            {takenDown ? <Trans>Offer it again</Trans> : <Trans>Take it down</Trans>}
          </Button>
        )}
      </div>
      <Suspense fallback={null}>
        {open === 'form' && <SoundForm sound={sound} onClose={close} />}
        {open === 'takedown' && <TakedownForm sound={sound} onClose={close} />}
      </Suspense>
    </>
  )
}

const Content = ({ sound, order }: { sound: Sound; order: TopicOrder }): ReactNode => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const name = useSoundName()(sound)
  const { soundId, author, takenDown } = sound
  return (
    <Page title={name} width="wide" intro={takenDown === null && <TopicCounts {...sound} />}>
      <div className="grid gap-8">
        <Link
          to="/@{$handle}"
          params={{ handle: author.handle }}
          className="group flex w-fit max-w-full items-center gap-3"
        >
          <Avatar handle={author.handle} name={author.displayName} picture={author.picture} />
          <span className="min-w-0 text-sm">
            <bdi className="block truncate font-bold group-hover:underline">{author.displayName}</bdi>
            <bdi className="block truncate text-xs text-ink-soft">@{author.handle}</bdi>
          </span>
        </Link>
        {takenDown && (
          <div role="note" className="rounded-lg bg-alert-soft px-5 py-4">
            <p className="font-semibold text-alert">
              <Trans>This sound was taken down. Nobody can use it.</Trans>
            </p>
            <p dir="auto" className="mt-1 text-sm">
              {takenDown.reason}
            </p>
          </div>
        )}
        <Acts sound={sound} name={name} />
        <RightsList sound={sound} />
        {(sound.can.edit || sound.can.takeDown) && <OwnActs sound={sound} />}
        {takenDown === null && (
          <TopicPosts
            topic={{ kind: 'sound', name: soundId }}
            order={order}
            onOrder={(next) =>
              void navigate({
                to: '/sound/$soundId',
                params: { soundId },
                search: next === 'liked' ? { order: next } : {},
                replace: true,
              })
            }
            empty={
              <EmptyState
                scene="hat"
                title={t`No videos to show`}
                text={<Trans>Those that use it are not for everybody.</Trans>}
              />
            }
          />
        )}
      </div>
    </Page>
  )
}

/** A sound, what may be done with it, and the videos that use it. */
const SoundPage = ({ soundId, order = 'newest' }: { soundId: string; order?: TopicOrder }): ReactNode => {
  const { t } = useLingui()
  const query = useSound(soundId)
  const { data, error } = query
  if (error)
    return (
      <NotLoaded
        title={
          isApiError(error, 'not_found') ? (
            <Trans>This sound is gone</Trans>
          ) : (
            <Trans>This sound did not load</Trans>
          )
        }
        error={error}
        busy={query.isFetching}
        onRetry={() => void query.refetch()}
      />
    )
  if (!data)
    return (
      <Page title={t`Sound`} width="wide">
        <Waiting lines={3} />
      </Page>
    )
  return <Content sound={data} order={order} />
}

export default SoundPage
