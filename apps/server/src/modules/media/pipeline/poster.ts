import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '@busker/contract'
import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { safeInput, type Places } from '#platform/ffmpeg'
import type { MediaDeps } from '../deps.ts'
import { posterFile } from '../present.ts'
import { posterArguments } from '../rules/stills.ts'
import { savePoster } from '../store/assets.ts'
import { runOrRefuse, type Work } from './work.ts'

/** ThumbHash takes pictures of at most 100 × 100. */
const thumbhashSide = 100

const thumbhashOf = async (file: string): Promise<string> => {
  const { data, info } = await sharp(file)
    .resize(thumbhashSide, thumbhashSide, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}

/** Makes a picture file the poster with this number. */
export const putPoster = async (
  deps: MediaDeps,
  assetId: AssetId,
  poster: { readonly file: string; readonly number: number },
): Promise<void> => {
  const { file, number } = poster
  const [thumbhash] = await Promise.all([
    thumbhashOf(file),
    deps.blobs.put(`media/${assetId}/${posterFile(number)}`, { file, frozen: true }),
  ])
  await savePoster(deps.db.pool, assetId, { number, thumbhash })
}

export interface PosterWish {
  /** The video to take it from. */
  readonly source: string
  /** Null: the best of the first seconds. */
  readonly atMs: number | null
  readonly number: number
}

/** Takes a picture out of a video and makes it the poster. */
export const makePoster = async (work: Work, { source, atMs, number }: PosterWish): Promise<void> => {
  const { deps, assetId } = work
  const folder = join(deps.workFolder, assetId, `poster-${deps.ids.uuid()}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const task = {
      inputs: [source],
      outputFolder: folder,
      args: (at: Places) =>
        posterArguments({ input: safeInput(at.input(0)), atMs, output: at.output('poster.webp') }),
    }
    await runOrRefuse(work, task, { durationMs: 3000 })
    await putPoster(deps, assetId, { file: join(folder, 'poster.webp'), number })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
