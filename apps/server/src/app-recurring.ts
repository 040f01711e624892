import type { Identity } from '#modules/identity'
import { keepRefreshing, keepWatching, watchCoverage, type Measure } from '#modules/measure'
import type { Posts } from '#modules/posts'
import type { Search } from '#modules/search'
import { keepSettled, type Telemetry } from '#modules/telemetry'
import type { Wellbeing } from '#modules/wellbeing'
import { defineJob, keepRepeating, type Jobs } from '#platform/jobs'
import { z } from 'zod'
import type { ProcessOptions } from './app-media.ts'
import type { Engines } from './engines.ts'

const sweepJob = defineJob({ name: 'identity.sweep', payload: z.object({}), maximumAttempts: 3 })
const sweepEveryMs = 3_600_000
const publishJob = defineJob({ name: 'posts.publish_due', payload: z.object({}), maximumAttempts: 3 })
const publishEveryMs = 15_000
const trendJob = defineJob({ name: 'search.trends', payload: z.object({}), maximumAttempts: 3 })
const trendEveryMs = 600_000
const tidyJob = defineJob({ name: 'search.tidy', payload: z.object({}), maximumAttempts: 3 })

export interface RecurringModules {
  readonly identity: Identity
  readonly posts: Posts
  readonly telemetry: Telemetry
  readonly measure: Measure
  readonly wellbeing: Wellbeing
  readonly search: Search
}

/** What is done again and again for as long as the server runs. The returned function begins it. */
export const keepRecurring = (
  platform: ProcessOptions & { readonly engines: Engines; readonly jobs: Jobs },
  { identity, posts, telemetry, measure, wellbeing, search }: RecurringModules,
): (() => Promise<void>) => {
  const { clickhouse, db } = platform.engines
  const repeating = { jobs: platform.jobs, clock: platform.clock, db }
  const watched = { ...platform, database: db, clickhouse, unsettled: telemetry.unsettled }
  const sweep = async () => {
    await identity.sweep()
    await wellbeing.sweep()
    await posts.dropPastFiles()
  }
  const starts = [
    keepRepeating(repeating, { job: sweepJob, everyMs: sweepEveryMs, work: sweep }),
    keepRepeating(repeating, {
      ...{ job: publishJob, everyMs: publishEveryMs },
      work: () => posts.publishDue(),
    }),
    keepSettled({ ...repeating, telemetry }),
    () => search.start(),
    keepRepeating(repeating, { job: trendJob, everyMs: trendEveryMs, work: () => search.refreshTrends() }),
    keepRepeating(repeating, { job: tidyJob, everyMs: sweepEveryMs, work: () => search.tidyUp() }),
    () => measure.remember(),
    keepWatching({ ...repeating, watch: (signal) => watchCoverage(watched, signal) }),
    keepRefreshing({ ...repeating, refresh: (signal) => measure.refresh(signal) }),
  ]
  return async () => {
    for (const start of starts) await start()
  }
}
