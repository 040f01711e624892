import { assert } from '#platform/assert'
import type { Ffmpeg } from '#platform/ffmpeg'
import { tellOwnerNow } from '../assets.ts'
import type { MediaDeps } from '../deps.ts'
import { renditionFile } from '../present.ts'
import type { AssetRow } from '../store/assets.ts'
import { makePoster } from './poster.ts'

/** Takes the picture that the author chose. A fraction of a second, so the caller may wait for it. */
export const replacePoster = async (
  deps: MediaDeps,
  ffmpeg: Ffmpeg,
  { row, atMs }: { readonly row: AssetRow; readonly atMs: number },
): Promise<void> => {
  const largest = row.renditions.at(-1)
  assert(largest !== undefined && row.durationMs !== null, 'a complete asset has a rendition')
  const source = deps.blobs.localPath(`media/${row.assetId}/${renditionFile(largest)}`)
  assert(source !== null, 'renditions are files that programs can read')
  const work = { deps, ffmpeg, assetId: row.assetId, signal: AbortSignal.timeout(30_000) }
  // The last picture begins a little before the end.
  const position = Math.max(0, Math.min(atMs, row.durationMs - 100))
  await makePoster(work, { source, atMs: position, number: (row.poster ?? 0) + 1 })
  await tellOwnerNow(deps, row.assetId)
}
