import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sleep } from '#platform/clock'
import {
  lacks,
  safeInput,
  safePipe,
  type Ffmpeg,
  type Probe,
  type Task,
  type VideoStream,
} from '#platform/ffmpeg'
import type { MediaDeps } from '../deps.ts'
import {
  ladderArguments,
  ladderFiles,
  playlistDurationMs,
  type LadderTools,
} from '../rules/ladder-arguments.ts'
import type { Rung } from '../rules/ladder.ts'
import { parseLoudness } from '../rules/loudness.ts'
import { fileExists, runOrRefuse, type Work } from './work.ts'

/** What one run of the ladder left in its folder. */
export interface Encoded {
  readonly folder: string
  readonly rungs: readonly Rung[]
  /** How long the picture really is. */
  readonly pictureMs: number
  readonly hasSound: boolean
  readonly integratedLufs: number | null
  readonly decodeErrors: number
}

export interface LadderRun {
  readonly source: { readonly probe: Probe; readonly video: VideoStream; readonly durationMs: number }
  readonly rungs: readonly Rung[]
  /** A folder of this run alone. */
  readonly folder: string
  /** A file, or the bytes while they arrive. */
  readonly input: string | AsyncIterable<Uint8Array>
  readonly withPoster: boolean
  /** Called once, when the first second of every size can be played. */
  readonly onPlayable: () => Promise<void>
  readonly onShare: (share: number) => void
}

const watchEveryMs = 40

/** Resolves true when the stream can be played; false when it was told to stop looking. */
const firstSegments = async (folder: string, rungs: readonly Rung[], stop: AbortSignal): Promise<boolean> => {
  const files = [ladderFiles.master, ...rungs.map(({ name }) => ladderFiles.playlist(name))]
  // Nothing to look at where only the sound is made.
  while (!stop.aborted && rungs.length > 0) {
    const there = await Promise.all(files.map((file) => fileExists(join(folder, file))))
    if (there.every(Boolean)) return true
    await sleep(watchEveryMs, stop)
  }
  return false
}

const hasFilter = (ffmpeg: Ffmpeg, name: string): boolean => !lacks(ffmpeg, { kind: 'filter', name })

export const toolsOf = (ffmpeg: Ffmpeg): LadderTools => ({
  toneMapping: hasFilter(ffmpeg, 'zscale') && hasFilter(ffmpeg, 'tonemap'),
  deinterlacing: hasFilter(ffmpeg, 'bwdif'),
})

const taskOf = (deps: MediaDeps, ffmpeg: Ffmpeg, run: LadderRun): Task => {
  const { source, rungs, folder, input, withPoster } = run
  const isFile = typeof input === 'string'
  return {
    inputs: isFile ? [input] : [],
    outputFolder: folder,
    ...(isFile ? {} : { stdin: input }),
    args: (at) =>
      ladderArguments(source, {
        input: isFile ? safeInput(at.input(0)) : safePipe(),
        rungs,
        settings: { ...deps.settings, maximumMs: deps.limits.maximumDurationMs },
        tools: toolsOf(ffmpeg),
        output: at.output,
        poster: withPoster,
      }),
  }
}

/** The text of a file of the run; empty while it is not there. */
export const readIfThere = async (folder: string, name: string): Promise<string> =>
  (await fileExists(join(folder, name))) ? readFile(join(folder, name), 'utf8') : ''

/** Makes every rung in one process. What is finished can be played while the rest is being made. */
export const encodeLadder = async (work: Work, run: LadderRun): Promise<Encoded> => {
  const { deps, ffmpeg } = work
  const { source, rungs, folder } = run
  const hasSound = source.probe.audio !== null
  if (rungs.length === 0 && !hasSound)
    return { folder, rungs, pictureMs: 0, hasSound, integratedLufs: null, decodeErrors: 0 }
  const looking = new AbortController()
  const watching = firstSegments(folder, rungs, looking.signal).then((found) =>
    found ? run.onPlayable() : undefined,
  )
  // A failure of the watcher is told after the run, which must not be left alone.
  const watched = watching.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  const length = { durationMs: source.durationMs, onShare: run.onShare }
  const result = await runOrRefuse(work, taskOf(deps, ffmpeg, run), length).finally(() => looking.abort())
  const failure = await watched
  if (failure !== null) throw failure.error
  const [first] = rungs
  const pictureMs = first
    ? playlistDurationMs(await readIfThere(folder, ladderFiles.playlist(first.name)))
    : 0
  const { integratedLufs } = parseLoudness(hasSound ? await readIfThere(folder, ladderFiles.loudness) : '')
  return { folder, rungs, pictureMs, hasSound, integratedLufs, decodeErrors: result.decodeErrors }
}
