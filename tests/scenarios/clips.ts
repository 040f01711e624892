import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Clip {
  readonly name: string
  readonly bytes: Buffer
  readonly sha256: string
}

const runFile = promisify(execFile)

const readClip = async (folder: string, name: string): Promise<Clip> => {
  const bytes = await readFile(join(folder, name))
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** The FFmpeg that the scripts provide, or that of the machine. */
const ffmpegPath = (): string => process.env['FFMPEG_PATH'] ?? 'ffmpeg'

/** Makes short moving pictures with sound, each with bytes of its own. */
export const makeClips = async (folder: string, count: number, seconds = 2): Promise<Clip[]> => {
  const names = Array.from({ length: count }, (_, index) => `clip-${index + 1}.mp4`)
  for (const [index, name] of names.entries()) {
    const picture = `testsrc2=size=270x480:rate=25:duration=${seconds},hue=h=${index * 40}`
    const sound = `sine=frequency=${220 + 110 * index}:duration=${seconds}`
    const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound]
    // Few frames are predicted: the file is large for its length, so that its upload takes several chunks.
    const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '5', '-b:v', '1500k', '-c:a', 'aac']
    const output = ['-pix_fmt', 'yuv420p', '-movflags', '+faststart', '-y', join(folder, name)]
    await runFile(ffmpegPath(), ['-v', 'error', ...inputs, ...codecs, ...output], { timeout: 60_000 })
  }
  return Promise.all(names.map((name) => readClip(folder, name)))
}

/** A clip that no player plays as it is, so that its conversion takes a while. */
export const makeSlowClip = async (folder: string, seconds: number): Promise<Clip> => {
  const picture = `testsrc2=size=540x960:rate=30:duration=${seconds}`
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=duration=${seconds}`]
  const file = join(folder, 'slow.mov')
  const args = ['-v', 'error', '-y', ...inputs, '-c:v', 'mpeg4', '-q:v', '5', '-c:a', 'aac', file]
  await runFile(ffmpegPath(), args, { timeout: 60_000 })
  return readClip(folder, 'slow.mov')
}

/** Clips that play as they are, so many, and one that has to be encoded first. */
export const makeMixedClips = async (folder: string, count: number, seconds = 2): Promise<Clip[]> => [
  ...(await makeClips(folder, count, seconds)),
  await makeSlowClip(folder, seconds),
]

/** Real clips of a folder, the small ones, at most so many. */
export const readClips = async (folder: string, count: number): Promise<Clip[]> => {
  const names = (await readdir(folder)).filter((name) => /\.(mp4|mov|webm)$/.test(name)).sort()
  const clips: Clip[] = []
  for (const name of names) {
    if (clips.length === count) break
    const clip = await readClip(folder, name)
    if (clip.bytes.length < 600_000) clips.push(clip)
  }
  return clips
}
