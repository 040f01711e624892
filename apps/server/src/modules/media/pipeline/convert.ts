import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId, RefusalCode } from '@busker/contract'
import { assert } from '#platform/assert'
import { safeInput, type Ffmpeg, type Places } from '#platform/ffmpeg'
import { refuseAsset, tellOwnerNow, type RefusalOf } from '../assets.ts'
import type { MediaDeps } from '../deps.ts'
import { dropFileJob, type Judged } from '../jobs.ts'
import { renditionFile } from '../present.ts'
import { judgeResult } from '../rules/gate.ts'
import { finishArguments, ladderFiles, soundArguments } from '../rules/ladder-arguments.ts'
import { rungsOf, type Rung } from '../rules/ladder.ts'
import {
  firstLevel,
  gainOf,
  measureArguments,
  nextLevel,
  parseLoudness,
  type Level,
  type LevelTry,
  type Loudness,
} from '../rules/loudness.ts'
import { findAsset, saveExtras, type AssetRow } from '../store/assets.ts'
import { beginConversion, saveProgress, setStream, type Picture } from '../store/conversions.ts'
import { encodeLadder, readIfThere, type Encoded } from './encode-ladder.ts'
import { becomeComplete, becomeReady, putRenditions, type MadeFile } from './finish.ts'
import { judgeFile, passedSource, type Source } from './judge-file.ts'
import { putPoster } from './poster.ts'
import {
  fileExists,
  forgetFiles,
  keepOriginal,
  Refusal,
  runOrRefuse,
  sourceOf,
  workFolderOf,
  type Work,
} from './work.ts'

const progressEveryMs = 1000

/** Writes progress at most once a second, and never two writes at a time. */
const progressWriter = ({ deps, assetId }: Work): ((share: number) => void) => {
  let lastMs = 0
  let writing = false
  const write = async (share: number) => {
    if (await saveProgress(deps.db.pool, assetId, share)) await tellOwnerNow(deps, assetId)
  }
  return (share) => {
    const nowMs = deps.clock.nowMs()
    if (writing || nowMs - lastMs < progressEveryMs) return
    lastMs = nowMs
    writing = true
    write(share)
      .catch((error: unknown) => deps.log.error('media.progress_failed', error, { assetId }))
      .finally(() => {
        writing = false
      })
  }
}

export interface Conversion {
  readonly work: Work
  readonly row: Pick<AssetRow, 'renditions' | 'poster'>
  readonly source: Pick<Source, 'probe' | 'video' | 'durationMs'>
  /** Number of this attempt: its folder, and the address of its stream. */
  readonly number: number
  readonly folder: string
  readonly isSeed: boolean
}

const pictureOf = ({ source, row }: Conversion, rungs: readonly Rung[], durationMs: number): Picture => {
  const largest = [...row.renditions, ...rungs].reduce((best, one) => (one.width > best.width ? one : best))
  const { width, height } = largest
  return { width, height, durationMs, hasAudio: source.probe.audio !== null }
}

export const posterOfLadder = async ({ work, folder, row }: Conversion): Promise<void> => {
  const file = join(folder, ladderFiles.poster)
  if (row.poster === null && (await fileExists(file)))
    await putPoster(work.deps, work.assetId, { file, number: 1 })
}

/** The first seconds of every size can be played: a post that waits for this video is published now. */
export const playStream = async (conversion: Conversion, rungs: readonly Rung[]): Promise<void> => {
  const { work, number, source } = conversion
  const { deps, assetId } = work
  await posterOfLadder(conversion)
  const picture = pictureOf(conversion, rungs, source.durationMs)
  const isNew = await deps.db.transaction((tx) => becomeReady(work, tx, { ...picture, stream: number }))
  if (!isNew) await setStream(deps.db.pool, assetId, number)
  await tellOwnerNow(deps, assetId)
}

/** A file of final sound in the folder of the conversion, and how much louder it was made. */
export interface SoundFile {
  readonly file: string
  readonly gainDb: number
}

/** What a finished sound is like when it is played. */
const measureSound = async (
  { work, folder }: Conversion,
  file: string,
  durationMs: number,
): Promise<Loudness> => {
  const report = 'measured.txt'
  const task = {
    inputs: [],
    outputFolder: folder,
    args: (at: Places) => measureArguments({ input: safeInput(at.output(file)), output: at.output(report) }),
  }
  await runOrRefuse(work, task, { durationMs })
  return parseLoudness(await readIfThere(folder, report))
}

