import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HookAnalysis } from '@busker/contract'
import { AppError, hasErrno } from '#platform/errors'
import { lacks, run, safeInput, type Ffmpeg, type Places } from '#platform/ffmpeg'
import type { MediaDeps } from './deps.ts'
import { filterValue } from './rules/filter-value.ts'
import { hookArguments, hookFiles, hookFilters, hookMs, parseHook } from './rules/hook.ts'

export interface HookWork {
  readonly ffmpeg: Ffmpeg
  /** The smallest rendition: what viewers on a phone see, and the cheapest to decode. */
  readonly file: string
  readonly outputFolder: string
  readonly durationMs: number
  readonly hasSound: boolean
  readonly signal: AbortSignal
}

const wallMs = 60_000
const cpuSeconds = 30

/** A filter that never saw a frame makes no file. */
const readIfThere = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return ''
    throw error
  }
}

/**
 * Describes what the first seconds show and sound like. Null when FFmpeg could not look at them; that is no reason to
 * try again.
 */
export const analyseHook = async (
  { log }: Pick<MediaDeps, 'log'>,
  work: HookWork,
): Promise<HookAnalysis | null> => {
  const { ffmpeg, file, outputFolder, durationMs, hasSound, signal } = work
  const filters = new Set(hookFilters.filter((name) => !lacks(ffmpeg, { kind: 'filter', name })))
  const args = (at: Places): string[] =>
    hookArguments({
      input: safeInput(at.input(0)),
      output: (name) => filterValue(at.output(name)),
      hasSound,
      filters,
    })
  const result = await run(
    ffmpeg,
    { inputs: [file], outputFolder, args },
    { wallMs, limits: { cpuSeconds }, signal },
  )
  if (result.outcome === 'aborted') throw new AppError('shutting_down')
  if (result.outcome === 'disk_full') throw new AppError('disk_full')
  if (result.outcome !== 'done') {
    log.warn('media.hook_failed', { outcome: result.outcome, stderr: result.stderrTail.slice(-500) })
    return null
  }
  const [picture, blur, sound] = await Promise.all(
    [hookFiles.picture, hookFiles.blur, hookFiles.sound].map((name) => readIfThere(join(outputFolder, name))),
  )
  const texts = { picture: picture ?? '', blur: blur ?? '', sound: sound ?? '' }
  return parseHook(texts, { durationMs: Math.min(durationMs, hookMs), hasSound, filters })
}
