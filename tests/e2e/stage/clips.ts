import { createHash } from 'node:crypto'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mediaFolder } from './readiness.ts'

interface ManifestClip {
  readonly file: string
  readonly duration: number
  readonly orientation: 'landscape' | 'portrait' | 'square'
  readonly rotation: number
  readonly audio: object | null
}

/** A file that a person has on their device. */
export interface Clip {
  readonly path: string
  readonly name: string
  readonly seconds: number
}

const readManifest = async (): Promise<readonly ManifestClip[]> => {
  const text = await readFile(join(mediaFolder, 'manifest.json'), 'utf8')
  // The manifest is made beside the clips; each journey checks the fields that it relies on.
  return (JSON.parse(text) as { clips: ManifestClip[] }).clips
}

const named = async (name: string, fits: (clip: ManifestClip) => boolean = () => true): Promise<Clip> => {
  const entry = (await readManifest()).find(({ file }) => file === `cuts/${name}`)
  if (entry === undefined || !fits(entry))
    throw new Error(`the manifest does not describe ${name} as this journey needs it`)
  return { path: join(mediaFolder, entry.file), name, seconds: entry.duration }
}

/** 16 s, wider than high, with sound. */
export const landscapeClip = () =>
  named('llama-and-passing-cars.mp4', (clip) => clip.orientation === 'landscape' && clip.audio !== null)
/** Filmed upright: stored lying, with a note to turn it. */
export const rotatedClip = () =>
  named('coffee-pour-portrait-rot270.mp4', (clip) => clip.rotation !== 0 && clip.orientation === 'portrait')
/** Has no sound at all. */
export const silentClip = () => named('chaplin-and-constable-silent.mp4', (clip) => clip.audio === null)
/** 1.7 MB: large enough to be caught in the middle of a slow upload. */
export const heavyClip = () => named('butterfly-portrait-rot90.mp4')
/** 15.6 s in 720 by 1280: enough for two sizes. */
export const tallClip = () =>
  named('water-glass-portrait-720p.mp4', (clip) => clip.orientation === 'portrait')
/** Short ones for stories in which any video will do. */
export const shortClips = () =>
  Promise.all(
    ['flower-bloom-portrait.mp4', 'funny-faces-man-square.mp4', 'two-people-nodding.mp4'].map((name) =>
      named(name),
    ),
  )

export const sha256Of = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

const inFolder = async (folder: string, name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(await mkdtemp(join(folder, 'bad-files-')), name)
  await writeFile(path, bytes)
  return path
}

/** Noise over the description of the streams: the file begins as MP4, but nothing can be read out of it. */
export const noiseInTheHeader = async (folder: string): Promise<string> => {
  const bytes = await readFile((await landscapeClip()).path)
  // A fixed pattern is as good as chance here and the same every time.
  for (let place = 48; place < 12_500; place += 1) bytes[place] = (place * 167 + 13) % 251
  return inFolder(folder, 'noise.mp4', bytes)
}

/** A copy that ended early. */
export const cutShort = async (folder: string): Promise<string> => {
  const bytes = await readFile((await landscapeClip()).path)
  return inFolder(folder, 'cut-short.mp4', bytes.subarray(0, Math.floor(bytes.length * 0.45)))
}

export const textNamedAsVideo = (folder: string): Promise<string> =>
  inFolder(folder, 'notes.mp4', 'Dear diary, this is not a video.\n'.repeat(200))
