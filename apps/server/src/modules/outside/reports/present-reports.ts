import type { ClientReport, ReportLink, ReportSchedule } from '@busker/contract'
import type { Queryable } from '#platform/postgres'
import type { OutsideDeps } from '../deps.ts'
import { periodAround } from '../rules/report-periods.ts'
import type { ScheduleRow } from '../store/report-schedules.ts'
import { listLinks, type LinkRow, type ReportRow } from '../store/reports.ts'

export const presentLink = (link: LinkRow): ReportLink => ({
  linkId: link.linkId,
  createdAt: link.createdAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
  revokedAt: link.revokedAt?.toISOString() ?? null,
  opened: link.opened,
  lastOpenedAt: link.lastOpenedAt?.toISOString() ?? null,
})

/** Reports with who made them and, for whoever may share them, their links; two reads. */
export const presentReports = async (
  { identity }: Pick<OutsideDeps, 'identity'>,
  handle: Queryable,
  { rows, withLinks }: { readonly rows: readonly ReportRow[]; readonly withLinks: boolean },
): Promise<ClientReport[]> => {
  const people = await identity.getAuthors(
    handle,
    rows.flatMap(({ madeBy }) => (madeBy === null ? [] : [madeBy])),
  )
  const links = withLinks
    ? await listLinks(
        handle,
        rows.map(({ reportId }) => reportId),
      )
    : []
  const byReport = Map.groupBy(links, ({ reportId }) => reportId)
  return rows.map((row) => ({
    reportId: row.reportId,
    clientId: row.clientId,
    period: { from: row.periodFrom, to: row.periodTo },
    madeAt: row.madeAt.toISOString(),
    madeBy: row.madeBy === null ? null : (people.get(row.madeBy) ?? null),
    isScheduled: row.madeBy === null,
    contributionMicro: row.contributionMicro,
    currency: row.currency,
    links: (byReport.get(row.reportId) ?? []).map(presentLink),
  }))
}

export const presentSchedule = (schedule: ScheduleRow | undefined): ReportSchedule =>
  schedule === undefined
    ? { every: 'never', next: null }
    : { every: schedule.every, next: periodAround(schedule.every, schedule.nextFrom) }
