import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { assert } from '#platform/assert'
import { safeInput, type Ffmpeg, type Places } from '#platform/ffmpeg'
import { tellOwnerNow } from '../assets.ts'
import type { MediaDeps } from '../deps.ts'
import { analyseHook } from '../hook.ts'
import { previewFile, renditionFile, spritesFile } from '../present.ts'
import { extrasArguments, spritesPlan } from '../rules/stills.ts'
import { findAsset, saveExtras, type AssetRow } from '../store/assets.ts'
import { makePoster } from './poster.ts'
import { Refusal, runOrRefuse, workFolderOf, type Work } from './work.ts'

interface Enriching {
  readonly work: Work
  readonly row: AssetRow
  /** The smallest rendition: the cheapest to decode. */
  readonly file: string
  readonly folder: string
  readonly durationMs: number
}

const makeExtras = async ({ work, row, file, folder, durationMs }: Enriching): Promise<void> => {
  const { deps, assetId } = work
  const [smallest] = row.renditions
  assert(smallest !== undefined, 'a complete asset has a rendition')
  const sprites = spritesPlan({ durationMs, width: smallest.width, height: smallest.height })
  const task = {
    inputs: [file],
    outputFolder: folder,
    args: (at: Places) =>
      extrasArguments({
        input: safeInput(at.input(0)),
        sprites,
        spritesOutput: at.output(spritesFile),
        previewOutput: at.output(previewFile),
      }),
  }
  await runOrRefuse(work, task, { durationMs })
  await Promise.all(
    [spritesFile, previewFile].map((name) =>
      deps.blobs.put(`media/${assetId}/${name}`, { file: join(folder, name), frozen: true }),
    ),
  )
  await saveExtras(deps.db.pool, assetId, { sprites, hasPreview: true })
}

const describeHook = async ({ work, row, file, folder, durationMs }: Enriching): Promise<void> => {
  const { deps, ffmpeg, signal, assetId } = work
  const hasSound = row.hasAudio ?? false
  const hook = await analyseHook(deps, { ffmpeg, file, outputFolder: folder, durationMs, hasSound, signal })
  if (hook !== null) await saveExtras(deps.db.pool, assetId, { hook })
}

/**
 * What makes a video pleasant to handle and is not needed to play it: sprites, preview, hook analysis. A video without
 * them stays as good as it is, so that faults here refuse nothing.
 */
export const enrichAsset = async (
  deps: MediaDeps,
  ffmpeg: Ffmpeg,
  job: { readonly assetId: Work['assetId']; readonly signal: AbortSignal },
): Promise<void> => {
  const { assetId, signal } = job
  const row = await findAsset(deps.db.pool, assetId)
  const [smallest] = row?.renditions ?? []
  if (!row?.complete || row.durationMs === null || !smallest) return
  const file = deps.blobs.localPath(`media/${assetId}/${renditionFile(smallest)}`)
  assert(file !== null, 'renditions are files that programs can read')
  const work = { deps, ffmpeg, assetId, signal }
  const folder = join(workFolderOf(deps, assetId), 'extras')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const enriching = { work, row, file, folder, durationMs: row.durationMs }
  try {
    if (row.poster === null) await makePoster(work, { source: file, atMs: null, number: 1 })
    if (row.sprites === null) await makeExtras(enriching)
    await describeHook(enriching)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    deps.log.warn('media.not_enriched', { assetId, code: error.code, detail: error.detail })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await tellOwnerNow(deps, assetId)
}
