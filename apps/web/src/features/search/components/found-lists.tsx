import type { Author, PostSound } from '@busker/contract'
import { Plural, Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FollowButton } from '#features/social'
import { useSoundName } from '#features/sounds'
import { Avatar, Icon } from '#shared/ui'

interface FoundPerson extends Author {
  readonly followers: number
  readonly followedByMe: boolean
}

export const PeopleList = (props: {
  people: readonly FoundPerson[]
  onOpen?: (() => void) | undefined
}): ReactNode => (
  <ul className="grid divide-y divide-line">
    {props.people.map((person) => (
      <li key={person.personId} className="flex items-center gap-3 py-3">
        <Link
          to="/@{$handle}"
          params={{ handle: person.handle }}
          onClick={props.onOpen}
          className="group flex min-w-0 flex-1 items-center gap-3"
        >
          <Avatar handle={person.handle} name={person.displayName} picture={person.picture} />
          <span className="min-w-0 text-sm">
            <bdi className="block truncate font-bold group-hover:underline">{person.displayName}</bdi>
            <span className="block truncate text-xs text-ink-soft">
              <bdi>@{person.handle}</bdi> ·{' '}
              <Plural value={person.followers} one="# follower" other="# followers" />
            </span>
          </span>
        </Link>
        <FollowButton person={person} followedByMe={person.followedByMe} surface="other" look="page" />
      </li>
    ))}
  </ul>
)

const Rise = ({ rise }: { rise: number }): ReactNode => {
  const times = Math.round(rise)
  if (times <= 1) return null
  return (
    <span className="flex items-center gap-1 text-xs text-bottle">
      <Icon name="up" className="size-3.5" />
      <Trans>{times} times its usual pace</Trans>
    </span>
  )
}

export const SoundList = (props: {
  sounds: readonly (Pick<PostSound, 'soundId' | 'title' | 'author'> & {
    readonly posts: number
    readonly rise: number
  })[]
}): ReactNode => {
  const nameOf = useSoundName()
  return (
    <ul className="grid divide-y divide-line">
      {props.sounds.map(({ soundId, title, author, posts, rise }) => (
        <li key={soundId}>
          <Link
            to="/sound/$soundId"
            params={{ soundId: soundId }}
            className="group flex min-h-14 items-center gap-3 py-2"
          >
            <span className="grid size-11 shrink-0 place-items-center rounded-full bg-raised">
              <Icon name="note" className="size-5" />
            </span>
            <span className="min-w-0 flex-1 text-sm">
              <bdi className="block truncate font-bold group-hover:underline">
                {nameOf({ title, author })}
              </bdi>
              <span className="block truncate text-xs text-ink-soft">
                <Plural value={posts} one="# video" other="# videos" />
              </span>
            </span>
            <Rise rise={rise} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

export const TagList = (props: {
  tags: readonly { readonly tag: string; readonly posts: number; readonly rise?: number }[]
  onChoose: (tag: string) => void
}): ReactNode => (
  <ul className="flex flex-wrap gap-2">
    {props.tags.map(({ tag, posts, rise = 0 }) => {
      return (
        <li key={tag}>
          <button
            type="button"
            onClick={() => props.onChoose(tag)}
            className="flex min-h-11 items-center gap-2 rounded-full border-[1.5px] border-line bg-surface px-4 text-sm font-semibold hover:border-ink-soft"
          >
            <bdi>#{tag}</bdi>
            <span className="text-xs font-normal text-ink-soft">
              <Plural value={posts} one="# video" other="# videos" />
            </span>
            <Rise rise={rise} />
          </button>
        </li>
      )
    })}
  </ul>
)
