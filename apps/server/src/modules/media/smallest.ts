import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { requestRendition, smallestRendition, type AssetId, type ResponseOf } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { safeInput, type Ffmpeg } from '#platform/ffmpeg'
import { route } from '#platform/http'
import { onCommit } from '#platform/postgres'
import { tellOwner } from './assets.ts'
import type { MediaDeps } from './deps.ts'
import { jobKey, priorityOf, smallestJob } from './jobs.ts'
import { Refusal, runOrRefuse, workFolderOf, type Work } from './pipeline/work.ts'
import { putRenditions } from './pipeline/finish.ts'
import { renditionFile } from './present.ts'
import { smallestArguments } from './rules/ladder-arguments.ts'
import { findAsset, lockAsset, saveExtras, type AssetRow } from './store/assets.ts'
import { insertRenditions } from './store/conversions.ts'

/** Marks an asset of which a smaller size could not be made or was no smaller, so that nobody tries again. */
const noneFlag = 'no_smallest'

type SmallestState = ResponseOf<typeof requestRendition>['state']

/** The rendition from which a smaller one would be made; null: there is none to make. */
const sourceOf = (row: AssetRow): AssetRow['renditions'][number] | null => {
  const [smallest] = row.renditions
  if (!row.complete || !smallest || row.flags.includes(noneFlag)) return null
  return Math.min(smallest.width, smallest.height) > Number(smallestRendition) ? smallest : null
}

const stateOf = (row: AssetRow): SmallestState => {
  if (row.renditions.some(({ name }) => name === smallestRendition)) return 'ready'
  return sourceOf(row) === null ? 'none' : 'queued'
}

/**
 * A player asks for the smallest size. Anybody may, because an asset costs one short job in all its life, however often
 * and by whomever it is asked for, and it waits behind the uploads of people. What is restricted does not exist here.
 */
const askForSmallest = async (deps: MediaDeps, assetId: AssetId): Promise<SmallestState> => {
  const row = await findAsset(deps.db.pool, assetId)
  if (row?.state !== 'ready' || row.restricted) throw new AppError('not_found')
  const state = stateOf(row)
  if (state !== 'queued') return state
  // Nobody here could do it.
  if (deps.ffmpeg === null) return 'none'
  const priority = priorityOf('smallest', { isSeed: false, seconds: (row.durationMs ?? 0) / 1000 })
  await deps.jobs.enqueue(
    deps.db.pool,
    smallestJob,
    { assetId },
    { key: jobKey(smallestJob, assetId), priority },
  )
  return 'queued'
}

/** The blob as a file; stores elsewhere are asked for a copy. */
const fileOf = (deps: MediaDeps, assetId: AssetId, source: AssetRow['renditions'][number]): string => {
  const path = deps.blobs.localPath(`media/${assetId}/${renditionFile(source)}`)
  assert(path !== null, 'renditions lie on this machine')
  return path
}

const giveNone = (deps: MediaDeps, assetId: AssetId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const row = await lockAsset(tx, assetId)
    if (row && !row.flags.includes(noneFlag))
      await saveExtras(tx, assetId, { flags: [...row.flags, noneFlag] })
  })

/** Width and height with the short edge given: even, because H.264 has no odd ones. */
const smallestSize = ({ width, height }: { readonly width: number; readonly height: number }) => {
  const share = Number(smallestRendition) / Math.min(width, height)
  const even = (side: number): number => 2 * Math.round((side * share) / 2)
  return { width: even(width), height: even(height) }
}

const encode = async (work: Work, row: AssetRow, folder: string): Promise<void> => {
  const { deps, assetId } = work
  const source = sourceOf(row)
  if (source === null || row.durationMs === null) return
  const size = smallestSize(source)
  const task = {
    inputs: [fileOf(deps, assetId, source)],
    outputFolder: folder,
    args: (at: { input(index: number): string; output(name: string): string }) =>
      smallestArguments({ input: safeInput(at.input(0)), ...size, output: at.output('360.mp4') }),
  }
  await runOrRefuse(work, task, { durationMs: row.durationMs })
  const made = { file: join(folder, '360.mp4'), name: smallestRendition, version: 1, ...size }
  const renditions = await putRenditions(work, [made], row.durationMs)
  // A video of which nothing moves may be as small as it can be.
  if (renditions.some(({ bytes }) => bytes >= source.bytes)) {
    await deps.blobs.delete(`media/${assetId}/${renditionFile(made)}`)
    return giveNone(deps, assetId)
  }
  const kept = await deps.db.transaction(async (tx) => {
    // Forgotten meanwhile: its files are gone and this one has to go, too.
    if (!(await lockAsset(tx, assetId))) return false
    await insertRenditions(tx, assetId, { renditions, at: deps.clock.now() })
    await tellOwner(deps, tx, assetId)
    onCommit(tx, () => deps.log.event('media.smallest', { assetId, bytes: renditions[0]?.bytes }))
    return true
  })
  if (!kept) await deps.blobs.delete(`media/${assetId}/${renditionFile(made)}`)
}

/** Makes the size for slow links out of the smallest one there is. Killed and run again it gives the same result. */
export const makeSmallest = async (
  deps: MediaDeps,
  ffmpeg: Ffmpeg,
  job: { readonly assetId: AssetId; readonly signal: AbortSignal },
): Promise<void> => {
  const { assetId } = job
  const row = await findAsset(deps.db.pool, assetId)
  if (row?.state !== 'ready' || stateOf(row) !== 'queued') return
  const folder = join(workFolderOf(deps, assetId), 'smallest')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await encode({ deps, ffmpeg, ...job }, row, folder)
  } catch (error) {
    // The other sizes play; there will be no smaller one.
    if (!(error instanceof Refusal)) throw error
    deps.log.warn('media.smallest_failed', { assetId, code: error.code })
    await giveNone(deps, assetId)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** After the last attempt: nobody asks again. */
export const giveUpSmallest = giveNone

export const serveSmallest = (app: FastifyInstance, deps: MediaDeps): void => {
  route(app, requestRendition, async ({ params }) => ({ state: await askForSmallest(deps, params.assetId) }))
}
