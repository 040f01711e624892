import { defineJob, keepRepeating } from '#platform/jobs'
import { z } from 'zod'
import type { WalletDeps } from './deps.ts'
import { convertMature, isAnyMature } from './mature.ts'
import { screen } from './screen.ts'
import { forgetBefore } from './store/screen.ts'

const nothing = z.object({})
const screenJob = defineJob({ name: 'wallet.screen', payload: nothing, maximumAttempts: 3 })
const matureJob = defineJob({ name: 'wallet.mature', payload: nothing, maximumAttempts: 3 })

const minuteMs = 60_000
const dayMs = 86_400_000
/** The limits look back 30 days to the hour, the search 30 days; one more for what is under way. */
const keptMs = 32 * dayMs
/** A round converts 200 creators; more are waiting then, and the next round comes soon. */
const soonMs = 1_000
const matureEveryMs = 15_000

/** Registers what this module does by itself; the function that is returned begins it. */
export const keepWorking = (deps: WalletDeps): (() => Promise<void>) => {
  const startScreen = keepRepeating(deps, {
    job: screenJob,
    everyMs: minuteMs,
    work: async () => {
      await screen(deps)
      await forgetBefore(deps.db.pool, new Date(deps.clock.nowMs() - keptMs))
    },
  })
  const startMature = keepRepeating(deps, {
    ...{ job: matureJob, everyMs: matureEveryMs },
    work: async () => {
      if (!(await isAnyMature(deps))) return
      // What is searched first cannot be paid out unseen.
      await screen(deps)
      return (await convertMature(deps)) > 0 ? { pauseMs: soonMs } : undefined
    },
  })
  return async () => {
    await startScreen()
    await startMature()
  }
}
