import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '@busker/contract'
import { sleep } from '#platform/clock'
import { probe, type Ffmpeg, type Probe } from '#platform/ffmpeg'
import type { MediaDeps } from '../deps.ts'
import { promiseOf } from '../rules/arriving.ts'
import { claimedDurationMs, judgeProbe } from '../rules/gate.ts'
import type { Rung } from '../rules/ladder.ts'
import { nextConversion } from '../store/conversions.ts'
import { headArrives, isWhole, type Arriving } from './arriving-upload.ts'
import type { Conversion, Prepared } from './convert.ts'
import { claimsOf, copyWhileArriving, looksFit, looksLikeCopy, sourceOfCopy } from './early-copy.ts'
import { encodeWhileArriving, rungsFor } from './early-encode.ts'
import type { Source } from './judge-file.ts'
import { workFolderOf } from './work.ts'

/** A file that is fit as it is: its copy was written while it arrived. */
export interface Copied {
  readonly source: Source
  /** The copy. */
  readonly file: string
}

/** What is made of an upload while it arrives. */
export type EarlyWork =
  | {
      readonly kind: 'copy'
      /** Null when it came to nothing: the upload then goes the ordinary way. */
      readonly copied: Promise<Copied | null>
    }
  | ({ readonly kind: 'encode' } & EarlyConversion)

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
 * Copies or encodes uploads while their bytes arrive, so that they play a moment after the last byte. Only an
 * optimisation: whatever goes wrong here is forgotten, and the upload goes the ordinary way.
 */
export interface EarlyConversions {
  begin(upload: { readonly assetId: AssetId; readonly totalBytes: number }): void
  /** What is made of this asset, as soon as that is decided; null: nothing. */
  take(assetId: AssetId): Promise<EarlyWork | null>
  /** It was taken over, or its asset is gone. */
  forget(assetId: AssetId): void
  /** Resolves when none works on an upload that is here whole: until then the machine is in use. */
  whenFree(): Promise<void>
  stop(): Promise<void>
}

/** Below this the ordinary way is as fast. */
const leastBytes = 4_000_000
/** Uploads that are followed at a time; each may hold two processes that mostly wait. */
const mostFollowed = 8

interface Running {
  readonly stopping: AbortController
  readonly finished: Promise<void>
  readonly arriving: Arriving
  readonly decided: Promise<EarlyWork | null>
  /** Set while it is encoded. */
  prepared: Promise<Prepared | null> | null
}

/** So long a result waits for somebody to take it; the sweep clears its folder later. */
const keptMs = 60_000

const failing =
  ({ work }: Arriving) =>
  (error: unknown): null => {
    const reason = String(error).slice(0, 300)
    work.deps.log.event('media.early_failed', { assetId: work.assetId, reason })
    return null
  }

/** Begins a copy; `stop` ends it. */
const beginCopy = (arriving: Arriving, head: Uint8Array) => {
  const stopping = new AbortController()
  const signal = AbortSignal.any([arriving.work.signal, stopping.signal])
  const work = { ...arriving.work, signal }
  const written = copyWhileArriving({ ...arriving, work }, head).catch(failing(arriving))
  return { written, stop: () => stopping.abort() }
}

/** Null when this upload is better converted once it is here. */
const planEncoding = async (arriving: Arriving, claims: Probe): Promise<Conversion | null> => {
  const { work } = arriving
  const { deps, assetId } = work
  const { video } = claims
  if (video === null) return null
  const number = await nextConversion(deps.db.pool, assetId)
  if (number === null) return null
  const folder = join(workFolderOf(deps, assetId), String(number))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const durationMs = claimedDurationMs(claims) ?? deps.limits.maximumDurationMs
  const source = { probe: claims, video, durationMs }
  return { work, row: { renditions: [], poster: null }, source, number, folder, isSeed: false }
}

