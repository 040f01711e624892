import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '@busker/contract'
import { sleep } from '#platform/clock'
import { probe, type Ffmpeg, type Places, type Probe } from '#platform/ffmpeg'
import type { MediaDeps } from '../deps.ts'
import { arrivalOf } from '../rules/arriving.ts'
import { claimedDurationMs, judgeProbe } from '../rules/gate.ts'
import { ladderFiles, soundArguments } from '../rules/ladder-arguments.ts'
import { rungsOf, type Rung } from '../rules/ladder.ts'
import { gainOf, parseLoudness } from '../rules/loudness.ts'
import { remuxFault } from '../rules/remux.ts'
import { nextConversion } from '../store/conversions.ts'
import { prepareFiles, type Conversion, type Prepared, type SoundFile } from './convert.ts'
import { encodeLadder, readIfThere } from './encode-ladder.ts'
import { followFile } from './follow-file.ts'
import { fileExists, runOrRefuse, workFolderOf, type Work } from './work.ts'

/** An upload that is encoded while it arrives. */
export interface EarlyConversion {
  readonly number: number
  readonly folder: string
  readonly rungs: readonly Rung[]
  /** Resolves when the first second of every size can be played. */
  readonly playable: Promise<void>
  /** Null when it came to nothing: the upload is then converted like any other. */
  readonly prepared: Promise<Prepared | null>
}

/**
 * Encodes uploads while their bytes arrive, so that every size exists a moment after the last byte. Only an
 * optimisation: whatever goes wrong here is forgotten, and the upload goes the ordinary way.
 */
export interface EarlyConversions {
  begin(upload: { readonly assetId: AssetId; readonly totalBytes: number }): void
  /** The one of this asset, finished or about to be. */
  take(assetId: AssetId): EarlyConversion | null
  /** It was taken over, or its asset is gone. */
  forget(assetId: AssetId): void
  /** Resolves when none works on an upload that is here whole: until then the machine is in use. */
  whenFree(): Promise<void>
  stop(): Promise<void>
}

interface Arriving {
  readonly work: Work
  readonly file: string
  readonly totalBytes: number
  /** How much of it the encoder has read. */
  readBytes: number
}

const isWhole = ({ readBytes, totalBytes }: Arriving): boolean => readBytes >= totalBytes

/** Below this the ordinary way is as fast. */
const leastBytes = 4_000_000
const headBytes = 1_048_576
const patienceMs = 15_000
const headPatienceMs = 30_000
const lookEveryMs = 50
/** The gain of the final sound is taken from this share of the video on, and checked at its end. */
const soundBeginsAt = 0.8
/** The bar for loudness: within half a unit of the aim (EBU R 128). */
const loudnessToleranceDb = 0.5

