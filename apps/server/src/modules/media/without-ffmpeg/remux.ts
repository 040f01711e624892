import { stat, writeFile } from 'node:fs/promises'
import { AppError } from '#platform/errors'
import type { Probe } from '#platform/ffmpeg'
import { displaySize } from '../rules/gate.ts'
import type { Picture } from '../store/conversions.ts'
import { runCopy } from './run-copy.ts'

export interface Remuxed extends Picture {
  readonly bytes: number
}

/**
 * Copies picture and sound of a fit file into one MP4 that streams from its start and says nothing about the phone.
 * Null: it cannot be read after all. Where the source breaks off the copy ends; the caller judges its length.
 *
 * @example const made = await remuxWithoutFfmpeg({ file, probe }, '/tmp/copy.mp4')
 */
export const remuxWithoutFfmpeg = async (
  source: { readonly file: string; readonly probe: Probe; readonly signal?: AbortSignal },
  output: string,
): Promise<Remuxed | null> => {
  const { video } = source.probe
  if (video === null) return null
  // The child may write to this file alone and therefore has to find it.
  await writeFile(output, '', { mode: 0o600 })
  const answer = await runCopy({ command: 'copy', file: source.file, target: output, signal: source.signal })
  if (answer.kind === 'aborted') throw new AppError('shutting_down')
  if (answer.kind !== 'copy') return null
  const { width, height } = displaySize(video)
  const { size } = await stat(output)
  return { ...answer.copy, width: Math.round(width), height: Math.round(height), bytes: size }
}
