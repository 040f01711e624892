import type { ClientId } from '@busker/contract'
import { dayAfter, dueReport, periodAround } from '../rules/report-periods.ts'
import { findClientRow, lockClient } from '../store/clients.ts'
import { advanceSchedule, findSchedule, isQuiet, listSchedules } from '../store/report-schedules.ts'
import { newestDayFrom, prepareReport } from './prepare-report.ts'
import { addReport, todayOf, type ReportDeps } from './reports.ts'

const mostPages = 1000

/** Clients whose next report is of a time that is over. */
export async function* clientsWithDueReports(deps: ReportDeps): AsyncGenerator<ClientId> {
  let after: ClientId | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const schedules = await listSchedules(deps.db.pool, after)
    for (const { clientId, every, nextFrom, timeZone } of schedules) {
      if (todayOf(deps, timeZone) > periodAround(every, nextFrom).to) yield clientId
    }
    after = schedules.at(-1)?.clientId ?? null
    if (after === null) return
  }
}

/** Makes the next report of a client if it is due. Asked again at any time, none is made twice. */
export const makeScheduled = async (deps: ReportDeps, clientId: ClientId): Promise<void> => {
  const { pool } = deps.db
  const schedule = await findSchedule(pool, clientId)
  const client = await findClientRow(pool, clientId)
  if (schedule === undefined || client === undefined || client.archivedAt !== null) return
  const today = todayOf(deps, client.timeZone)
  const { every, nextFrom } = schedule
  const due = dueReport({
    ...{ every, nextFrom, today },
    isQuiet: await isQuiet(pool, clientId),
    newestDay: await newestDayFrom(deps, { clientId, from: nextFrom, today }),
  })
  if (due.kind === 'wait') return
  const content = due.kind === 'skip' ? null : await prepareReport(deps, pool, { client, period: due.period })
  await deps.db.transaction(async (tx) => {
    await lockClient(tx, clientId)
    // Who was here first has made it.
    if (!(await advanceSchedule(tx, schedule, dayAfter(due.period.to)))) return
    if (content !== null) await addReport(deps, tx, { client, content, madeBy: null })
  })
}
