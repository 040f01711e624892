import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AssetId } from '@busker/contract'
import { safeInput, type Ffmpeg, type Places } from '#platform/ffmpeg'
import { onCommit, type Tx } from '#platform/postgres'
import { tellOwner, tellOwnerNow } from '../assets.ts'
import type { MediaDeps } from '../deps.ts'
import { convertJob, jobKey, priorityOf } from '../jobs.ts'
import { displaySize } from '../rules/gate.ts'
import { copiesSound, remuxArguments, remuxFault } from '../rules/remux.ts'
import { findAsset } from '../store/assets.ts'
import { insertRenditions, type Picture } from '../store/conversions.ts'
import { playStream, publishFiles, settle, type Conversion } from './convert.ts'
import type { EarlyConversion, EarlyConversions } from './early.ts'
import { becomeReady, putRenditions, type MadeFile } from './finish.ts'
import { judgeFile, type Source } from './judge-file.ts'
import { makePoster } from './poster.ts'
import { Refusal, runOrRefuse, sourceOf, workFolderOf, type Work } from './work.ts'

const pictureOf = (source: Source): Picture => {
  const { width, height } = displaySize(source.video)
  const size = { width: Math.round(width), height: Math.round(height) }
  return { ...size, durationMs: source.durationMs, hasAudio: source.probe.audio !== null }
}

/** A file that is fit as it is only gets its index in front and loses what it tells about the phone. */
const remux = async (work: Work, source: Source): Promise<string> => {
  const folder = join(workFolderOf(work.deps, work.assetId), 'remux')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { audio } = source.probe
  const task = {
    inputs: [source.file],
    outputFolder: folder,
    args: (at: Places) =>
      remuxArguments({
        input: safeInput(at.input(0)),
        hasSound: audio !== null,
        copySound: audio !== null && copiesSound(audio),
        durationMs: source.durationMs,
        output: at.output('copy.mp4'),
      }),
  }
  await runOrRefuse(work, task, { durationMs: source.durationMs })
  return join(folder, 'copy.mp4')
}

interface Copy {
  readonly source: Source
  readonly file: string
  readonly isSeed: boolean
}

/** Plays at once, before any encoder is free. */
const publishCopy = async (work: Work, { source, file, isSeed }: Copy): Promise<void> => {
  const { deps, assetId } = work
  const { width, height } = pictureOf(source)
  const copy: MadeFile = { file, name: String(Math.min(width, height)), version: 1, width, height }
  const renditions = await putRenditions(work, [copy], source.durationMs)
  await deps.db.transaction(async (tx) => {
    if (!(await becomeReady(work, tx, { ...pictureOf(source), stream: null }))) return
    await insertRenditions(tx, assetId, { renditions, at: deps.clock.now() })
    await enqueueConversion(work, tx, { source, isSeed })
    await tellOwner(deps, tx, assetId)
  })
  // A picture that cannot be decoded is for the conversion to refuse.
  await makePoster(work, { source: file, atMs: null, number: 1 }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
  await rm(dirname(file), { recursive: true, force: true })
  await tellOwnerNow(deps, assetId)
}

const enqueueConversion = async (
  { deps, assetId }: Work,
  tx: Tx,
  { source, isSeed }: { readonly source: Source; readonly isSeed: boolean },
): Promise<void> => {
  const priority = priorityOf('convert', { isSeed, seconds: source.durationMs / 1000 })
  const { probe, scan } = source
  const payload = { assetId, isSeed, judged: { probe, scan } }
  await deps.jobs.enqueue(tx, convertJob, payload, { key: jobKey(convertJob, assetId), priority })
}

/** Takes over what was encoded while the upload arrived. False when that came to nothing. */
const adopt = async (conversion: Conversion, early: EarlyConversion): Promise<boolean> => {
  const { deps, assetId } = conversion.work
  const first = await Promise.race([early.playable.then(() => 'playable' as const), early.prepared])
  if (first === 'playable') await playStream(conversion, early.rungs)
  const prepared = await early.prepared
  if (prepared === null) return false
  await publishFiles(conversion, prepared)
  await settle(deps, assetId)
  return true
}

export interface Inspection {
  readonly assetId: AssetId
  readonly isSeed: boolean
  readonly signal: AbortSignal
  readonly early: EarlyConversions | null
}

/**
 * Judges an upload. A file that is fit as it is plays at the end of this, and so does one that was encoded while it
 * arrived; for all others the conversion is queued, short ones first. Killed at any point and run again it gives the
 * same single result.
 */
export const inspectAsset = async (deps: MediaDeps, ffmpeg: Ffmpeg, job: Inspection): Promise<void> => {
  const { assetId, isSeed, signal, early } = job
  const row = await findAsset(deps.db.pool, assetId)
  if (!row || row.complete || row.state === 'refused' || row.state === 'uploading') return
  const work = { deps, ffmpeg, assetId, signal }
  const begun = (await early?.take(assetId)) ?? null
  const isNew = row.renditions.length === 0
  if (begun?.kind === 'copy' && isNew) {
    const copied = await begun.copied
    const taken = copied && publishCopy(work, { ...copied, isSeed })
    await taken?.finally(() => early?.forget(assetId))
    if (taken !== null) return
  }
  const source = await judgeFile(work, await sourceOf(work))
  if (begun?.kind === 'encode') {
    const conversion = { work, row, source, isSeed, number: begun.number, folder: begun.folder }
    const isAdopted = await adopt(conversion, begun).finally(() => early?.forget(assetId))
    if (isAdopted) return
  }
  const fault = remuxFault(source.probe, source.scan)
  if (fault === null && isNew) return publishCopy(work, { source, file: await remux(work, source), isSeed })
  await deps.db.transaction(async (tx) => {
    await enqueueConversion(work, tx, { source, isSeed })
    onCommit(tx, () => deps.log.event('media.accepted', { assetId, fault }))
  })
}
