import { access, constants } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { runChild } from './child.ts'
import { detectLimiter } from './limits.ts'
import type { Limiter } from './limits.ts'

/** An FFmpeg that was found and asked what it can do. Plain data: it may be sent to a worker thread. */
export interface Ffmpeg {
  readonly path: string
  readonly probePath: string
  readonly version: string
  /** Filters that Busker uses and this build does not have; each switches one thing off. */
  readonly missing: readonly string[]
  readonly limiter: Limiter
  readonly searchPath: string
}

export interface FindOptions {
  /** Used alone when given; ffprobe is then expected beside it. */
  readonly ffmpegPath?: string | undefined
  /** The PATH to search, for the limiting programs too. */
  readonly searchPath?: string | undefined
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin'
/** Without these no video can be made playable. */
const neededEncoders = ['libx264', 'aac', 'libwebp']
const wantedFilters = ['scale', 'fps', 'thumbnail', 'aresample', 'zscale', 'tonemap']

/** The child sees nothing of our environment: a hostile file finds no address or password in it. */
export const childEnv = (searchPath: string): Record<string, string> => ({ PATH: searchPath, LANG: 'C' })

const output = async (file: string, args: readonly string[], path: string): Promise<string | null> => {
  const chunks: Buffer[] = []
  const collect = (chunk: Buffer) => chunks.push(chunk)
  try {
    const end = await runChild({ file, args, env: childEnv(path), wallMs: 10_000, onStdout: collect })
    return end.exitCode === 0 ? Buffer.concat(chunks).toString('utf8') : null
  } catch {
    // A program that cannot be started is the same as one that is not there.
    return null
  }
}

const locate = async (name: string, searchPath: string): Promise<string | null> => {
  for (const folder of searchPath.split(delimiter)) {
    const candidate = join(folder, name)
    const usable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (folder !== '' && usable) return candidate
  }
  return null
}

/** Second column of `-encoders` and `-filters`. */
const names = (listing: string): Set<string> =>
  new Set(listing.split('\n').map((line) => line.trim().split(/\s+/)[1] ?? ''))

/**
 * Finds FFmpeg and ffprobe and checks what they can do. Null when there is none that encodes H.264, AAC and WebP.
 *
 * @example
 * const ffmpeg = await findFfmpeg({ ffmpegPath: config.ffmpegPath })
 */
export const findFfmpeg = async (options: FindOptions = {}): Promise<Ffmpeg | null> => {
  const searchPath = options.searchPath ?? usualPath
  const path = options.ffmpegPath ?? (await locate('ffmpeg', searchPath))
  if (path === null) return null
  const beside = join(dirname(path), 'ffprobe')
  const probePath = (await output(beside, ['-version'], searchPath))
    ? beside
    : await locate('ffprobe', searchPath)
  if (probePath === null) return null
  const [banner, encoders, filters, limiter] = await Promise.all([
    output(path, ['-version'], searchPath),
    output(path, ['-hide_banner', '-encoders'], searchPath),
    output(path, ['-hide_banner', '-filters'], searchPath),
    detectLimiter(searchPath),
  ])
  const version = /^ffmpeg version (\S+)/.exec(banner ?? '')?.[1]
  if (version === undefined) return null
  const has = { encoders: names(encoders ?? ''), filters: names(filters ?? '') }
  if (neededEncoders.some((name) => !has.encoders.has(name))) return null
  const missing = wantedFilters.filter((name) => !has.filters.has(name))
  return { path, probePath, version, missing, limiter, searchPath }
}
