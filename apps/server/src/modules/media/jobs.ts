import { assetId, type AssetId } from '@busker/contract'
import { z } from 'zod'
import type { PacketScan, Probe } from '#platform/ffmpeg'
import { defineJob } from '#platform/jobs'

const payload = z.object({ assetId })
const payloadWithOrigin = z.object({ assetId, isSeed: z.boolean().default(false) })

/** Judges an upload; a file that is fit to be copied plays at the end of this. Takes a fraction of a second. */
export const inspectJob = defineJob({
  name: 'media.process',
  payload: payloadWithOrigin,
  maximumAttempts: 3,
})

/** What the gate found, so that nobody has to ask again. Only the inspection writes it. */
export interface Judged {
  readonly probe: Probe
  readonly scan: PacketScan
}
const judged = z.custom<Judged>((value) => typeof value === 'object' && value !== null)

/** Makes the sizes of a video. */
export const convertJob = defineJob({
  name: 'media.convert',
  payload: payloadWithOrigin.extend({ judged: judged.nullable().default(null) }),
  maximumAttempts: 3,
  pool: 'heavy',
})

/** Sprites, preview and hook analysis of a video that is complete. */
export const enrichJob = defineJob({ name: 'media.enrich', payload, maximumAttempts: 3, pool: 'heavy' })

/** The size for slow links, when a player asked for it. */
export const smallestJob = defineJob({ name: 'media.smallest', payload, maximumAttempts: 3, pool: 'heavy' })

/** What an operator sees in the queue: the work on videos, not the housekeeping. */
export const mediaJobs = [inspectJob, convertJob, enrichJob, smallestJob] as const

/** Deletes one file that a newer one has replaced, once nobody plays it any more. */
export const dropFileJob = defineJob({
  name: 'media.drop_file',
  payload: z.object({ assetId, file: z.string().regex(/^[a-z0-9-]+\.[a-z0-9]+$/) }),
  maximumAttempts: 25,
})

/** Deletes the files of an asset whose row is gone. */
export const forgetJob = defineJob({ name: 'media.forget', payload, maximumAttempts: 25 })

/** Repairs what a crash left half done. Runs at start and every minute. */
export const sweepJob = defineJob({ name: 'media.sweep', payload: z.object({}), maximumAttempts: 3 })

/** One job of a kind for each asset however often it is asked for. */
export const jobKey = ({ name }: { readonly name: string }, id: AssetId): string => `${name}:${id}`

/** Smaller runs first. Within a class the seconds of video count, so that short clips go first. */
const classWidth = 4000
const classes = ['convert', 'smallest', 'enrich', 'captions'] as const

/** What people upload goes before everything that is seeded. */
export const priorityOf = (
  kind: (typeof classes)[number],
  { isSeed, seconds = 0 }: { readonly isSeed: boolean; readonly seconds?: number },
): number => {
  const rank = classes.indexOf(kind) + (isSeed ? classes.length : 0)
  return rank * classWidth + Math.min(classWidth - 1, Math.round(seconds))
}