/** The final sound at the loudness that all videos here have. Null: there is none. */
const makeSound = async (
  conversion: Conversion,
  encoded: Encoded,
  durationMs: number,
): Promise<SoundFile | null> => {
  const { work, folder } = conversion
  const { hasSound, integratedLufs } = encoded
  if (!hasSound) return null
  const file = 'sound.m4a'
  const tries: LevelTry[] = []
  let level: Level | null = firstLevel(integratedLufs)
  // `nextLevel` ends this: after a few tries at the latest.
  while (level !== null) {
    const chosen: Level = level
    const task = {
      inputs: [],
      outputFolder: folder,
      args: (at: Places) =>
        soundArguments({
          input: at.output(ladderFiles.sound),
          ...chosen,
          durationMs,
          output: at.output(file),
        }),
    }
    await runOrRefuse(work, task, { durationMs })
    tries.push({ level: chosen, made: await measureSound(conversion, file, durationMs) })
    level = nextLevel(integratedLufs, tries)
  }
  return { file, gainDb: gainOf(integratedLufs) }
}

/** A copy of the source keeps its sound unless that is louder or softer than the others by more than this, dB. */
const audibleGainDb = 1

/** Files of this conversion: one for each new rung, and one for each copy that gets the new sound. */
const plannedFiles = ({ row }: Conversion, rungs: readonly Rung[], gainDb: number | null): MadeFile[] => {
  const renewed = gainDb !== null && Math.abs(gainDb) > audibleGainDb ? row.renditions : []
  return [
    ...rungs.map(({ name, width, height }) => ({ name, width, height, version: 1, file: `${name}.mp4` })),
    ...renewed.map(({ name, width, height, version }) => ({
      ...{ name, width, height, version: version + 1 },
      file: `${name}-${version + 1}.mp4`,
    })),
  ]
}

/** Puts picture and sound together, one file for each size. */
const joinFiles = async (
  { work, folder, row }: Conversion,
  plan: { readonly files: readonly MadeFile[]; readonly sound: string | null; readonly durationMs: number },
): Promise<MadeFile[]> => {
  const { deps, assetId } = work
  const { files, sound, durationMs } = plan
  if (files.length === 0) return []
  const copies = row.renditions.map((one) => {
    const file = deps.blobs.localPath(`media/${assetId}/${renditionFile(one)}`)
    assert(file !== null, 'renditions are files that programs can read')
    return { name: one.name, file }
  })
  const task = {
    inputs: copies.map(({ file }) => file),
    outputFolder: folder,
    args: (at: Places) => {
      const pictureOfFile = ({ name, version }: MadeFile) =>
        version === 1
          ? at.output(ladderFiles.playlist(name))
          : at.input(copies.findIndex((copy) => copy.name === name))
      return finishArguments({
        rungs: files.map((one) => ({ playlist: pictureOfFile(one), output: at.output(one.file) })),
        sound: sound === null ? null : at.output(sound),
        durationMs,
      })
    },
  }
  await runOrRefuse(work, task, { durationMs })
  return files.map((one) => ({ ...one, file: join(folder, one.file) }))
}

/** Finished files that nobody knows of yet. */
export interface Prepared {
  readonly encoded: Encoded
  readonly files: readonly MadeFile[]
  readonly durationMs: number
}

/** Everything after the encoder that does not change what others see: final sound, one file for each size. */
export const prepareFiles = async (
  conversion: Conversion,
  encoded: Encoded,
  earlySound: SoundFile | null = null,
): Promise<Prepared> => {
  const durationMs = encoded.rungs.length > 0 ? encoded.pictureMs : conversion.source.durationMs
  const sound = earlySound ?? (await makeSound(conversion, encoded, durationMs))
  const files = plannedFiles(conversion, encoded.rungs, sound?.gainDb ?? null)
  const joined = await joinFiles(conversion, { files, sound: sound?.file ?? null, durationMs })
  return { encoded, files: joined, durationMs }
}

const droppedLaterMs = 3_600_000