const readHead = async (file: string): Promise<Uint8Array> => {
  const handle = await open(file, 'r')
  try {
    const head = new Uint8Array(headBytes)
    const { bytesRead } = await handle.read(head, 0, headBytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Waits until enough is here to know what comes. False when it cannot be decoded in order, or nothing comes. */
const headArrives = async ({ work, file }: Arriving): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < headPatienceMs && !work.signal.aborted; waitedMs += lookEveryMs) {
    const head = (await fileExists(file)) ? await readHead(file) : new Uint8Array()
    const arrival = head.byteLength < headBytes ? 'unknown_yet' : arrivalOf(head)
    // An index longer than the head is rare enough to go the ordinary way.
    if (arrival !== 'unknown_yet' || head.byteLength === headBytes) return arrival === 'in_order'
    await sleep(lookEveryMs, work.signal)
  }
  return false
}

/** Encodes the final sound while the picture is still being encoded, with the gain that shows by then. */
const soundAlongside = async (
  conversion: Conversion,
  state: { readonly share: () => number; readonly isOver: () => boolean },
): Promise<SoundFile | null> => {
  const { work, folder, source } = conversion
  if (source.probe.audio === null) return null
  while (state.share() < soundBeginsAt && !state.isOver() && !work.signal.aborted) {
    await sleep(lookEveryMs, work.signal)
  }
  if (state.isOver() || work.signal.aborted) return null
  const { integratedLufs } = parseLoudness(await readIfThere(folder, ladderFiles.loudness))
  if (integratedLufs === null) return null
  const gainDb = gainOf(integratedLufs)
  const sound = join(folder, ladderFiles.sound)
  const isWhole = () => state.isOver()
  const file = 'sound.m4a'
  const durationMs = work.deps.limits.maximumDurationMs
  const task = {
    inputs: [],
    outputFolder: folder,
    stdin: followFile(sound, { isWhole, patienceMs, signal: work.signal }),
    args: (at: Places) => soundArguments({ input: 'pipe:0', gainDb, durationMs, output: at.output(file) }),
  }
  await runOrRefuse(work, task, { durationMs })
  return { file, gainDb }
}

/** Whether a sound made with this gain is as loud as it should be, now that all of it was measured. */
const isRight = (sound: SoundFile | null, integratedLufs: number | null): boolean =>
  sound !== null && Math.abs(gainOf(integratedLufs) - sound.gainDb) <= loudnessToleranceDb

const rungsFor = ({ work, source }: Conversion): readonly Rung[] =>
  rungsOf(source.video, { ...work.deps.settings, maximumMs: work.deps.limits.maximumDurationMs })

interface Encoding {
  readonly conversion: Conversion
  readonly rungs: readonly Rung[]
  readonly onPlayable: () => void
}

const encode = async (arriving: Arriving, { conversion, rungs, onPlayable }: Encoding): Promise<Prepared> => {
  const { work, file, totalBytes } = arriving
  const { source, folder } = conversion
  let isOver = false
  const hasAll = (bytes: number) => {
    arriving.readBytes = bytes
    return isWhole(arriving)
  }
  const sounding = soundAlongside(conversion, {
    share: () => arriving.readBytes / totalBytes,
    isOver: () => isOver,
  }).catch(() => null)
  const encoded = await encodeLadder(work, {
    ...{ source, rungs, folder, withPoster: true },
    input: followFile(file, { isWhole: hasAll, patienceMs, signal: work.signal }),
    onPlayable: async () => onPlayable(),
    onShare: () => undefined,
  }).finally(() => {
    isOver = true
  })
  const sound = await sounding
  return prepareFiles(conversion, encoded, isRight(sound, encoded.integratedLufs) ? sound : null)
}

/** What the packets say is known at the end only: here they are taken to be as they should. */
const looksFit = (probe: Probe): boolean =>
  remuxFault(probe, {
    ...{ frames: 1, keyframes: 1, startMs: 0, longestKeyframeGapMs: 0, variableRate: false },
    // Only a part of the bytes is here: the rate that the stream claims has to do.
    durationMs: Number.MAX_SAFE_INTEGER,
  }) === null

/** Null when this upload is better converted once it is here. */
const plan = async (arriving: Arriving, ffmpeg: Ffmpeg): Promise<Conversion | null> => {
  const { work, file } = arriving
  const { deps, assetId } = work
  if (!(await headArrives(arriving))) return null
  const answer = await probe(ffmpeg, file, work.signal)
  if (answer.kind === 'unreadable' || judgeProbe(answer.probe, deps.limits) !== null) return null
  const { video } = answer.probe
  // A source that is fit as it is plays at once without us.
  if (video === null || looksFit(answer.probe)) return null
  const number = await nextConversion(deps.db.pool, assetId)
  if (number === null) return null
  const folder = join(workFolderOf(deps, assetId), String(number))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const durationMs = claimedDurationMs(answer.probe) ?? deps.limits.maximumDurationMs
  const source = { probe: answer.probe, video, durationMs }
  return { work, row: { renditions: [], poster: null }, source, number, folder, isSeed: false }
}

interface Running {
  readonly stopping: AbortController
  readonly finished: Promise<void>
  readonly arriving: Arriving
  isEncoding: boolean
  conversion: EarlyConversion | null
}

/** So long a result waits for somebody to take it; the sweep clears its folder later. */
const keptMs = 60_000

const follow = async (arriving: Arriving, running: Running): Promise<void> => {
  const { work } = arriving
  const conversion = await plan(arriving, work.ffmpeg)
  if (conversion === null) return
  const rungs = rungsFor(conversion)
  const playable = Promise.withResolvers<void>()
  const encoding = { conversion, rungs, onPlayable: playable.resolve }
  const prepared = encode(arriving, encoding).catch((error: unknown) => {
    const reason = String(error).slice(0, 300)
    work.deps.log.event('media.early_failed', { assetId: work.assetId, reason })
    return null
  })
  const { number, folder } = conversion
  running.conversion = { number, folder, rungs, playable: playable.promise, prepared }
  const result = await prepared
  running.isEncoding = false
  if (result !== null) await sleep(keptMs, running.stopping.signal)
}

/** Encodes uploads while they arrive; at most `places` at a time. */
export const createEarlyConversions = (deps: MediaDeps, ffmpeg: Ffmpeg, places: number): EarlyConversions => {
  const running = new Map<AssetId, Running>()
  const begin: EarlyConversions['begin'] = ({ assetId, totalBytes }) => {
    const encoding = [...running.values()].filter((one) => one.isEncoding).length
    if (encoding >= places || totalBytes < leastBytes || running.has(assetId)) return
    const stopping = new AbortController()
    const work = { deps, ffmpeg, assetId, signal: stopping.signal }
    const arriving = { work, file: join(deps.uploadFolder, assetId), totalBytes, readBytes: 0 }
    const { promise: finished, resolve } = Promise.withResolvers<void>()
    const one: Running = { stopping, finished, arriving, isEncoding: true, conversion: null }
    running.set(assetId, one)
    follow(arriving, one)
      .catch((error: unknown) => deps.log.error('media.early_failed', error, { assetId }))
      .finally(() => {
        running.delete(assetId)
        resolve()
      })
  }
  return {
    begin,
    take: (assetId) => running.get(assetId)?.conversion ?? null,
    forget: (assetId) => running.get(assetId)?.stopping.abort(),
    whenFree: async () => {
      const busy = [...running.values()].filter(({ isEncoding, arriving }) => isEncoding && isWhole(arriving))
      await Promise.all(busy.flatMap(({ conversion }) => (conversion ? [conversion.prepared] : [])))
    },
    stop: async () => {
      for (const { stopping } of running.values()) stopping.abort()
      await Promise.all([...running.values()].map(({ finished }) => finished))
    },
  }
}
