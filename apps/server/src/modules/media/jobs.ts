import { assetId, type AssetId } from '@busker/contract'
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Converts an upload. One after another: a conversion fills two cores. */
export const processJob = defineJob({
  name: 'media.process',
  payload: z.object({ assetId }),
  maximumAttempts: 3,
  line: 'media.convert',
})

/** Deletes the files of an asset whose row is gone. */
export const forgetJob = defineJob({
  name: 'media.forget',
  payload: z.object({ assetId }),
  maximumAttempts: 25,
})

/** Repairs what a crash left half done. Runs at start and every minute. */
export const sweepJob = defineJob({ name: 'media.sweep', payload: z.object({}), maximumAttempts: 3 })

/** One job for each asset however often it is asked for. */
export const processKey = (id: AssetId): string => `media.process:${id}`
