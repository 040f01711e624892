import type { AssetId, RefusalCode } from '@busker/contract'
import { toAppError } from '#platform/http'
import { keepRepeating, type JobDefinition } from '#platform/jobs'
import { refuseAsset } from './assets.ts'
import type { MediaDeps } from './deps.ts'
import {
  convertJob,
  dropFileJob,
  enrichJob,
  forgetJob,
  inspectJob,
  jobKey,
  smallestJob,
  sweepJob,
} from './jobs.ts'
import { convertAsset, giveUpConversion } from './pipeline/convert.ts'
import type { EarlyConversions } from './pipeline/early.ts'
import { enrichAsset } from './pipeline/enrich.ts'
import { inspectAsset } from './pipeline/inspect.ts'
import { forgetFiles, keepOriginal, Refusal } from './pipeline/work.ts'
import { giveUpSmallest, makeSmallest } from './smallest.ts'
import { sweepUploads } from './sweep.ts'
import { takeWithoutFfmpeg } from './without-ffmpeg/take.ts'

const sweepEveryMs = 60_000
const diskFullPauseMs = 30_000

/**
 * A full disk is no fault of the file and three quick tries are no use against it: the work waits until somebody has
 * made room.
 */
const waitingForRoom = async <Payload extends { readonly assetId: AssetId }>(
  deps: MediaDeps,
  { job, payload }: { readonly job: JobDefinition<Payload>; readonly payload: Payload },
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (toAppError(error).code !== 'disk_full') throw error
    const runAt = new Date(deps.clock.nowMs() + diskFullPauseMs)
    await deps.jobs.enqueue(deps.db.pool, job, payload, { key: jobKey(job, payload.assetId), runAt })
  }
}

/** The file's fault ends its way at once, with the reason for its owner. */
const refusing = async (deps: MediaDeps, assetId: AssetId, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await refuseAsset(deps, { assetId, code: error.code, detail: error.detail })
    await keepOriginal(deps, assetId)
  }
}

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const givenUp = (assetId: AssetId, error: unknown) => {
  const code: RefusalCode = 'conversion_failed'
  return { assetId, code, detail: told(error) }
}

/** What an encoder does; registered in every process that has one. */
export const handleEncoding = (deps: MediaDeps, early: EarlyConversions | null): void => {
  const { ffmpeg, jobs } = deps
  if (ffmpeg === null) return
  jobs.handle(
    convertJob,
    (payload, { signal }) =>
      waitingForRoom(deps, { job: convertJob, payload }, async () => {
        // An upload that was encoded while it arrived is about to end: one after the other is faster for both.
        await early?.whenFree()
        await convertAsset(deps, ffmpeg, { ...payload, signal })
      }),
    { onGivenUp: ({ assetId }, error) => giveUpConversion(deps, givenUp(assetId, error)) },
  )
  jobs.handle(enrichJob, (payload, { signal }) =>
    waitingForRoom(deps, { job: enrichJob, payload }, () =>
      enrichAsset(deps, ffmpeg, { ...payload, signal }),
    ),
  )
  jobs.handle(
    smallestJob,
    (payload, { signal }) =>
      waitingForRoom(deps, { job: smallestJob, payload }, () =>
        makeSmallest(deps, ffmpeg, { ...payload, signal }),
      ),
    { onGivenUp: ({ assetId }) => giveUpSmallest(deps, assetId) },
  )
}

/** What belongs to uploads themselves; registered where they arrive. */
export const handleUploads = (deps: MediaDeps, early: EarlyConversions | null): void => {
  const { ffmpeg, jobs } = deps
  jobs.handle(
    inspectJob,
    (payload, { signal }) =>
      waitingForRoom(deps, { job: inspectJob, payload }, () =>
        refusing(deps, payload.assetId, () =>
          ffmpeg === null
            ? takeWithoutFfmpeg(deps, { assetId: payload.assetId, signal })
            : inspectAsset(deps, ffmpeg, { ...payload, signal, early }),
        ),
      ),
    { onGivenUp: ({ assetId }, error) => refuseAsset(deps, givenUp(assetId, error)) },
  )
  jobs.handle(forgetJob, ({ assetId }) => forgetFiles(deps, assetId))
  jobs.handle(dropFileJob, ({ assetId, file }) => deps.blobs.delete(`media/${assetId}/${file}`))
  keepRepeating(deps, { job: sweepJob, everyMs: sweepEveryMs, work: () => sweepUploads(deps) })
}
