import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { refusalCatalog, type Asset, type Playback } from '@busker/contract'
import { assert } from '#platform/assert'
import { hasErrno } from '#platform/errors'
import type { AssetRow } from './store/assets.ts'

/** Names of the files of an asset, in the blob store and in addresses. */
export const renditionFile = ({
  name,
  version,
}: {
  readonly name: string
  readonly version: number
}): string => (version === 1 ? `${name}.mp4` : `${name}-${version}.mp4`)
/** The posters of an earlier version carried no number; 0 stands for them. */
export const posterFile = (number: number): string => (number === 0 ? 'poster.webp' : `poster-${number}.webp`)
export const captionFile = (language: string, version: number): string =>
  `captions-${language}-${version}.vtt`
export const spritesFile = 'sprites.webp'
export const previewFile = 'preview.mp4'
export const streamPlaylist = 'master.m3u8'

/** Gives the address of a file a signature when its asset is not for everybody. */
export type SignAddress = (row: Pick<AssetRow, 'assetId' | 'restricted'>, file: string) => string

export interface Presenter {
  readonly uploadFolder: string
  readonly addressOf: SignAddress
}

const playbackOf = (row: AssetRow, { addressOf }: Presenter): Playback => {
  const { width, height, durationMs, hasAudio } = row
  assert(width !== null && height !== null, 'a ready asset has a size')
  assert(durationMs !== null && hasAudio !== null, 'a ready asset has a length')
  const at = (file: string): string => addressOf(row, file)
  return {
    renditions: row.renditions.map(({ version, ...one }) => ({
      ...one,
      url: at(renditionFile({ name: one.name, version })),
    })),
    streamUrl: row.stream === null ? null : at(`stream/${row.stream}/${streamPlaylist}`),
    complete: row.complete,
    posterUrl: row.poster === null ? null : at(posterFile(row.poster)),
    thumbhash: row.thumbhash,
    sprites: row.sprites === null ? null : { ...row.sprites, url: at(spritesFile) },
    previewUrl: row.hasPreview ? at(previewFile) : null,
    captions: row.captions.map(({ language, label, version }) => ({
      language,
      label,
      url: at(captionFile(language, version)),
    })),
    width,
    height,
    durationMs,
    hasAudio,
  }
}

/** How much of an upload has arrived: asked of the file itself, so that no row is written while bytes stream in. */
const receivedBytes = async (uploadFolder: string, row: AssetRow): Promise<number> => {
  try {
    return (await stat(join(uploadFolder, row.assetId))).size
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return 0
    throw error
  }
}

export const presentAsset = async (row: AssetRow, presenter: Presenter): Promise<Asset> => {
  const common = {
    assetId: row.assetId,
    filename: row.filename,
    createdAt: row.createdAt.toISOString(),
    claimed: row.claimed,
  }
  switch (row.state) {
    case 'uploading': {
      const totalBytes = Number(row.totalBytes)
      return {
        ...common,
        state: 'uploading',
        totalBytes,
        receivedBytes: await receivedBytes(presenter.uploadFolder, row),
      }
    }
    case 'queued':
      return { ...common, state: 'queued' }
    case 'processing':
      return { ...common, state: 'processing', progress: row.progress }
    case 'ready':
      return { ...common, state: 'ready', playback: playbackOf(row, presenter) }
    case 'refused': {
      const code = row.refusalCode ?? 'conversion_failed'
      return { ...common, state: 'refused', code, message: refusalCatalog[code] }
    }
  }
}
