import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { inspectFile, type Verdict } from '#modules/media'
import { StartError } from '#platform/errors'
import { findFfmpeg } from '#platform/ffmpeg'
import type { CommandContext } from './command.ts'

const describe = ({ ok, message, video, audio, durationMs }: Verdict): string[] => {
  if (!ok) return [message]
  const seconds = durationMs === null ? 'of unknown length' : `${(durationMs / 1000).toFixed(2)} s`
  const picture = video ? `${video.codec} ${video.width} × ${video.height}` : 'no picture'
  const turned = video && video.rotation !== 0 ? `, turned by ${video.rotation}°` : ''
  const sound = audio ? `${audio.codec}, ${audio.channels} channels` : 'no sound'
  return [message, `  ${picture}${turned}; ${sound}; ${seconds}`]
}

/** `media inspect FILE`: what the gate says about a file, before anybody uploads it. */
export const run = async ({ config, terminal }: CommandContext, args: readonly string[]): Promise<number> => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const [action, given, ...rest] = positionals
  if (action !== 'inspect' || given === undefined || rest.length > 0)
    throw new StartError('Say "media inspect FILE".')
  const file = resolve(given)
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile())
    throw new StartError(`There is no file ${file}. Say "media inspect FILE" with the path of a video.`)
  const ffmpeg = await findFfmpeg(config.ffmpegPath === undefined ? {} : { ffmpegPath: config.ffmpegPath })
  const verdict = await inspectFile(file, { ffmpeg, limits: config.upload })
  for (const line of describe(verdict)) terminal.say(line)
  terminal.result(verdict)
  return verdict.ok ? 0 : 1
}
