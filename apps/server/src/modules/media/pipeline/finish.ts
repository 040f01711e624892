import { onCommit, type Tx } from '#platform/postgres'
import { tellOwner } from '../assets.ts'
import { enrichJob, jobKey, priorityOf } from '../jobs.ts'
import { renditionFile } from '../present.ts'
import { findAsset, type StoredRendition } from '../store/assets.ts'
import {
  insertRenditions,
  markComplete,
  markReady,
  type Picture,
  type Playable,
} from '../store/conversions.ts'
import type { Work } from './work.ts'

type Publishing = Pick<Work, 'deps' | 'assetId'>

export interface MadeFile {
  readonly file: string
  readonly name: string
  readonly version: number
  readonly width: number
  readonly height: number
}

/** Puts finished files where they are served from. */
export const putRenditions = (
  { deps, assetId }: Publishing,
  made: readonly MadeFile[],
  durationMs: number,
): Promise<StoredRendition[]> =>
  Promise.all(
    made.map(async ({ file, ...one }) => {
      const { bytes } = await deps.blobs.put(`media/${assetId}/${renditionFile(one)}`, { file, frozen: true })
      return { ...one, bytes, bitrate: Math.max(1, Math.round((bytes * 8000) / Math.max(1, durationMs))) }
    }),
  )

/** The moment from which it plays: the row and the event change together. False when it played already or is gone. */
export const becomeReady = async (
  { deps, assetId }: Publishing,
  tx: Tx,
  made: Playable,
): Promise<boolean> => {
  if (!(await markReady(tx, assetId, made))) return false
  const row = await findAsset(tx, assetId)
  if (!row) return false
  await deps.bus.emit(tx, 'media.ready', { assetId, ownerId: row.ownerId })
  onCommit(tx, () => deps.log.event('media.ready', { assetId, durationMs: made.durationMs }))
  return true
}

/** The end of a conversion. False when the asset is gone or was complete. */
export const becomeComplete = async (
  work: Publishing,
  tx: Tx,
  made: {
    readonly picture: Picture
    readonly renditions: readonly StoredRendition[]
    readonly isSeed: boolean
  },
): Promise<boolean> => {
  const { deps, assetId } = work
  const { picture, renditions } = made
  await becomeReady(work, tx, { ...picture, stream: null })
  if (!(await markComplete(tx, assetId, picture))) return false
  await insertRenditions(tx, assetId, { renditions, at: deps.clock.now() })
  const row = await findAsset(tx, assetId)
  if (!row) return false
  await deps.bus.emit(tx, 'media.complete', { assetId, ownerId: row.ownerId })
  const options = { key: jobKey(enrichJob, assetId), priority: priorityOf('enrich', made) }
  if (deps.ffmpeg !== null) await deps.jobs.enqueue(tx, enrichJob, { assetId }, options)
  await tellOwner(deps, tx, assetId)
  onCommit(tx, () => deps.log.event('media.complete', { assetId, durationMs: picture.durationMs }))
  return true
}
