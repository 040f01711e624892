import type { PublishedPost, Slot } from '@busker/contract'
import type { ReactNode } from 'react'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { Watched } from '#shared/player'
import { useSound } from '#shared/player'
import { useStageVideo } from '../use-stage-video.ts'
import { PostWords } from './post-words.tsx'
import { Scrubber } from './scrubber.tsx'
import { SoundButton } from './sound-button.tsx'
import { stageFrame, stageGrid } from './stage-layout.ts'
import { StageSurface } from './stage-surface.tsx'

interface PostStageProps {
  readonly post: PublishedPost
  /** The serving that brought the post here, when a feed did. */
  readonly slot: Slot | null
  readonly surface: Watched['surface']
  /** Place in the list; neighbours must be numbered one after the other. */
  readonly place: number
  readonly active: boolean
  /** What stands at the top start of the picture on a phone. */
  readonly corner?: ReactNode
}

// A clip whose shape is near that of the stage fills it; any other is shown whole over its blurred poster.
const fillsStage = ({ width, height }: PublishedPost['playback']): boolean => width / height < 0.66

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input:not([type=range]), textarea, select, [role=dialog]') !== null

/** Space pauses and m switches the sound, wherever the focus is, unless it is on something that wants the key itself. */
const useStageKeys = (active: boolean, keys: { togglePause: () => void; toggleSound: () => void }): void => {
  const { togglePause, toggleSound } = keys
  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      const onControl = event.target instanceof Element && event.target.closest('button, a') !== null
      if (event.key === ' ' && !onControl) {
        event.preventDefault()
        togglePause()
      }
      if (event.key === 'm') toggleSound()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [active, togglePause, toggleSound])
}

/** A post on its stage: the picture, and its words and actions over or beside it. */
export const PostStage = memo(({ post, slot, surface, place, active, corner }: PostStageProps): ReactNode => {
  const host = useRef<HTMLDivElement>(null)
  const { playback, postId } = post
  const slotId = slot?.slotId ?? null
  const watched = useMemo<Watched>(
    () => ({ key: slotId ?? postId, postId, slotId, surface, durationMs: playback.durationMs }),
    [slotId, postId, surface, playback.durationMs],
  )
  const stage = useStageVideo({ host, place, url: playback.videoUrl, active, watched })
  const { on: soundOn, toggle: toggleSound } = useSound()
  const [touched, setTouched] = useState(false)
  const togglePause = stage.togglePause
  const tap = useMemo(
    () => () => {
      setTouched(true)
      togglePause()
    },
    [togglePause],
  )
  useStageKeys(active, { togglePause: tap, toggleSound })

  return (
    <article className={stageGrid} aria-label={post.author.displayName}>
      <div aria-hidden="true" className="absolute inset-0 -z-10 hidden overflow-hidden lg:block">
        <img
          src={playback.posterUrl}
          alt=""
          className="size-full scale-125 object-cover opacity-25 blur-3xl saturate-150"
        />
      </div>
      <div className={stageFrame}>
        <StageSurface
          host={host}
          stage={stage}
          posterUrl={playback.posterUrl}
          fills={fillsStage(playback)}
          flash={touched}
          onTap={tap}
        />
        <div className="pointer-events-none absolute inset-x-0 top-0 flex items-start justify-between bg-linear-to-b lg:justify-end from-[#120a0dcc] to-transparent p-3 pb-12 pt-[max(0.75rem,env(safe-area-inset-top))] *:pointer-events-auto lg:from-transparent">
          <div className="lg:hidden">{corner}</div>
          <SoundButton on={soundOn} hasAudio={playback.hasAudio} onToggle={toggleSound} />
        </div>
        <div className="absolute inset-x-0 bottom-0 z-10 hidden px-4 pb-1 lg:block">
          <Scrubber video={stage.video} active={active} durationMs={playback.durationMs} />
        </div>
      </div>
      <div className="pointer-events-none absolute inset-x-0 bottom-0 flex flex-col bg-linear-to-t from-[#120a0de6] via-[#120a0d99] to-transparent pt-24 text-on-stage *:pointer-events-auto lg:pointer-events-auto lg:static lg:max-w-sm lg:self-center lg:bg-none lg:pt-0 lg:text-ink">
        <PostWords post={post} slot={slot} active={active} />
        <div className="px-4 pb-0.5 lg:hidden">
          <Scrubber video={stage.video} active={active} durationMs={playback.durationMs} />
        </div>
      </div>
    </article>
  )
})
