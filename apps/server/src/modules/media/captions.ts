import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { assetId as assetIdSchema, type AssetId, type Caption, type PersonId } from '@busker/contract'
import { z } from 'zod'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { defineJob } from '#platform/jobs'
import type { Tx } from '#platform/postgres'
import { getOwn, tellOwner } from './assets.ts'
import type { CaptionEngine } from './caption-engine.ts'
import type { MediaDeps } from './deps.ts'
import { dropFileJob, jobKey, priorityOf } from './jobs.ts'
import { captionFile, renditionFile } from './present.ts'
import { parseCaptions, writeCaptions, type CaptionFault, type Cue } from './rules/webvtt.ts'
import { findAsset, lockAsset, type AssetRow } from './store/assets.ts'
import {
  deleteCaptionRow,
  isRecognising,
  listCaptionHeads,
  listCaptions,
  nextCaptionVersion,
  saveCaption,
  setRecognising,
  type CaptionRow,
} from './store/captions.ts'

/** Writes down what is said in a video. Slow, and nobody waits for it: everything else goes first. */
export const captionsJob = defineJob({
  name: 'media.captions',
  payload: z.object({ assetId: assetIdSchema }),
  maximumAttempts: 3,
  pool: 'heavy',
})

const mostLanguages = 20

interface OfOwn {
  readonly assetId: AssetId
  readonly personId: PersonId
}

const presentCaption = ({ language, label, origin, vtt, updatedAt }: CaptionRow): Caption => ({
  language,
  label,
  origin,
  vtt,
  updatedAt: updatedAt.toISOString(),
})

/** `pt-br` and `pt-BR` are one language. */
const canonicalLanguage = (language: string): string => {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? language
  } catch (error) {
    const fields = [{ path: 'language', message: 'This is not a language like en or pt-BR.' }]
    throw new AppError('invalid_request', { cause: error, fields })
  }
}

/** Keys of blobs are lower case; the address is not, and says the same. */
const blobFile = (language: string, version: number): string => captionFile(language, version).toLowerCase()

const dropFile = (deps: MediaDeps, tx: Tx, file: { assetId: AssetId; file: string }): Promise<void> =>
  deps.jobs.enqueue(tx, dropFileJob, file)

interface NewCaption {
  readonly language: string
  readonly label: string
  readonly origin: CaptionRow['origin']
  readonly cues: readonly Cue[]
}

/**
 * The file first, then the row: what is announced can be read. The caller holds the asset's row, so that two writers
 * get two numbers and no file is written for an asset that is being deleted.
 */
const write = async (
  deps: MediaDeps,
  tx: Tx,
  given: NewCaption & { assetId: AssetId },
): Promise<CaptionRow> => {
  const { assetId, language, label, origin, cues } = given
  const heads = await listCaptionHeads(tx, assetId)
  const old = heads.find((head) => head.language === language)
  if (!old && heads.length >= mostLanguages) throw new AppError('too_many_captions')
  const vtt = writeCaptions(cues)
  const version = await nextCaptionVersion(tx, assetId)
  await deps.blobs.put(`media/${assetId}/${blobFile(language, version)}`, Buffer.from(vtt))
  const row = { language, label, origin, vtt, version, updatedAt: deps.clock.now() }
  await saveCaption(tx, assetId, row)
  if (old) await dropFile(deps, tx, { assetId, file: blobFile(language, old.version) })
  await tellOwner(deps, tx, assetId)
  return row
}

const faultsAsFields = (faults: readonly CaptionFault[]) =>
  faults.map(({ line, code, reason }) => ({
    path: `vtt.${line}.${code}`,
    message: `Line ${line}: ${reason}`,
  }))

const lockOwn = async (tx: Tx, { assetId, personId }: OfOwn): Promise<AssetRow> => {
  const row = await lockAsset(tx, assetId)
  if (!row || row.ownerId !== personId) throw new AppError('not_found')
  return row
}

/** Takes WebVTT or SRT, keeps WebVTT. The path of a fault is `vtt.<line>.<code>`. */
export const putCaption = async (
  deps: MediaDeps,
  { assetId, personId }: OfOwn,
  given: { readonly language: string; readonly label: string; readonly vtt: string },
): Promise<Caption> => {
  const language = canonicalLanguage(given.language)
  const { durationMs } = await getOwn(deps, assetId, personId)
  const reading = parseCaptions(given.vtt, { maximumMs: durationMs ?? deps.limits.maximumDurationMs })
  if (reading.kind === 'faulty')
    throw new AppError('invalid_captions', { fields: faultsAsFields(reading.faults) })
  const { label } = given
  return deps.db.transaction(async (tx) => {
    await lockOwn(tx, { assetId, personId })
    const caption = { assetId, language, label, origin: 'written', cues: reading.cues } as const
    return presentCaption(await write(deps, tx, caption))
  })
}

