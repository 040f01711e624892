import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '@busker/contract'
import { assert } from '#platform/assert'
import type { MediaDeps } from '../deps.ts'
import { becomeComplete, becomeReady, putRenditions } from '../pipeline/finish.ts'
import { findOriginal, keepOriginal, Refusal, workFolderOf } from '../pipeline/work.ts'
import { claimedDurationMs, judgeResult } from '../rules/gate.ts'
import { findAsset } from '../store/assets.ts'
import { inspectWithoutFfmpeg } from './inspect.ts'
import { remuxWithoutFfmpeg } from './remux.ts'

/** Takes an upload as it is, where nothing can be converted: the one size that it has. */
export const takeWithoutFfmpeg = async (
  deps: MediaDeps,
  { assetId, signal }: { readonly assetId: AssetId; readonly signal: AbortSignal },
): Promise<void> => {
  const row = await findAsset(deps.db.pool, assetId)
  if (!row || row.complete || row.state === 'refused') return
  const file = await findOriginal(deps, assetId)
  assert(file !== null, `the upload ${assetId} has its bytes`)
  const answer = await inspectWithoutFfmpeg(file, deps.limits, signal)
  if (answer.kind === 'refused') throw new Refusal(answer.code, answer.detail)
  const folder = join(workFolderOf(deps, assetId), 'copy')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const copy = join(folder, 'copy.mp4')
  const { probe } = answer
  const made = await remuxWithoutFfmpeg({ file, probe, signal }, copy)
  if (made === null) throw new Refusal('unreadable_file')
  const faulty = judgeResult(made, claimedDurationMs(probe), deps.limits)
  if (faulty) throw new Refusal(faulty)
  const { width, height, durationMs } = made
  const name = String(Math.min(width, height))
  const work = { deps, assetId }
  const renditions = await putRenditions(work, [{ file: copy, name, version: 1, width, height }], durationMs)
  await deps.db.transaction(async (tx) => {
    await becomeReady(work, tx, { ...made, stream: null })
    await becomeComplete(work, tx, { picture: made, renditions, isSeed: false })
  })
  await rm(workFolderOf(deps, assetId), { recursive: true, force: true })
  await keepOriginal(deps, assetId)
}
