/**
 * How one playing goes: the pure heart of the quality reporter. Every function takes what was and the moment, and
 * gives what is.
 */
export interface Playing {
  readonly wishedAtMs: number
  readonly firstFrameMs: number | null
  readonly phase: 'playing' | 'stalled' | 'still'
  readonly sinceMs: number
  readonly playedMs: number
  readonly stalls: number
  readonly stalledMs: number
}

/** Somebody wants to see it. */
export const startPlaying = (atMs: number): Playing => ({
  wishedAtMs: atMs,
  firstFrameMs: null,
  phase: 'still',
  sinceMs: atMs,
  playedMs: 0,
  stalls: 0,
  stalledMs: 0,
})

/** The first picture is on the screen. Later ones change nothing. */
export const pictured = (playing: Playing, atMs: number): Playing =>
  playing.firstFrameMs === null
    ? { ...playing, firstFrameMs: Math.max(0, atMs - playing.wishedAtMs), sinceMs: atMs }
    : playing

/** Less than this nobody sees: three frames. */
const shortestStallMs = 100

/** It goes, stands still for want of data, or rests because somebody wants it to. */
export const became = (playing: Playing, phase: Playing['phase'], atMs: number): Playing => {
  if (phase === playing.phase) return playing
  const elapsedMs = Math.max(0, atMs - playing.sinceMs)
  const hasPicture = playing.firstFrameMs !== null
  const stood = playing.phase === 'stalled' && elapsedMs >= shortestStallMs
  const played = hasPicture && playing.phase !== 'still' && !stood
  return {
    ...playing,
    // Waiting for the first picture is not standing still: `firstFrameMs` tells of it.
    phase: phase === 'stalled' && !hasPicture ? 'still' : phase,
    sinceMs: atMs,
    playedMs: playing.playedMs + (played ? elapsedMs : 0),
    stalls: playing.stalls + Number(stood),
    stalledMs: playing.stalledMs + (stood ? elapsedMs : 0),
  }
}