export const deleteCaption = (
  deps: MediaDeps,
  { assetId, personId }: OfOwn,
  givenLanguage: string,
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await lockOwn(tx, { assetId, personId })
    const language = canonicalLanguage(givenLanguage)
    const version = await deleteCaptionRow(tx, assetId, language)
    if (version === null) throw new AppError('not_found')
    await dropFile(deps, tx, { assetId, file: blobFile(language, version) })
    await tellOwner(deps, tx, assetId)
  })

export interface CaptionList {
  readonly captions: Caption[]
  readonly recognition: { readonly language: string; readonly state: 'idle' | 'running' } | null
}

export const captionsOf = async (deps: MediaDeps, { assetId, personId }: OfOwn): Promise<CaptionList> => {
  await getOwn(deps, assetId, personId)
  const [rows, running] = await Promise.all([
    listCaptions(deps.db.pool, assetId),
    isRecognising(deps.db.pool, assetId),
  ])
  const { captionEngine } = deps
  const recognition =
    captionEngine === null
      ? null
      : { language: captionEngine.language, state: running ? ('running' as const) : ('idle' as const) }
  return { captions: rows.map(presentCaption), recognition }
}

/** Asks for captions in the language of the engine. Asking twice gives one job. */
export const askForRecognition = async (deps: MediaDeps, { assetId, personId }: OfOwn): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const row = await lockOwn(tx, { assetId, personId })
    if (deps.captionEngine === null) throw new AppError('no_speech_model')
    if (!row.complete || row.durationMs === null) throw new AppError('asset_not_ready')
    if (await isRecognising(tx, assetId)) return
    await setRecognising(tx, assetId, true)
    const priority = priorityOf('captions', { isSeed: false, seconds: row.durationMs / 1000 })
    await deps.jobs.enqueue(tx, captionsJob, { assetId }, { key: jobKey(captionsJob, assetId), priority })
  })
}

const languageName = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(language) ?? language

/** Nothing said: nothing written. What a person wrote meanwhile stays as it is. */
const keep = async (
  deps: MediaDeps,
  tx: Tx,
  found: { readonly assetId: AssetId; readonly language: string; readonly cues: readonly Cue[] },
): Promise<void> => {
  const { assetId, language, cues } = found
  if (cues.length === 0) return tellOwner(deps, tx, assetId)
  const heads = await listCaptionHeads(tx, assetId)
  const isWritten = heads.some((head) => head.language === language && head.origin === 'written')
  const isFull = heads.length >= mostLanguages && heads.every((head) => head.language !== language)
  if (isWritten || isFull) return tellOwner(deps, tx, assetId)
  await write(deps, tx, { assetId, language, label: languageName(language), origin: 'recognised', cues })
}

const hear = async (
  deps: MediaDeps,
  engine: CaptionEngine,
  { row, signal }: { readonly row: AssetRow; readonly signal: AbortSignal },
): Promise<readonly Cue[]> => {
  const { assetId, durationMs, hasAudio } = row
  const [smallest] = row.renditions
  if (hasAudio !== true || durationMs === null || smallest === undefined) return []
  const file = deps.blobs.localPath(`media/${assetId}/${renditionFile(smallest)}`)
  assert(file !== null, 'renditions are files that programs can read')
  const folder = join(deps.workFolder, assetId, `captions-${deps.ids.uuid()}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    return await engine.recognise(file, { durationMs, folder, signal })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The work of `captionsJob`. Repeating it gives the same captions under a new address. */
export const recogniseAsset = async (
  deps: MediaDeps,
  engine: CaptionEngine,
  { assetId, signal }: { readonly assetId: AssetId; readonly signal: AbortSignal },
): Promise<void> => {
  const row = await findAsset(deps.db.pool, assetId)
  if (!row) return
  const startedMs = deps.clock.nowMs()
  const cues = await hear(deps, engine, { row, signal })
  await deps.db.transaction(async (tx) => {
    if (!(await lockAsset(tx, assetId))) return
    await setRecognising(tx, assetId, false)
    await keep(deps, tx, { assetId, language: engine.language, cues })
  })
  const tookMs = deps.clock.nowMs() - startedMs
  deps.log.event('media.captions_recognised', { assetId, cues: cues.length, tookMs })
}

/** It will not happen: the author may ask again. */
export const giveUpRecognition = (deps: MediaDeps, assetId: AssetId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    if (!(await lockAsset(tx, assetId))) return
    await setRecognising(tx, assetId, false)
    await tellOwner(deps, tx, assetId)
  })
