import type { NotificationGroup } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { timeAgo } from '#shared/format'
import { Poster } from '#shared/player'
import { Avatar, classes, Icon } from '#shared/ui'
import { Notice, placeOfNotice } from './notice.tsx'

const What = ({ group, names }: { group: NotificationGroup; names: ReactNode }): ReactNode => {
  switch (group.kind) {
    case 'like':
      return <Trans>{names} liked your video</Trans>
    case 'comment':
      return <Trans>{names} commented on your video</Trans>
    case 'reply':
      return group.commentId === null ? (
        <Trans>{names} answered your comment with a video</Trans>
      ) : (
        <Trans>{names} answered your comment</Trans>
      )
    case 'mention':
      return group.commentId === null ? (
        <Trans>{names} mentioned you in a video</Trans>
      ) : (
        <Trans>{names} mentioned you</Trans>
      )
    case 'follow':
      return <Trans>{names} followed you</Trans>
    case 'share':
      return <Trans>{names} shared your video</Trans>
    case 'gift':
      return <Trans>{names} sent you a gift</Trans>
    case 'new_post':
      return <Trans>{names} published a video</Trans>
    case 'post_ready':
      return <Trans>Your video is out</Trans>
    default:
      return group.detail === null ? null : <Notice detail={group.detail} />
  }
}

/** The first two by name, the others by their number. */
const Names = ({ group }: { group: NotificationGroup }): ReactNode => {
  const [first, second] = group.actors
  if (first === undefined) return null
  const others = group.actorCount - (second === undefined ? 1 : 2)
  const one = <b dir="auto">{first.displayName}</b>
  if (second === undefined) return one
  const two = <b dir="auto">{second.displayName}</b>
  if (others <= 0)
    return (
      <Trans>
        {one} and {two}
      </Trans>
    )
  return (
    <Trans>
      {one}, {two} and <Plural value={others} one="# other" other="# others" />
    </Trans>
  )
}

const Row = ({ group, now }: { group: NotificationGroup; now: number }): ReactNode => {
  const { t, i18n } = useLingui()
  return (
    <>
      <span className="flex w-14 shrink-0">
        {group.actors.length === 0 && (
          <span className="grid size-11 place-items-center rounded-full bg-raised">
            <Icon
              name={group.detail === null ? 'film' : placeOfNotice[group.detail.of].icon}
              className="size-5"
            />
          </span>
        )}
        {group.actors.slice(0, 2).map((actor, place) => (
          <span key={actor.personId} className={place > 0 ? '-ms-6 mt-3' : ''}>
            <Avatar handle={actor.handle} name={actor.displayName} picture={actor.picture} />
          </span>
        ))}
      </span>
      <span className="min-w-0 flex-1 text-sm">
        <span className="block">
          <What group={group} names={<Names group={group} />} />
        </span>
        <span className="mt-0.5 flex items-center gap-2 text-xs text-ink-soft">
          <time dateTime={group.at}>{timeAgo(group.at, now, i18n.locale)}</time>
          {group.isUnread && (
            <span className="size-2 rounded-full bg-curtain" role="img" aria-label={t`New`} />
          )}
        </span>
      </span>
      {group.post && (
        <Poster playback={group.post.playback} lazy className="h-16 w-10 rounded-sm object-cover" />
      )}
    </>
  )
}

/** What some people did, leading to where it is. */
export const GroupRow = ({ group, now }: { group: NotificationGroup; now: number }): ReactNode => {
  const look = classes(
    'flex min-h-16 items-center gap-3 rounded-md px-3 py-3 hover:bg-raised',
    group.isUnread && 'bg-surface',
  )
  if (group.post)
    return (
      <Link
        to="/p/$postId"
        params={{ postId: group.post.postId }}
        search={group.commentId === null ? {} : { comment: group.commentId }}
        className={look}
      >
        <Row group={group} now={now} />
      </Link>
    )
  if (group.detail)
    return (
      <Link to={placeOfNotice[group.detail.of].to} className={look}>
        <Row group={group} now={now} />
      </Link>
    )
  const [actor] = group.actors
  return (
    <Link to="/@{$handle}" params={{ handle: actor?.handle ?? '' }} className={look}>
      <Row group={group} now={now} />
    </Link>
  )
}
