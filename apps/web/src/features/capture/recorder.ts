import { isoTime, monotonicMs, wallMs } from '#shared/clock'
import type { RecordLimits } from './rules.ts'
import { bitsPerSecond, isFull, recordingName, recordingType } from './rules.ts'

/** One take: it runs, rests and ends in a file. */
export interface Recorder {
  readonly elapsedMs: number
  readonly paused: boolean
  pause(): void
  resume(): void
  /** Ends the take; its file arrives by `onEnd`. */
  stop(): void
  /** Ends the take and forgets it. */
  discard(): void
}

export interface RecorderEvents {
  onEnd(file: File): void
  onFailed(): void
}

/** How often the browser hands over what it has: so much is lost at most, and so often the limits are looked at. */
const pieceMs = 500

const createStopwatch = () => {
  let beforeMs = 0
  let sinceMs: number | null = monotonicMs()
  const elapsed = (): number => beforeMs + (sinceMs === null ? 0 : monotonicMs() - sinceMs)
  return {
    elapsed,
    pause: () => {
      beforeMs = elapsed()
      sinceMs = null
    },
    resume: () => {
      sinceMs ??= monotonicMs()
    },
  }
}

const openRecorder = (stream: MediaStream, limits: RecordLimits): MediaRecorder => {
  const type = recordingType((wish) => MediaRecorder.isTypeSupported(wish))
  return new MediaRecorder(stream, {
    ...(type === '' ? {} : { mimeType: type }),
    videoBitsPerSecond: bitsPerSecond(limits),
  })
}

/** Records the stream from now on; ends by itself at the limits of the instance. */
export const startRecorder = (
  stream: MediaStream,
  limits: RecordLimits,
  events: RecorderEvents,
): Recorder => {
  const recorder = openRecorder(stream, limits)
  const pieces: Blob[] = []
  const watch = createStopwatch()
  let bytes = 0
  let forgotten = false
  const stop = (): void => {
    watch.pause()
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const timer = window.setInterval(() => {
    if (isFull({ elapsedMs: watch.elapsed(), bytes }, limits)) stop()
  }, pieceMs / 5)
  recorder.addEventListener('dataavailable', ({ data }) => {
    pieces.push(data)
    bytes += data.size
  })
  recorder.addEventListener('stop', () => {
    window.clearInterval(timer)
    if (forgotten) return
    const type = recorder.mimeType.split(';')[0] ?? 'video/webm'
    if (bytes === 0) return events.onFailed()
    const nowMs = wallMs()
    const name = recordingName(isoTime(nowMs), type)
    events.onEnd(new File(pieces, name, { type, lastModified: nowMs }))
  })
  recorder.addEventListener('error', stop)
  recorder.start(pieceMs)
  return {
    get elapsedMs() {
      return watch.elapsed()
    },
    get paused() {
      return recorder.state === 'paused'
    },
    pause: () => {
      if (recorder.state !== 'recording') return
      recorder.pause()
      watch.pause()
    },
    resume: () => {
      if (recorder.state !== 'paused') return
      recorder.resume()
      watch.resume()
    },
    stop,
    discard: () => {
      forgotten = true
      stop()
    },
  }
}
