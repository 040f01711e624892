import { rename, rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { Ffmpeg, RunResult } from '#platform/ffmpeg'
import { StartError } from '#platform/errors'
import type { RenderJob } from './render-job.ts'
import type { TownClip } from './town.ts'

const inWorker = (job: RenderJob, signal: AbortSignal | undefined): Promise<RunResult> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { workerData: job })
    const stop = () => void worker.terminate()
    signal?.addEventListener('abort', stop, { once: true })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop)
      // Later than a message this changes nothing.
      resolve({
        outcome: 'aborted',
        exitCode: null,
        stderrTail: '',
        decodeErrors: 0,
        outTimeMs: 0,
        frames: 0,
      })
    })
    if (signal?.aborted === true) stop()
  })

/**
 * Renders one clip of the town into `file` (540 × 960, 24 pictures a second, H.264 and AAC), in a worker thread of low
 * priority. The file appears complete or not at all.
 *
 * @example
 * await renderClip(clip, ffmpeg, join(folder, clipFileName(clip)))
 */
export const renderClip = async (
  clip: TownClip,
  ffmpeg: Ffmpeg,
  target: string | { readonly file: string; readonly signal?: AbortSignal },
): Promise<void> => {
  const { file, signal } = typeof target === 'string' ? { file: target, signal: undefined } : target
  const partFile = `${file}.part`
  const soundFile = `${file}.wav`
  try {
    const result = await inWorker({ clip, ffmpeg, file: partFile, soundFile }, signal)
    signal?.throwIfAborted()
    if (result.outcome !== 'done') {
      throw new StartError(
        `The demo clip "${clip.id}" could not be rendered (${result.outcome}: ${result.stderrTail}). Start with --empty to go on without the demo.`,
      )
    }
    await rename(partFile, file)
  } finally {
    await Promise.all([rm(partFile, { force: true }), rm(soundFile, { force: true })])
  }
}
