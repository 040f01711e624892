import { defineJob, keepRepeating, type RepeatingParts } from '#platform/jobs'
import { z } from 'zod'
import type { Telemetry } from './telemetry.ts'

const settleJob = defineJob({ name: 'telemetry.settle', payload: z.object({}), maximumAttempts: 3 })
const shortestPauseMs = 60_000
/** Making days again takes at most a tenth of the time. */
const pausePerWork = 9

export interface SettlingParts extends RepeatingParts {
  readonly telemetry: Pick<Telemetry, 'settle'>
}

/**
 * Makes the final table of changed days again, every minute or, when there is much to do, more rarely. Before the jobs
 * start; the returned function begins it.
 */
export const keepSettled = ({ telemetry, ...parts }: SettlingParts): (() => Promise<void>) =>
  keepRepeating(parts, {
    ...{ job: settleJob, everyMs: shortestPauseMs },
    work: async (signal) => {
      const startedMs = parts.clock.nowMs()
      await telemetry.settle({ signal })
      return { pauseMs: Math.max(shortestPauseMs, (parts.clock.nowMs() - startedMs) * pausePerWork) }
    },
  })