const beginEncoding = async (arriving: Arriving, claims: Probe): Promise<EarlyConversion | null> => {
  const conversion = await planEncoding(arriving, claims)
  if (conversion === null) return null
  const rungs = rungsFor(conversion)
  const playable = Promise.withResolvers<void>()
  const encoding = { conversion, rungs, onPlayable: playable.resolve }
  const prepared = encodeWhileArriving(arriving, encoding).catch(failing(arriving))
  const { number, folder } = conversion
  return { number, folder, rungs, playable: playable.promise, prepared }
}

/** Finds out what this upload needs, and begins it. */
const decide = async (
  arriving: Arriving,
  { hasPlace, running }: { readonly hasPlace: () => boolean; readonly running: () => Running | undefined },
): Promise<EarlyWork | null> => {
  const { work, file, totalBytes } = arriving
  const { limits } = work.deps
  const head = await headArrives(arriving)
  if (head === null) return null
  const copying = looksLikeCopy(promiseOf(head), totalBytes) ? beginCopy(arriving, head) : null
  const answer = await probe(work.ffmpeg, file, work.signal).catch((error: unknown) => {
    // Nobody would take the copy that was begun on trust.
    copying?.stop()
    throw error
  })
  const claims = answer.kind === 'read' ? claimsOf(answer.probe, head, totalBytes) : null
  if (answer.kind === 'read' && claims !== null && judgeProbe(claims, limits) === null) {
    if (looksFit(answer.probe, head, totalBytes)) {
      const { written } = copying ?? beginCopy(arriving, head)
      const copied = written.then((copy) => {
        const source = copy && sourceOfCopy(arriving, claims, copy)
        return copy && source && { source, file: copy.file }
      })
      return { kind: 'copy', copied }
    }
    copying?.stop()
    const early = hasPlace() ? await beginEncoding(arriving, claims) : null
    const one = running()
    if (early === null || one === undefined) return null
    one.prepared = early.prepared
    return { kind: 'encode', ...early }
  }
  copying?.stop()
  return null
}

/** Works on uploads while they arrive; at most `places` are encoded at a time. */
export const createEarlyConversions = (deps: MediaDeps, ffmpeg: Ffmpeg, places: number): EarlyConversions => {
  const running = new Map<AssetId, Running>()
  const hasPlace = () => [...running.values()].filter(({ prepared }) => prepared !== null).length < places
  const follow = async (assetId: AssetId): Promise<void> => {
    const one = running.get(assetId)
    const early = await one?.decided
    if (!one || !early) return
    const result = await (early.kind === 'copy' ? early.copied : early.prepared)
    one.prepared = null
    if (result !== null) await sleep(keptMs, one.stopping.signal)
  }
  const begin: EarlyConversions['begin'] = ({ assetId, totalBytes }) => {
    if (running.size >= mostFollowed || totalBytes < leastBytes || running.has(assetId)) return
    const stopping = new AbortController()
    const work = { deps, ffmpeg, assetId, signal: stopping.signal }
    const arriving = { work, file: join(deps.uploadFolder, assetId), totalBytes, readBytes: 0 }
    const { promise: finished, resolve } = Promise.withResolvers<void>()
    const decided = decide(arriving, { hasPlace, running: () => running.get(assetId) }).catch(
      failing(arriving),
    )
    running.set(assetId, { stopping, finished, arriving, decided, prepared: null })
    follow(assetId)
      .catch((error: unknown) => deps.log.error('media.early_failed', error, { assetId }))
      .finally(() => {
        running.delete(assetId)
        resolve()
      })
  }
  return {
    begin,
    take: async (assetId) => (await running.get(assetId)?.decided) ?? null,
    forget: (assetId) => running.get(assetId)?.stopping.abort(),
    whenFree: async () => {
      const busy = [...running.values()].filter(({ arriving }) => isWhole(arriving))
      await Promise.all(busy.flatMap(({ prepared }) => (prepared === null ? [] : [prepared])))
    },
    stop: async () => {
      for (const { stopping } of running.values()) stopping.abort()
      await Promise.all([...running.values()].map(({ finished }) => finished))
    },
  }
}
