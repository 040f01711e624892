import type { PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { wallMs } from '#shared/clock'
import { Poster } from '#shared/player'
import { IconButton, Spinner, toast } from '#shared/ui'
import { useForgetInterest, type Taste } from '../queries.ts'
import { barOf, dayName, strengthOf } from '../strength.ts'
import { strengthWords } from '../words.ts'

export type Evidence = Omit<Taste['topics'][number], 'topic'>

/** How much more or less than usual, from the middle. */
const StrengthBar = ({ strength }: { strength: number }): ReactNode => {
  const { i18n } = useLingui()
  const { start, size } = barOf(strength)
  return (
    <div className="grid gap-1">
      <div aria-hidden="true" className="relative h-3 overflow-hidden rounded-full bg-raised">
        <div
          className={strength < 0 ? 'absolute inset-y-0 bg-curtain' : 'absolute inset-y-0 bg-bottle'}
          style={{ insetInlineStart: `${start}%`, width: `${size}%` }}
        />
        <div className="absolute inset-y-0 start-1/2 w-0.5 -translate-x-1/2 bg-ink-soft" />
      </div>
      <p className="text-xs text-ink-soft">{i18n._(strengthWords()[strengthOf(strength)])}</p>
    </div>
  )
}

const Thumbnails = ({ posts }: { posts: readonly PublishedPost[] }): ReactNode => {
  const { t } = useLingui()
  if (posts.length === 0) return null
  return (
    <ul className="grid max-w-96 grid-cols-6 gap-2">
      {posts.map((post) => (
        <li key={post.postId}>
          <Link to="/p/$postId" params={{ postId: post.postId }} className="block">
            <Poster playback={post.playback} lazy className="aspect-[9/16] w-full rounded-sm object-cover" />
            <span className="sr-only">{post.caption.trim() || t`Video`}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** An interest that was inferred, what it was inferred from, and the way to have it forgotten. */
export const InterestCard = (props: {
  heading: ReactNode
  /** For what is said of it in passing. */
  name: string
  interest: { readonly kind: 'topic' | 'creator'; readonly value: string }
  evidence: Evidence
}): ReactNode => {
  const { t, i18n } = useLingui()
  const errorText = useErrorText()
  const forget = useForgetInterest()
  const [nowMs] = useState(wallMs)
  const { name } = props
  const { strength, watched, held, lastAt, posts } = props.evidence
  const day = dayName(lastAt, nowMs, i18n.locale)
  return (
    <li className="card grid grid-cols-1 content-start gap-3 p-5">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">{props.heading}</div>
        {forget.isPending ? (
          <Spinner className="m-2.5 size-6" />
        ) : (
          <IconButton
            icon="trash"
            label={t`Forget ${name}`}
            className="-m-1.5 shrink-0 text-ink-soft hover:bg-raised"
            onClick={() =>
              forget.mutate(props.interest, {
                onSuccess: () => toast(t`${name} is forgotten`),
                onError: (error) => toast(errorText(error)),
              })
            }
          />
        )}
      </div>
      <StrengthBar strength={strength} />
      <p className="text-sm">
        {/* Faded by age, so an old interest may stand on less than one view. */}
        {watched === 0 ? (
          <Trans>Watched long ago, last: {day}.</Trans>
        ) : (
          <Plural
            value={watched}
            one={`Held you ${held} of # time, last: ${day}.`}
            other={`Held you ${held} of # times, last: ${day}.`}
          />
        )}
      </p>
      <Thumbnails posts={posts} />
    </li>
  )
}
