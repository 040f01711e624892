// Finds an FFmpeg that Busker can use, or provides one. Also a command of its own:
//   node scripts/provide-ffmpeg.mjs [--private] [--into FOLDER]
// prints the path. --private ignores what the system has and unpacks one into the folder.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aptInstall, hasApt, isRoot } from './set-up/apt.mjs'
import { provideBubblewrap } from './set-up/bubblewrap.mjs'
import { alone } from './set-up/lock.mjs'
import { dataFolder, pathWithoutPackages } from './set-up/places.mjs'
import { runScript, say, SetUpError, step } from './set-up/progress.mjs'
import { unpackPrivateFfmpeg } from './set-up/private-ffmpeg.mjs'
import { run } from './set-up/run.mjs'

/** libavutil of FFmpeg 5.1. Builds from git carry no release number, but always this one. */
const oldestLibavutil = { major: 57, minor: 28 }
const probeTimeoutMs = 20_000

/** Whether the text of `ffmpeg -version` is of 5.1 or newer. */
export function isNewEnough(versionText) {
  const found = /libavutil\s+(\d+)\.\s*(\d+)/.exec(versionText)
  if (found === null) return false
  const [major, minor] = [Number(found[1]), Number(found[2])]
  return major > oldestLibavutil.major || (major === oldestLibavutil.major && minor >= oldestLibavutil.minor)
}

/** Whether the text of `ffmpeg -encoders` names the two that every rendition needs. */
export function hasNeededEncoders(encodersText) {
  return ['libx264', 'aac', 'libwebp'].every((name) =>
    new RegExp(`^\\s*[VA]\\S{5}\\s+${name}\\s`, 'm').test(encodersText),
  )
}

/** Null when the FFmpeg at this path will do, otherwise why not. */
export async function faultOfFfmpeg(path) {
  const version = await run(path, ['-hide_banner', '-version'], { timeoutMs: probeTimeoutMs })
  if (version.code !== 0) return 'it does not run'
  if (!isNewEnough(version.output)) return 'it is older than 5.1'
  const encoders = await run(path, ['-hide_banner', '-encoders'], { timeoutMs: probeTimeoutMs })
  if (!hasNeededEncoders(encoders.output)) return 'it lacks the encoder libx264, aac or libwebp'
  return null
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The first program of that name in PATH, or null. */
export function programInPath(name) {
  const folders = pathWithoutPackages().split(delimiter)
  return (
    folders
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find(isProgram) ?? null
  )
}

async function usable(path, origin) {
  const fault = await faultOfFfmpeg(path)
  if (fault === null) return path
  say(`the FFmpeg ${origin} (${path}) cannot be used: ${fault}`)
  return null
}

async function findFfmpeg(privatePath) {
  const given = process.env.FFMPEG_PATH
  if (given) {
    const path = await usable(given, 'named by FFMPEG_PATH')
    if (path !== null) return path
  }
  const inPath = programInPath('ffmpeg')
  const path = inPath === null ? null : await usable(inPath, 'in PATH')
  if (path !== null) return path
  return existsSync(privatePath) ? usable(privatePath, 'unpacked earlier') : null
}

async function installFfmpeg() {
  if (!isRoot() || !hasApt()) return null
  // In one call, which takes little longer; where bubblewrap is unknown, FFmpeg comes alone.
  const done = await step(
    'installing FFmpeg (apt-get)',
    async () => (await aptInstall(['ffmpeg', 'bubblewrap'])) || aptInstall(['ffmpeg']),
  )
  const path = done ? programInPath('ffmpeg') : null
  return path === null ? null : usable(path, 'just installed')
}

async function unpackFfmpeg(folder, { ignoreSystem }) {
  if (!hasApt()) return null
  const path = await step('unpacking an FFmpeg of Busker’s own', () =>
    unpackPrivateFfmpeg(folder, { ignoreSystem }),
  )
  return path === null ? null : usable(path, 'just unpacked')
}

async function findOrProvide({ folder, onlyPrivate }) {
  const privatePath = join(folder, 'bin/ffmpeg')
  const found = onlyPrivate ? null : await findFfmpeg(privatePath)
  if (found !== null) return found
  return alone(async () => {
    if (!onlyPrivate) {
      const system = (await findFfmpeg(privatePath)) ?? (await installFfmpeg())
      if (system !== null) return system
    }
    return unpackFfmpeg(folder, { ignoreSystem: onlyPrivate })
  })
}

/**
 * The path of a usable FFmpeg, or null after saying what to run. Order: FFMPEG_PATH, PATH, an earlier
 * private one, apt-get as root, packages unpacked into the data folder.
 */
export async function provideFfmpeg({ folder = join(dataFolder(), 'ffmpeg'), onlyPrivate = false } = {}) {
  const provided = await findOrProvide({ folder, onlyPrivate })
  if (provided === null) {
    say('no FFmpeg 5.1 or newer was found, and none could be provided: video will not be converted.')
    say(
      'Run `sudo apt-get install ffmpeg` (macOS: `brew install ffmpeg`) or set FFMPEG_PATH, then start again.',
    )
  } else if (!onlyPrivate) await provideBubblewrap()
  return provided
}

/** What the server is given: nothing when there is no FFmpeg. */
export function ffmpegEnv(path) {
  return path === null ? {} : { FFMPEG_PATH: path }
}

async function main(args) {
  const at = args.indexOf('--into')
  const folder = at === -1 ? undefined : args[at + 1]
  const path = await provideFfmpeg({ folder, onlyPrivate: args.includes('--private') })
  if (path === null) throw new SetUpError('there is no usable FFmpeg')
  process.stdout.write(`${path}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runScript(() => main(process.argv.slice(2)))
