import type { Playback, Rendition } from '@busker/contract'
import { nextLower } from './choose-rendition.ts'
import type { Link } from './link.ts'
import { holdPicture, onNextPicture } from './pictures.ts'
import { moving } from './positions.ts'
import type { Failure } from './source.ts'
import { assetIdOf, failureOf, sourceOf } from './source.ts'
import type { Stream } from './stream.ts'
import { openStream } from './stream.ts'
import { stageSize } from './stage-size.ts'
import { watchStalls } from './watch-stalls.ts'

/** What plays in an element now. */
export interface SourceState {
  readonly phase: 'idle' | 'playable' | 'preparing' | 'failed'
  /** Name of the size, or `stream`; empty while nothing came to be played. */
  readonly rendition: string
  readonly switchesDown: number
  readonly failure: Failure | null
  /** Enough is loaded that others may load too. */
  readonly comfortable: boolean
}

export interface SourceWorld {
  readonly link: Link
  /** Reads the post again: null when it is gone, rejects when it could not be asked. */
  refresh(): Promise<Playback | null>
  /** Asks the server to make a smaller size of this asset. */
  askForSmallest(assetId: string): void
  onChange(state: SourceState): void
}

/** Decides what one element plays: which size, when a smaller one, a stream while there is no file yet. */
export interface StageSource {
  readonly state: SourceState
  /** Whether it is the one on the screen: only that one falls, streams and waits for a conversion. */
  setActive(active: boolean): void
  /** Somebody read the post again. */
  update(playback: Playback): void
  retry(): void
  close(): void
}

const preparingEveryMs = 3000
const mostLooks = 60
const mostRepairs = 4
const repairEveryMs = 500
const smallerSizeEveryMs = 10_000
/** The server makes nothing smaller than this. */
const smallestShortEdge = 360
const comfortableSeconds = 1.5

const bufferedAhead = (video: HTMLVideoElement): number => {
  const { buffered, currentTime, duration } = video
  for (let index = 0; index < buffered.length; index++)
    if (buffered.start(index) <= currentTime + 0.1 && buffered.end(index) > currentTime) {
      const end = buffered.end(index)
      return end >= duration - 0.2 ? Number.POSITIVE_INFINITY : end - currentTime
    }
  return 0
}

/**
 * The state behind one element. A class, because its steps call each other: a repair may end in a file, a stream, in
 * waiting or in a failure.
 */
class ElementSource implements StageSource {
  state: SourceState = { phase: 'idle', rendition: '', switchesDown: 0, failure: null, comfortable: false }
  private readonly video: HTMLVideoElement
  private readonly world: SourceWorld
  private playback: Playback
  private playing: Rendition | null = null
  private stream: Stream | null = null
  private active = false
  private looks = 0
  private repairs = 0
  private askedSmaller = false
  /** It played when its source was taken away. */
  private wasPlaying = false
  private timer = 0
  private dropHeldPicture: () => void = () => undefined
  /** Grows with every source: an answer that belongs to an earlier one is of no use any more. */
  private turn = 0
  private readonly endings = new AbortController()

  constructor(video: HTMLVideoElement, playback: Playback, world: SourceWorld) {
    this.video = video
    this.playback = playback
    this.world = world
    const { signal } = this.endings
    video.addEventListener('error', () => this.onError(), { signal })
    video.addEventListener('ended', () => this.stream && this.afterStream(0), { signal })
    for (const name of ['progress', 'canplaythrough', 'timeupdate'])
      video.addEventListener(name, () => this.judgeComfort(), { signal })
    watchStalls(video, { isActive: () => this.active, onStall: () => this.fall(), signal })
    window.addEventListener('online', () => this.onOnline(), { signal })
    this.load(0)
  }

  setActive(active: boolean): void {
    if (this.active === active) return
    this.active = active
    if (!active) return this.clearTimer()
    if (this.state.phase === 'failed') this.retry()
    else if (this.state.phase !== 'playable') this.load(0)
  }

  update(playback: Playback): void {
    this.playback = playback
    if (this.state.phase === 'preparing') this.load(0)
  }

  retry(): void {
    this.repairs = 0
    this.looks = 0
    void this.repair(this.video.currentTime)
  }

  close(): void {
    this.turn++
    this.endings.abort()
    this.clearTimer()
    this.dropHeldPicture()
    this.stream?.close()
    this.stream = null
  }

  private change(next: Partial<SourceState>): void {
    this.state = { ...this.state, ...next }
    this.world.onChange(this.state)
  }

  private clearTimer(): void {
    window.clearTimeout(this.timer)
  }

  private later(afterMs: number, work: () => void): void {
    this.clearTimer()
    this.timer = window.setTimeout(work, afterMs)
  }

  /** Plays the best that there is, from this second on. */
  private load(seconds: number): void {
    const { link } = this.world
    const source = sourceOf(this.playback, {
      throughputBps: link.throughputBps,
      saveData: link.saveData,
      viewport: { ...stageSize(this.video), pixelRatio: devicePixelRatio },
      memoryGb: link.memoryGb,
    })
    if (source.kind === 'file') return this.attachFile(source.rendition, seconds)
    // A neighbour does not stream: its poster is enough until it is looked at.
    if (!this.active) return
    if (source.kind === 'stream') void this.attachStream(source.url, seconds)
    else this.waitForConversion()
  }

  private leaveSource(): void {
    this.turn++
    this.clearTimer()
    this.stream?.close()
    this.stream = null
  }

