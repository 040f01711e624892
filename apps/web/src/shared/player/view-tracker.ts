import type { Intervals } from './played-intervals.ts'
import { withStretch } from './played-intervals.ts'

/**
 * What one view has seen so far: the pure heart of the view reporter. Every function takes the state and the moment
 * and gives the next state, so that a test can replay any evening in front of the screen.
 */
export interface ViewState {
  readonly viewId: string
  readonly startedAtMs: number
  readonly seq: number
  readonly visibleMs: number
  readonly played: Intervals
  /** Conditions of watching: all three must hold for time to count. */
  readonly playing: boolean
  readonly visible: boolean
  readonly foreground: boolean
  /** The last sample while counting: monotonic time and media position. Null while nothing counts. */
  readonly last: Sample | null
  /** Monotonic time since which the view is away from the viewport, or null. */
  readonly awaySinceMs: number | null
  readonly reportedVisibleMs: number
}

export interface Sample {
  readonly atMs: number
  readonly mediaMs: number
}

export const firstReportMs = 3000
export const reportEveryMs = 5000
export const continueWithinMs = 30_000
const maximumSeq = 100_000
const maximumStretches = 500
/** A sampling gap beyond this is a suspended page, not watching. */
const longestGapMs = 2000
/** A jump back from this close to the end is the loop starting again. */
const loopZoneMs = 600
/** A first sample this early belongs to a video that started at its beginning. */
const firstPictureMs = 400

export const startView = (viewId: string, startedAtMs: number): ViewState => ({
  viewId,
  startedAtMs,
  seq: 0,
  visibleMs: 0,
  played: [],
  playing: false,
  visible: false,
  foreground: false,
  last: null,
  awaySinceMs: null,
  reportedVisibleMs: -1,
})

const counts = (view: ViewState): boolean => view.playing && view.visible && view.foreground

const addStretch = (played: Intervals, from: number, to: number): Intervals => {
  const next = withStretch(played, Math.round(from), Math.round(to))
  return next.length > maximumStretches ? played : next
}

const playedBetween = (view: ViewState, sample: Sample, durationMs: number): Intervals => {
  const last = view.last
  if (last === null) return view.played
  const position = Math.min(sample.mediaMs, durationMs)
  if (position >= last.mediaMs) return addStretch(view.played, last.mediaMs, position)
  const looped = last.mediaMs >= durationMs - loopZoneMs && position <= longestGapMs
  return looped ? addStretch(addStretch(view.played, last.mediaMs, durationMs), 0, position) : view.played
}

/** Accounts for the time since the last sample. Called some four times a second and before every change. */
export const sampled = (view: ViewState, sample: Sample, durationMs: number): ViewState => {
  if (!counts(view)) return view
  if (view.last === null) return { ...view, last: sample }
  const elapsed = sample.atMs - view.last.atMs
  if (elapsed > longestGapMs) return { ...view, last: sample }
  return {
    ...view,
    visibleMs: view.visibleMs + Math.max(0, elapsed),
    played: playedBetween(view, sample, durationMs),
    last: sample,
  }
}

/** A view begins with its first picture on the screen, which was there before the first sample could be taken. */
const firstSample = (view: ViewState, sample: Sample): Sample =>
  view.played.length === 0 && sample.mediaMs <= firstPictureMs ? { ...sample, mediaMs: 0 } : sample

/** A condition of watching changed: what came before is accounted for under the old conditions. */
export const changed = (
  view: ViewState,
  conditions: Partial<Pick<ViewState, 'playing' | 'visible' | 'foreground'>>,
  at: { readonly sample: Sample; readonly durationMs: number },
): ViewState => {
  const before = sampled(view, at.sample, at.durationMs)
  const next = { ...before, ...conditions }
  const away = !next.visible || !next.foreground
  return {
    ...next,
    last: counts(next) ? (before.last ?? firstSample(before, at.sample)) : null,
    awaySinceMs: away ? (view.awaySinceMs ?? at.sample.atMs) : null,
  }
}

/** The viewer moves to another position: the way there was not watched. Call before and with the new position. */
export const jumped = (view: ViewState, to: Sample): ViewState =>
  view.last === null ? view : { ...view, last: to }

/** Whether coming back at this time is still the same view (metrics 1.1: within 30 s). */
export const isOver = (view: ViewState, atMs: number): boolean =>
  view.awaySinceMs !== null && atMs - view.awaySinceMs > continueWithinMs

/** Whether a periodic report is due: at 3 s of watching, then every 5 s. */
export const reportDue = (view: ViewState): boolean => {
  if (view.reportedVisibleMs < firstReportMs) return view.visibleMs >= firstReportMs
  return view.visibleMs - view.reportedVisibleMs >= reportEveryMs
}

/** Whether a report would tell anything that the last one did not. */
export const hasNews = (view: ViewState): boolean =>
  view.seq < maximumSeq && view.visibleMs > view.reportedVisibleMs

export const reported = (view: ViewState): ViewState => ({
  ...view,
  seq: view.seq + 1,
  reportedVisibleMs: view.visibleMs,
})
