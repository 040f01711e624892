import type { ClientId } from '@busker/contract'
import type { Clock } from '#platform/clock'
import type { Jobs } from '#platform/jobs'
import type { JournalRecord } from '#platform/journal'
import type { Database } from '#platform/postgres'
import { settleLinksJob } from '../jobs.ts'
import { clientsIn } from '../store/link-facts.ts'

interface Parts {
  readonly db: Database
  readonly jobs: Jobs
  readonly clock: Clock
}

/** How often the numbers of a client are made anew because of clicks and conversions. */
const everyMs = 600_000
/** The rows of a record are there so long before they are counted. */
const aheadMs = 30_000
const mostKnown = 10_000

/** Makes numbers anew some time after something was told, however much it was. */
export const scheduleLinks = ({ db, jobs, clock }: Parts) => {
  const scheduled = new Map<ClientId, number>()
  return {
    schedule: async (records: readonly JournalRecord[]): Promise<void> => {
      const turn = Math.floor((clock.nowMs() + aheadMs) / everyMs) + 1
      for (const clientId of clientsIn(records)) {
        if (scheduled.get(clientId) === turn) continue
        const key = `${settleLinksJob.name}:${clientId}:${turn}`
        await jobs.enqueue(db.pool, settleLinksJob, { clientId }, { key, runAt: new Date(turn * everyMs) })
        if (scheduled.size >= mostKnown) scheduled.clear()
        scheduled.set(clientId, turn)
      }
    },
    handle: (settle: (clientId: ClientId, signal: AbortSignal) => Promise<void>): void =>
      jobs.handle(settleLinksJob, ({ clientId }, { signal }) => settle(clientId, signal)),
  }
}
