import type { PublishedPost, Slot } from '@busker/contract'
import type { ReactNode } from 'react'
import { memo, startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { comfortOf } from '#shared/comfort'
import { useKeys } from '#shared/keys'
import { servedId } from '#shared/offline'
import type { Watched } from '#shared/player'
import { Poster, useSound } from '#shared/player'
import { browserStorage } from '#shared/storage'
import { useStageVideo } from '../use-stage-video.ts'
import { CaptionButton } from './caption-button.tsx'
import { PostWords } from './post-words.tsx'
import { Scrubber } from './scrubber.tsx'
import { SoundButton } from './sound-button.tsx'
import { stageFrame, stageGrid } from './stage-layout.ts'
import { StageActive } from './stage-active.ts'
import { StageSurface } from './stage-surface.tsx'

interface PostStageProps {
  readonly post: PublishedPost
  /** The serving that brought the post here, when a feed did. */
  readonly slot: Slot | null
  readonly surface: Watched['surface']
  /** Place in the list; neighbours must be numbered one after the other. */
  readonly place: number
  readonly active: boolean
  /** Whether it may load before it is the current one. */
  readonly mayLoad?: boolean
  /** The current one has what it needs: its neighbours may load. */
  readonly onSettled?: (place: number) => void
  /** What stands at the top start of the picture on a phone. */
  readonly corner?: ReactNode
}

// A clip whose shape is near that of the stage fills it; any other is shown whole over its blurred poster.
const fillsStage = ({ width, height }: PublishedPost['playback']): boolean => width / height < 0.66

/** Who has chosen so starts every video by hand, each time it comes: until then nothing of it loads but its still. */
const useStart = (active: boolean) => {
  const [byHand] = useState(() => comfortOf(browserStorage()).autoplay === 'off')
  const [started, setStarted] = useState(false)
  useEffect(() => {
    if (!active) setStarted(false)
  }, [active])
  const begin = useCallback(() => setStarted(true), [])
  return { mayPlay: !byHand || started, begin }
}

/** True from the first time on: what began to load is not thrown away. */
const useLatched = (now: boolean): boolean => {
  const [latched, setLatched] = useState(now)
  if (now && !latched) setLatched(true)
  return latched || now
}

/** The words of a neighbour come after its picture, in steps of their own: the swipe has passed by then. */
const useWords = (active: boolean): boolean => {
  const [there, setThere] = useState(active)
  useEffect(() => startTransition(() => setThere(true)), [])
  return there || active
}

/** A post on its stage: the picture, and its words and actions over or beside it. */
export const PostStage = memo((props: PostStageProps): ReactNode => {
  const { post, slot, surface, place, active, corner, onSettled } = props
  const host = useRef<HTMLDivElement>(null)
  const { playback, postId, version } = post
  const slotId = slot && servedId(slot)
  const watched = useMemo<Watched>(
    () => ({ key: slotId ?? postId, postId, slotId, surface, durationMs: playback.durationMs, version }),
    [slotId, postId, surface, playback.durationMs, version],
  )
  const start = useStart(active)
  const worded = useWords(active)
  const load = useLatched((active && start.mayPlay) || props.mayLoad === true)
  const video = useStageVideo({ host, place, playback, load, active: active && start.mayPlay, watched })
  const stage = useMemo(() => (start.mayPlay ? video : { ...video, paused: true }), [video, start.mayPlay])
  // On a narrow line the stills of the neighbours would stand before the first picture of the current one.
  const still = useMemo(() => (load ? playback : { ...playback, posterUrl: null }), [load, playback])
  const { settled } = stage
  useEffect(() => {
    if (active && settled) onSettled?.(place)
  }, [active, settled, place, onSettled])
  const { on: soundOn, toggle: toggleSound } = useSound()
  const [touched, setTouched] = useState(false)
  const togglePause = stage.togglePause
  const { mayPlay, begin } = start
  const tap = useMemo(
    () => () => {
      setTouched(true)
      if (mayPlay) togglePause()
      else begin()
    },
    [mayPlay, begin, togglePause],
  )
  useKeys('stage', { pause: tap, mute: toggleSound }, active)

  const scrubber = { video: stage.video, active, durationMs: playback.durationMs, sprites: playback.sprites }
  return (
    <article className={stageGrid} aria-label={post.author.displayName}>
      <div aria-hidden="true" className="absolute inset-0 -z-10 hidden overflow-hidden lg:block">
        <Poster
          playback={still}
          className="size-full scale-125 object-cover opacity-25 blur-3xl saturate-150"
        />
      </div>
      <div className={stageFrame}>
        <StageSurface
          host={host}
          stage={stage}
          still={still}
          fills={fillsStage(playback)}
          flash={touched || !mayPlay}
          onTap={tap}
        />
        <div className="pointer-events-none absolute inset-x-0 top-0 flex items-start justify-between bg-linear-to-b lg:justify-end from-[#120a0dcc] to-transparent p-3 pb-12 pt-[max(0.75rem,env(safe-area-inset-top))] *:pointer-events-auto lg:from-transparent">
          <div className="lg:hidden">{corner}</div>
          {/* On the page of one's own video the corner takes the rest of the row. */}
          <div className="flex flex-col-reverse items-end gap-2 lg:flex-row lg:items-center">
            {playback.captions.length > 0 && <CaptionButton />}
            <SoundButton on={soundOn} hasAudio={playback.hasAudio} onToggle={toggleSound} />
          </div>
        </div>
        <div className="absolute inset-x-0 bottom-0 z-10 hidden px-4 pb-1 lg:block">
          <Scrubber {...scrubber} />
        </div>
      </div>
      <div className="pointer-events-none absolute inset-x-0 bottom-0 flex flex-col bg-linear-to-t from-[#120a0de6] via-[#120a0d99] to-transparent pt-24 text-on-stage *:pointer-events-auto lg:pointer-events-auto lg:static lg:max-w-sm lg:self-center lg:bg-none lg:pt-0 lg:text-ink">
        {worded && (
          <StageActive value={active}>
            <PostWords post={post} slot={slot} />
          </StageActive>
        )}
        <div className="px-4 pb-0.5 lg:hidden">
          <Scrubber {...scrubber} />
        </div>
      </div>
    </article>
  )
})
