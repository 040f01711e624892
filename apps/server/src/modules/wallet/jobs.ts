import { defineJob } from '#platform/jobs'
import { z } from 'zod'
import type { WalletDeps } from './deps.ts'
import { convertMature } from './mature.ts'
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
const matureEveryMs = 15 * minuteMs

/** Registers what this module does by itself; the function that is returned begins it. */
export const keepWorking = (deps: WalletDeps): (() => Promise<void>) => {
  const { jobs, clock, db } = deps
  const later = (ms: number): Date => new Date(clock.nowMs() + ms)
  jobs.handle(screenJob, async () => {
    await screen(deps)
    await jobs.enqueue(db.pool, screenJob, {}, { key: screenJob.name, runAt: later(minuteMs) })
  })
  jobs.handle(matureJob, async () => {
    // What is searched first cannot be paid out unseen.
    await screen(deps)
    const converted = await convertMature(deps)
    if (converted === 0) await forgetBefore(db.pool, new Date(clock.nowMs() - keptMs))
    const runAt = later(converted === 0 ? matureEveryMs : soonMs)
    await jobs.enqueue(db.pool, matureJob, {}, { key: matureJob.name, runAt })
  })
  return async () => {
    await jobs.enqueue(db.pool, screenJob, {}, { key: screenJob.name })
    await jobs.enqueue(db.pool, matureJob, {}, { key: matureJob.name })
  }
}