  private attachFile(rendition: Rendition, seconds: number): void {
    const { video } = this
    this.wasPlaying ||= !video.paused
    this.leaveSource()
    this.playing = rendition
    video.loop = true
    moving(video, () => {
      video.src = rendition.url
      if (seconds > 0) video.currentTime = seconds
    })
    this.goOn()
    this.change({ phase: 'playable', rendition: rendition.name, failure: null })
  }

  /** A new source pauses the element. A refusal to play is found by whoever started it. */
  private goOn(): void {
    if (this.wasPlaying && this.active) this.video.play().catch(() => undefined)
    this.wasPlaying = false
  }

  private async attachStream(url: string, seconds: number): Promise<void> {
    const { video } = this
    this.leaveSource()
    const { turn } = this
    this.playing = null
    // A stream does not start again by itself: when it is over there is a file to go on with.
    video.loop = false
    const isOurs = (): boolean => turn === this.turn
    try {
      const onBroken = (): void => void (isOurs() && this.afterStream(video.currentTime))
      const stream = await openStream(video, url, onBroken)
      if (!isOurs()) return stream.close()
      this.stream = stream
      if (seconds > 0) video.currentTime = seconds
      this.goOn()
      this.change({ phase: 'playable', rendition: 'stream', failure: null })
    } catch {
      // The player's own file could not be loaded: the network is the reason, and `repair` finds out.
      if (isOurs()) await this.repair(seconds)
    }
  }

  /** The stream is over or broke: the conversion is done, or was started again. */
  private afterStream(seconds: number): void {
    this.wasPlaying = !this.video.paused || this.video.ended
    this.hold()
    this.leaveSource()
    void this.repair(seconds)
  }

  private waitForConversion(): void {
    this.change({ phase: 'preparing', rendition: '', comfortable: true })
    if (this.looks >= mostLooks) return this.change({ phase: 'failed', failure: 'network' })
    this.looks++
    this.later(preparingEveryMs, () => void this.reload(0))
  }

  private onError(): void {
    if (this.stream !== null || !this.video.getAttribute('src')) return
    void this.repair(this.video.currentTime, failureOf(this.video.error))
  }

  /** What failed for want of a network goes on by itself when there is one again. */
  private onOnline(): void {
    if (this.active && this.state.phase === 'failed' && this.state.failure === 'network') this.retry()
  }

  /** Addresses grow old and conversions finish: reads the post again and goes on; fails when that was no help. */
  private async repair(seconds: number, failure: Failure = 'network'): Promise<void> {
    if (this.repairs >= mostRepairs) return this.change({ phase: 'failed', failure, comfortable: true })
    this.repairs++
    if (this.repairs === 1) return this.reload(seconds)
    this.later(this.repairs * repairEveryMs, () => void this.reload(seconds))
  }

  private async reload(seconds: number): Promise<void> {
    const { turn } = this
    let playback: Playback | null
    try {
      playback = await this.world.refresh()
    } catch {
      if (turn === this.turn) this.change({ phase: 'failed', failure: 'network', comfortable: true })
      return
    }
    if (turn !== this.turn) return
    if (playback === null) return this.change({ phase: 'failed', failure: 'gone', comfortable: true })
    this.playback = playback
    this.load(seconds)
  }

  /** It stands still: the next smaller size goes on at the same position. */
  private fall(): void {
    const current = this.playing
    // With all of it here it is not the line that it waits for.
    if (current === null || !navigator.onLine || bufferedAhead(this.video) === Number.POSITIVE_INFINITY)
      return
    this.world.link.stalled(current.bitrate)
    const lower = nextLower(this.playback.renditions, current.name)
    if (lower === null) return this.askForSmaller(current)
    this.change({ switchesDown: this.state.switchesDown + 1 })
    this.hold()
    this.attachFile(lower, this.video.currentTime)
  }

  /** At the smallest size there is: the server can make one more, for the next time or for the next stall. */
  private askForSmaller({ url, width, height }: Rendition): void {
    const assetId = assetIdOf(url)
    if (Math.min(width, height) <= smallestShortEdge) return
    if (!this.askedSmaller && assetId !== null) this.world.askForSmallest(assetId)
    this.askedSmaller = true
    if (this.looks >= mostLooks) return
    this.looks++
    const { turn } = this
    this.later(smallerSizeEveryMs, () => {
      // Not knowing of a smaller size changes nothing: the video goes on as it can.
      this.world.refresh().then(
        (playback) => {
          if (playback !== null && turn === this.turn) this.playback = playback
        },
        () => undefined,
      )
    })
  }

  private hold(): void {
    this.dropHeldPicture()
    if (this.video.videoWidth === 0 || !this.active) return
    const drop = holdPicture(this.video)
    let cancel: () => void = () => undefined
    // On its way to the position a new source may show its beginning first: that is not the picture to go on with.
    const look = (): void => {
      cancel = onNextPicture(this.video, () => (this.video.seeking ? look() : drop()))
    }
    look()
    this.dropHeldPicture = () => {
      cancel()
      drop()
      this.dropHeldPicture = () => undefined
    }
  }

  private judgeComfort(): void {
    if (!this.state.comfortable && bufferedAhead(this.video) >= comfortableSeconds)
      this.change({ comfortable: true })
  }
}

/** Gives an element something to play, and keeps it playing. */
export const openStageSource = (
  video: HTMLVideoElement,
  playback: Playback,
  world: SourceWorld,
): StageSource => new ElementSource(video, playback, world)
