import type { PublishedPost } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useMemo, useState } from 'react'
import { useMe } from '#features/auth'
import { captionWords } from '../caption-words.ts'
import type { Surface } from '../told.ts'
import { useWishes } from '../use-wishes.ts'
import type { Interest } from '../wish-queries.ts'
import { Choice } from './choice.tsx'

/** More tags than these make no list that anybody reads. */
const mostTopics = 5

const chip =
  'min-h-11 rounded-full border-[1.5px] border-line bg-surface px-4 text-sm font-semibold transition ' +
  'hover:border-ink-soft active:scale-95 disabled:opacity-50'

const Chip = (props: {
  busy: boolean
  label?: string
  onClick: () => void
  children: ReactNode
}): ReactNode => (
  <button
    type="button"
    disabled={props.busy}
    aria-label={props.label}
    onClick={props.onClick}
    className={chip}
  >
    {props.children}
  </button>
)

const TopicLine = (props: {
  topic: string
  busy: boolean
  /** Nobody who is not interested wants more. */
  onlyLess: boolean
  onTurn: (by: -1 | 1) => void
  onNever: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { topic, busy } = props
  return (
    <li className="flex flex-wrap items-center gap-2 px-3 py-1.5">
      <bdi className="max-w-full flex-[1_0_auto] truncate font-semibold">#{topic}</bdi>
      <span className="flex flex-wrap gap-1.5">
        <Chip busy={busy} label={t`Less of #${topic}`} onClick={() => props.onTurn(-1)}>
          <Trans context="of a topic">Less</Trans>
        </Chip>
        {!props.onlyLess && (
          <Chip busy={busy} label={t`More of #${topic}`} onClick={() => props.onTurn(1)}>
            <Trans context="of a topic">More</Trans>
          </Chip>
        )}
        <Chip busy={busy} label={t`Never #${topic}`} onClick={props.onNever}>
          <Trans context="of a topic">Never</Trans>
        </Chip>
      </span>
    </li>
  )
}

/** One of the words of a caption, to be chosen. */
const WordChoice = (props: {
  words: readonly string[]
  busy: boolean
  onChoose: (word: string) => void
}): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Choice
        icon="comment"
        text={<Trans>Mute a word</Trans>}
        hint={<Trans>Keeps videos with it out of your feed</Trans>}
        open={open}
        busy={props.busy}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <li className="px-3 py-1.5">
          <ul id={id} aria-label={t`Words of this video`} className="flex flex-wrap gap-1.5">
            {props.words.map((word) => (
              <li key={word}>
                <Chip busy={props.busy} onClick={() => props.onChoose(word)}>
                  <bdi>{word}</bdi>
                </Chip>
              </li>
            ))}
          </ul>
        </li>
      )}
    </>
  )
}

interface WishListProps {
  readonly post: PublishedPost
  readonly surface: Surface
  /** Why somebody is not interested, after they said so: nothing that speaks for the video. */
  readonly asReasons?: boolean
  /** The interest that brought the video, when one did. */
  readonly interest: Interest | null
  readonly onDone: () => void
  readonly onSignedOut: () => void
}

/** What somebody can tell the feed about a video and what is like it, each with one tap. */
const WishList = (props: WishListProps): ReactNode => {
  const { post, interest, asReasons, onSignedOut } = props
  const { author } = post
  const me = useMe()
  const wishes = useWishes(props)
  const { busy } = wishes
  const words = useMemo(() => captionWords(post.caption), [post.caption])
  const asPerson = (work: () => void): void => (me === null ? onSignedOut() : work())
  const name = author.displayName
  return (
    <ul className="-mx-3 grid">
      {post.tags.slice(0, mostTopics).map((topic) => (
        <TopicLine
          key={topic}
          topic={topic}
          busy={busy}
          onlyLess={asReasons === true}
          onTurn={(by) => asPerson(() => wishes.turn(topic, by))}
          onNever={() => asPerson(() => wishes.hide({ kind: 'topic', value: topic }))}
        />
      ))}
      {interest && (
        <Choice
          icon="trash"
          text={<Trans>Forget this interest</Trans>}
          hint={<Trans>The feed then knows nothing of you and {interest.name}</Trans>}
          busy={busy}
          onClick={() => wishes.forget(interest)}
        />
      )}
      {!asReasons && (
        <Choice
          icon="close"
          text={<Trans>Not interested</Trans>}
          hint={<Trans>Keeps this video out of your feed</Trans>}
          busy={busy}
          onClick={() => asPerson(() => wishes.hide({ kind: 'post', postId: post.postId }))}
        />
      )}
      {me?.personId !== author.personId && (
        <Choice
          icon="person"
          text={<Trans>Mute {name}</Trans>}
          hint={<Trans>Keeps their videos out of your feed</Trans>}
          busy={busy}
          onClick={() => asPerson(() => wishes.hide({ kind: 'mute', person: author }))}
        />
      )}
      {post.playback.hasAudio && (
        <Choice
          icon="soundOff"
          text={<Trans>Mute this sound</Trans>}
          hint={<Trans>Keeps videos with it out of your feed</Trans>}
          busy={busy}
          onClick={() =>
            asPerson(() =>
              wishes.hide({
                kind: 'sound',
                value: post.sound?.soundId ?? post.assetId,
                label: (post.sound?.author ?? author).displayName,
              }),
            )
          }
        />
      )}
      {words.length > 0 && (
        <WordChoice
          words={words}
          busy={busy}
          onChoose={(value) => asPerson(() => wishes.hide({ kind: 'word', value }))}
        />
      )}
    </ul>
  )
}

export default WishList
