/** How long a video may stand still before it gives up its size. */
const patienceMs = 1000
/** A new source needs a moment of its own before its standing still says anything. */
const freshPatienceMs = 4000

/**
 * Calls back when a video stands still for want of data while it should play: a second after it had shown something,
 * and a little longer for a source that never began. Seeking is not standing still.
 */
export const watchStalls = (
  video: HTMLVideoElement,
  options: { readonly isActive: () => boolean; readonly onStall: () => void; readonly signal: AbortSignal },
): void => {
  const { isActive, onStall, signal } = options
  let timer = 0
  let begun = false
  const clear = (): void => window.clearTimeout(timer)
  const shouldPlay = (): boolean => isActive() && !video.paused && !video.ended && !video.error
  const arm = (): void => {
    clear()
    if (!shouldPlay() || (begun && video.seeking)) return
    timer = window.setTimeout(() => shouldPlay() && onStall(), begun ? patienceMs : freshPatienceMs)
  }
  const going = (): void => {
    begun = true
    clear()
  }
  video.addEventListener('loadstart', () => (begun = false), { signal })
  for (const name of ['waiting', 'play']) video.addEventListener(name, arm, { signal })
  // A long wait goes on as a wait: only what moves ends it.
  video.addEventListener('playing', going, { signal })
  video.addEventListener('timeupdate', () => !video.seeking && video.readyState > 2 && going(), { signal })
  for (const name of ['pause', 'seeking', 'emptied']) video.addEventListener(name, clear, { signal })
  signal.addEventListener('abort', clear)
}
