import { clientId, importId } from '@busker/contract'
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Reads a file. One at a time, so that many files neither fill the memory nor hold up other work. */
export const importJob = defineJob({
  name: 'outside.import',
  payload: z.object({ importId }),
  maximumAttempts: 3,
  line: 'outside.import',
})

/** Ends imports that nobody goes on with, and deletes their files. Runs at start and every hour. */
export const sweepJob = defineJob({ name: 'outside.sweep', payload: z.object({}), maximumAttempts: 3 })

export const importJobKey = (id: string): string => `${importJob.name}:${id}`

/** Makes the facts of a client anew. One client at a time; a client that waits already waits once. */
export const settleJob = defineJob({
  name: 'outside.settle',
  payload: z.object({ clientId }),
  maximumAttempts: 5,
  line: 'outside.settle',
})

export const settleJobKey = (id: string): string => `${settleJob.name}:${id}`

/** Looks for clients whose next report is due. Runs at start and every hour. */
export const reportsJob = defineJob({
  name: 'outside.reports',
  payload: z.object({}),
  maximumAttempts: 3,
})

/** Makes the next report of a client if it is due; one at a time. */
export const reportJob = defineJob({
  name: 'outside.report',
  payload: z.object({ clientId }),
  maximumAttempts: 5,
  line: 'outside.report',
})

export const reportJobKey = (id: string): string => `${reportJob.name}:${id}`

/** The same because shops and visitors told something, at most every ten minutes. */
export const settleLinksJob = defineJob({
  name: 'outside.settle_links',
  payload: z.object({ clientId }),
  maximumAttempts: 5,
  line: 'outside.settle',
})
