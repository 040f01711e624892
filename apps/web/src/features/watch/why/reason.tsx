import type { Author, PublishedPost, SlotSource } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Explanation } from './queries.ts'

type Anchor = NonNullable<Explanation['anchor']>

const longestName = 70
const linked = 'font-semibold text-curtain-text underline underline-offset-3'

const shortened = (caption: string): string => {
  const letters = Array.from(caption.replaceAll(/\s+/gu, ' ').trim())
  return letters.length <= longestName ? letters.join('') : `${letters.slice(0, longestName - 1).join('')}…`
}

const PostName = ({ post }: { post: PublishedPost }): ReactNode => {
  const caption = shortened(post.caption)
  const name = post.author.displayName
  return (
    <Link to="/p/$postId" params={{ postId: post.postId }} className={linked}>
      {caption === '' ? (
        <Trans>
          a video of <bdi>{name}</bdi>
        </Trans>
      ) : (
        <bdi>“{caption}”</bdi>
      )}
    </Link>
  )
}

const PersonName = ({ author }: { author: Author }): ReactNode => (
  <Link to="/@{$handle}" params={{ handle: author.handle }} className={linked}>
    <bdi>{author.displayName}</bdi>
  </Link>
)

/** What the viewer did that this video stands on. */
const Because = ({ anchor, source }: { anchor: Anchor; source: SlotSource }): ReactNode => {
  switch (anchor.kind) {
    case 'post':
      return source === 'similar_people' ? (
        <Trans>
          People who watch what you watch hold on to it. The last of yours that counted for this was{' '}
          <PostName post={anchor.post} />.
        </Trans>
      ) : (
        <Trans>
          Because you watched <PostName post={anchor.post} />: people who hold on to that one hold on to this
          one, too.
        </Trans>
      )
    case 'creator':
      return source === 'followed' ? (
        <Trans>
          You follow <PersonName author={anchor.author} />.
        </Trans>
      ) : (
        <Trans>
          You watch much of <PersonName author={anchor.author} />.
        </Trans>
      )
    case 'topic': {
      const topic = anchor.topic
      return (
        <Trans>
          You watch much of <bdi className="font-semibold">#{topic}</bdi>, or chose it.
        </Trans>
      )
    }
  }
}

/** What a source says by itself, when nothing of the viewer's is told beside it. */
const Found = ({ source, name }: { source: SlotSource; name: string }): ReactNode => {
  switch (source) {
    case 'similar_people':
      return <Trans>People who watch what you watch hold on to it.</Trans>
    case 'similar_video':
      return <Trans>People who hold on to a video that you watched hold on to this one, too.</Trans>
    case 'followed':
      return (
        <Trans>
          You follow <bdi>{name}</bdi>.
        </Trans>
      )
    case 'creator':
      return (
        <Trans>
          You watch much of <bdi>{name}</bdi>.
        </Trans>
      )
    case 'topic':
      return <Trans>You watch much of its topic, or chose it.</Trans>
    case 'trend':
      return <Trans>Many people hold on to it now.</Trans>
    case 'fresh':
      return <Trans>It is new, and every new video is owed its first viewers.</Trans>
    case 'random':
      return <Trans>It was drawn by chance from all videos, so that the feed can learn.</Trans>
    case 'newest':
      return (
        <Trans>It is the newest video that you have not seen yet: this part is in the order of time.</Trans>
      )
    case 'rewatch':
      return (
        <Trans>You wanted to watch again. This is one that you have not watched for the longest time.</Trans>
      )
  }
}

/** Sources that stand on something else than what the viewer watched or chose. */
const isOfEverybody = (source: SlotSource): boolean =>
  ['trend', 'fresh', 'random', 'newest', 'rewatch'].includes(source)

/** The reason of a slot in plain words: where it was found, and what of the viewer's spoke for it. */
export const Reason = (props: {
  why: Pick<Explanation, 'anchor' | 'source'>
  post: PublishedPost
}): ReactNode => {
  const { anchor, source } = props.why
  const found = <Found source={source} name={props.post.author.displayName} />
  if (anchor === null) return found
  const because = <Because anchor={anchor} source={source} />
  return isOfEverybody(source) ? (
    <>
      {found} <Trans>What spoke for it most:</Trans> {because}
    </>
  ) : (
    because
  )
}
