import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Expected } from './row.ts'

/** Freely licensed clips from cameras, phones, films and games. Not part of this repository. */
const folder = resolve(import.meta.dirname, '../../../../shared/media')

const manifestSchema = z.object({
  clips: z.array(
    z.object({
      file: z.string(),
      width: z.number(),
      height: z.number(),
      rotation: z.number(),
      sample_aspect_ratio: z.string().default('1:1'),
      audio: z.unknown().nullable(),
      hdr: z.string().optional(),
    }),
  ),
})

export interface RealClip {
  readonly name: string
  readonly source: string
  readonly expected: Expected
}

/** Every real clip of the folder and what has to come out of it; null when the folder is not there. */
export const realClips = (): readonly RealClip[] | null => {
  const manifest = join(folder, 'manifest.json')
  if (!existsSync(manifest)) return null
  const { clips } = manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8')))
  return clips.map((clip) => {
    const [above = 1, below = 1] = clip.sample_aspect_ratio.split(':').map(Number)
    const [width, height] = [clip.width * (above / below), clip.height]
    const isTurned = Math.abs(clip.rotation) % 180 === 90
    const size = isTurned ? { width: height, height: width } : { width, height }
    const expected = {
      ...{ refused: null, ...size, sound: clip.audio !== null },
      // There is no copy for ordinary screens to compare with.
      ...(clip.hdr === undefined ? {} : { likenessDb: 0 }),
    }
    return { name: clip.file, source: join(folder, clip.file), expected }
  })
}
