import { access, constants } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { runChild } from './child.ts'
import { childEnv, type Limiter } from './enclose.ts'
import { findSandbox, type Sandbox } from './sandbox.ts'

/** A part of FFmpeg that Busker uses. */
export interface Part {
  readonly kind: 'encoder' | 'filter' | 'muxer'
  readonly name: string
}

/** An FFmpeg that was found and asked what it can do. Plain data: it may be sent to a worker thread. */
export interface Ffmpeg {
  readonly path: string
  readonly probePath: string
  readonly version: string
  /** What Busker uses and this build does not have; see `featuresOff` for what that means. */
  readonly missing: readonly Part[]
  readonly sandbox: Sandbox
  readonly limiter: Limiter
  readonly searchPath: string
}

export interface FindOptions {
  /** Used alone when given; ffprobe is then expected beside it. */
  readonly ffmpegPath?: string | undefined
  /** The PATH to search, for the limiting programs too. */
  readonly searchPath?: string | undefined
}

/** An FFmpeg, or a sentence about why there is none. */
export type Examination = { readonly ffmpeg: Ffmpeg } | { readonly fault: string }

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin'
/** libavutil of FFmpeg 5.1. Builds from git carry no release number, but always this one. */
const oldestLibavutil = { major: 57, minor: 28 }

const parts = (kind: Part['kind'], names: string): Part[] => names.split(' ').map((name) => ({ kind, name }))
/** Without these no video can be made playable. */
const needed = [...parts('encoder', 'libx264 aac'), ...parts('muxer', 'mp4')]
const wanted = [
  ...parts('encoder', 'libwebp'),
  ...parts('muxer', 'hls'),
  ...parts('filter', 'scale fps setsar tile thumbnail zscale tonemap bwdif aresample ebur128 alimiter'),
  ...parts('filter', 'scdet blackdetect freezedetect blurdetect silencedetect whisper asr'),
]

const output = async (file: string, args: readonly string[], searchPath: string): Promise<string> => {
  const chunks: Buffer[] = []
  const collect = (chunk: Buffer) => chunks.push(chunk)
  try {
    await runChild({ file, args, env: childEnv(searchPath), wallMs: 10_000, onStdout: collect })
    return Buffer.concat(chunks).toString('utf8')
  } catch {
    // A program that cannot be started has nothing to list.
    return ''
  }
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

const locate = async (name: string, searchPath: string): Promise<string | null> => {
  for (const folder of searchPath.split(delimiter)) {
    const candidate = join(folder, name)
    if (folder !== '' && (await isProgram(candidate))) return candidate
  }
  return null
}

/** Whether the text of `ffmpeg -version` is of 5.1 or newer. */
export const isNewEnough = (banner: string): boolean => {
  const found = /libavutil\s+(\d+)\.\s*(\d+)/.exec(banner)
  const [major, minor] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)]
  return major > oldestLibavutil.major || (major === oldestLibavutil.major && minor >= oldestLibavutil.minor)
}

/** Second column of `-encoders`, `-filters` and `-muxers`; a muxer may have several names. */
const names = (listing: string): Set<string> =>
  new Set(listing.split('\n').flatMap((line) => (line.trim().split(/\s+/)[1] ?? '').split(',')))

const listParts = async (path: string, searchPath: string): Promise<(part: Part) => boolean> => {
  const [encoder, filter, muxer] = await Promise.all([
    output(path, ['-hide_banner', '-encoders'], searchPath),
    output(path, ['-hide_banner', '-filters'], searchPath),
    output(path, ['-hide_banner', '-muxers'], searchPath),
  ])
  const has = { encoder: names(encoder), filter: names(filter), muxer: names(muxer) }
  return ({ kind, name }) => has[kind].has(name)
}

/**
 * Finds FFmpeg and ffprobe, checks what they can do and how far they can be locked in.
 *
 * @example
 * const found = await examineFfmpeg({ ffmpegPath: config.ffmpegPath })
 * if ('fault' in found) log.warn('ffmpeg.none', { reason: found.fault })
 */
export const examineFfmpeg = async (options: FindOptions = {}): Promise<Examination> => {
  const searchPath = options.searchPath ?? usualPath
  const path = options.ffmpegPath ?? (await locate('ffmpeg', searchPath))
  if (path === null) return { fault: 'There is no FFmpeg on this machine.' }
  if (!(await isProgram(path))) return { fault: `There is no FFmpeg at ${path}.` }
  const beside = join(dirname(path), 'ffprobe')
  const probePath = (await isProgram(beside)) ? beside : await locate('ffprobe', searchPath)
  if (probePath === null) return { fault: `There is no ffprobe beside ${path}.` }
  const [trial, has] = await Promise.all([
    findSandbox({ path, probePath }, searchPath),
    listParts(path, searchPath),
  ])
  const version = /^ffmpeg version (\S+)/.exec(trial?.banner ?? '')?.[1]
  if (trial === null || version === undefined) return { fault: `The FFmpeg at ${path} does not run.` }
  if (!isNewEnough(trial.banner)) return { fault: `The FFmpeg at ${path} (${version}) is older than 5.1.` }
  const lacking = needed.filter((part) => !has(part)).map(({ kind, name }) => `the ${kind} ${name}`)
  if (lacking.length > 0) return { fault: `The FFmpeg at ${path} lacks ${lacking.join(', ')}.` }
  const missing = wanted.filter((part) => !has(part))
  const { sandbox, limiter } = trial
  return { ffmpeg: { path, probePath, version, missing, sandbox, limiter, searchPath } }
}

/**
 * Finds an FFmpeg that encodes H.264 and AAC; null when there is none. `examineFfmpeg` tells why.
 *
 * @example
 * const ffmpeg = await findFfmpeg({ ffmpegPath: config.ffmpegPath })
 */
export const findFfmpeg = async (options: FindOptions = {}): Promise<Ffmpeg | null> => {
  const found = await examineFfmpeg(options)
  return 'ffmpeg' in found ? found.ffmpeg : null
}