/** Judges the result and makes it known. False when the asset is gone or complete already. */
export const publishFiles = async (conversion: Conversion, prepared: Prepared): Promise<boolean> => {
  const { work, row, source, isSeed } = conversion
  const { deps, assetId } = work
  const { encoded, files, durationMs } = prepared
  const faulty = judgeResult({ durationMs }, source.durationMs, deps.limits)
  if (faulty) throw new Refusal(faulty, `${durationMs} ms of ${source.durationMs} ms could be decoded`)
  await posterOfLadder(conversion)
  const renditions = await putRenditions(work, files, durationMs)
  if (encoded.decodeErrors > 0) await saveExtras(deps.db.pool, assetId, { flags: ['decode_errors'] })
  const picture = pictureOf(conversion, encoded.rungs, durationMs)
  return deps.db.transaction(async (tx) => {
    const runAt = new Date(deps.clock.nowMs() + droppedLaterMs)
    for (const old of row.renditions) {
      const isReplaced = renditions.some(({ name, version }) => name === old.name && version > old.version)
      const file = renditionFile(old)
      if (isReplaced) await deps.jobs.enqueue(tx, dropFileJob, { assetId, file }, { runAt })
    }
    return becomeComplete(work, tx, { picture, renditions, isSeed })
  })
}

/** Keeps the original of what became complete; forgets everything of what was deleted meanwhile. */
export const settle = async (deps: MediaDeps, assetId: AssetId): Promise<void> => {
  if ((await findAsset(deps.db.pool, assetId)) === undefined) await forgetFiles(deps, assetId)
  else await keepOriginal(deps, assetId)
}

const convert = async (conversion: Conversion, file: string): Promise<void> => {
  const { work, row, source, folder } = conversion
  const { deps } = work
  const known = new Set(row.renditions.map(({ name }) => name))
  const settings = { ...deps.settings, maximumMs: deps.limits.maximumDurationMs }
  const rungs = rungsOf(source.video, settings).filter(({ name }) => !known.has(name))
  const encoded = await encodeLadder(work, {
    ...{ source, rungs, folder, input: file, withPoster: row.poster === null },
    onPlayable: () => playStream(conversion, rungs),
    onShare: progressWriter(work),
  })
  await publishFiles(conversion, await prepareFiles(conversion, encoded))
}

/** A copy that plays stays, when only the smaller sizes cannot be made. */
const keepsCopy: readonly RefusalCode[] = ['too_complex', 'output_too_big', 'conversion_failed']

/** The conversion will not happen. What cannot be played is refused; what plays already stays as it is. */
export const giveUpConversion = async (deps: MediaDeps, refusal: RefusalOf): Promise<void> => {
  const { assetId, code, detail } = refusal
  const row = await findAsset(deps.db.pool, assetId)
  if (!row) return
  if (row.renditions.length === 0 || !keepsCopy.includes(code)) {
    await refuseAsset(deps, refusal)
    return keepOriginal(deps, assetId)
  }
  const { width, height, durationMs, hasAudio } = row
  assert(width !== null && height !== null && durationMs !== null, 'a copy that plays has a size')
  const picture = { width, height, durationMs, hasAudio: hasAudio ?? false }
  await saveExtras(deps.db.pool, assetId, { flags: [...new Set([...row.flags, code])] })
  deps.log.warn('media.only_copy', { assetId, code, detail })
  await deps.db.transaction((tx) =>
    becomeComplete({ deps, assetId }, tx, { picture, renditions: [], isSeed: false }),
  )
  await keepOriginal(deps, assetId)
}

export interface ConvertJob {
  readonly assetId: Work['assetId']
  readonly isSeed: boolean
  /** Null: to be found out. */
  readonly judged: Judged | null
  readonly signal: AbortSignal
}

/**
 * Makes the sizes of one video. Killed at any point and run again it gives the same single result: each attempt has a
 * folder of its own, files have fixed names, and the row becomes complete once, in the transaction of the event.
 */
export const convertAsset = async (deps: MediaDeps, ffmpeg: Ffmpeg, job: ConvertJob): Promise<void> => {
  const { assetId, isSeed, judged, signal } = job
  const number = await beginConversion(deps.db.pool, assetId)
  const row = number === null ? undefined : await findAsset(deps.db.pool, assetId)
  if (number === null || !row) return
  await tellOwnerNow(deps, assetId)
  const work = { deps, ffmpeg, assetId, signal }
  const folder = join(workFolderOf(deps, assetId), String(number))
  // Earlier attempts are dead: their streams ended with them.
  await rm(workFolderOf(deps, assetId), { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const file = await sourceOf(work)
    const source = judged === null ? await judgeFile(work, file) : passedSource(file, judged)
    await convert({ work, row, source, number, folder, isSeed }, source.file)
    await settle(deps, assetId)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await giveUpConversion(deps, { assetId, code: error.code, detail: error.detail })
  }
}
