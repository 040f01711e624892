export interface Stream {
  close(): void
}

const playlistType = 'application/vnd.apple.mpegurl'

/** Only Apple's own player can be trusted with a list that grows; others say "maybe" and mean no. */
const playsNatively = (video: HTMLVideoElement): boolean =>
  navigator.vendor.startsWith('Apple') && video.canPlayType(playlistType) !== ''

const patience = { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2000 }
const loadPolicy = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 20_000,
    timeoutRetry: patience,
    errorRetry: patience,
  },
}

/**
 * Plays what is converted so far of a video, from its start. `onBroken` is called once when the stream is over before
 * its end: the conversion finished, was started again, or the network is gone.
 */
export const openStream = async (
  video: HTMLVideoElement,
  url: string,
  onBroken: () => void,
): Promise<Stream> => {
  if (playsNatively(video)) {
    video.src = url
    video.addEventListener('error', onBroken, { once: true })
    return { close: () => video.removeEventListener('error', onBroken) }
  }
  // The full build: the light one cannot play sound that lies beside the picture, which is how we stream.
  const { default: Hls, Events } = await import('hls.js')
  const hls = new Hls({
    startPosition: 0,
    // The worker would be made from text, which our content policy forbids.
    enableWorker: false,
    capLevelToPlayerSize: true,
    startLevel: 0,
    maxBufferLength: 20,
    backBufferLength: 60,
    manifestLoadPolicy: loadPolicy,
    playlistLoadPolicy: loadPolicy,
    fragLoadPolicy: loadPolicy,
  })
  hls.on(Events.ERROR, (_event, { fatal }) => fatal && onBroken())
  hls.loadSource(url)
  hls.attachMedia(video)
  return { close: () => hls.destroy() }
}
