import type {
  ClientId,
  ClientReport,
  ClientReportId,
  listClientReports,
  PersonId,
  ReportContent,
  ReportEvery,
  ReportSchedule,
  ResponseOf,
} from '@busker/contract'
import { AppError } from '#platform/errors'
import { onCommit, type Tx } from '#platform/postgres'
import { openClient, openForChange } from '../access.ts'
import type { OutsideDeps } from '../deps.ts'
import { membersOf } from '../members.ts'
import { may } from '../policy.ts'
import { momentIn } from '../rules/moment-in.ts'
import { lastWhole, type Period } from '../rules/report-periods.ts'
import { lockClient, type ClientRow } from '../store/clients.ts'
import { deleteSchedule, findSchedule, saveSchedule } from '../store/report-schedules.ts'
import {
  countReports,
  deleteReport,
  findLogo,
  findReport,
  insertReport,
  listReports,
  reportLimit,
} from '../store/reports.ts'
import { dropUnusedLogo } from './logo.ts'
import { prepareReport } from './prepare-report.ts'
import { presentReports, presentSchedule } from './present-reports.ts'

export type ReportDeps = Pick<
  OutsideDeps,
  'db' | 'clock' | 'ids' | 'log' | 'identity' | 'publish' | 'numbers' | 'settling' | 'blobs' | 'jobs'
>

export interface AskedClient {
  readonly clientId: ClientId
  readonly personId: PersonId
}

export interface AskedReport extends AskedClient {
  readonly reportId: ClientReportId
}

/** Today where the shop of the client is. */
export const todayOf = ({ clock }: Pick<ReportDeps, 'clock'>, timeZone: string): string =>
  momentIn(timeZone, clock.nowMs()).slice(0, 10)

/** Writes a report and tells everybody who works on the client when it is there. */
export const addReport = async (
  deps: ReportDeps,
  tx: Tx,
  given: {
    readonly client: ClientRow
    readonly content: ReportContent
    readonly madeBy: PersonId | null
  },
): Promise<ClientReport> => {
  const { client, content, madeBy } = given
  const { clientId } = client
  if ((await countReports(tx, clientId)) >= reportLimit) throw new AppError('list_full')
  const reportId = deps.ids.uuid() as ClientReportId
  await insertReport(tx, { reportId, clientId, content, madeBy, madeAt: new Date(content.madeAt) })
  const row = await findReport(tx, { clientId, reportId })
  const [report] = await presentReports(deps, tx, { rows: row ? [row] : [], withLinks: false })
  if (report === undefined) throw new AppError('not_found')
  const members = await membersOf(deps, tx, client)
  onCommit(tx, () => {
    for (const { personId } of members) deps.publish(personId, { type: 'report.made', report })
    deps.log.event('outside.report_made', { clientId, reportId, isScheduled: madeBy === null })
  })
  return report
}

/** Makes a report of what the files tell now. */
export const createReport = async (
  deps: ReportDeps,
  asked: AskedClient,
  period: Period,
): Promise<ClientReport> => {
  const access = { ...asked, ability: 'report' } as const
  const { client } = await openForChange(deps, deps.db.pool, access)
  const content = await prepareReport(deps, deps.db.pool, { client, period })
  return deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, access)
    await lockClient(tx, asked.clientId)
    return addReport(deps, tx, { client, content, madeBy: asked.personId })
  })
}

export const readReports = async (
  deps: ReportDeps,
  asked: AskedClient,
  page: { readonly before: ClientReportId | null; readonly limit: number },
): Promise<ResponseOf<typeof listClientReports>> => {
  const { pool } = deps.db
  const { client, role } = await openClient(deps, pool, { ...asked, ability: 'read' })
  const rows = await listReports(pool, { ...page, clientId: asked.clientId, limit: page.limit + 1 })
  const isOpen = client.archivedAt === null
  const shown = { rows: rows.slice(0, page.limit), withLinks: may(role, 'report') }
  return {
    reports: await presentReports(deps, pool, shown),
    more: rows.length > page.limit,
    schedule: presentSchedule(await findSchedule(pool, asked.clientId)),
    may: { make: isOpen && may(role, 'report'), remove: may(role, 'manage') },
    hasLogo: (await findLogo(pool, client.organisationId)) !== null,
  }
}

/** A report of a client that this person may read. */
export const openReport = async (deps: Pick<ReportDeps, 'db' | 'identity'>, asked: AskedReport) => {
  const { pool } = deps.db
  const { client, role } = await openClient(deps, pool, { ...asked, ability: 'read' })
  const row = await findReport(pool, asked)
  if (row === undefined) throw new AppError('not_found')
  return { client, role, row }
}

export const readReport = async (deps: ReportDeps, asked: AskedReport) => {
  const { client, role, row } = await openReport(deps, asked)
  const withLinks = may(role, 'report')
  const [report] = await presentReports(deps, deps.db.pool, { rows: [row], withLinks })
  if (report === undefined) throw new AppError('not_found')
  return { report, content: row.content, may: { share: withLinks && client.archivedAt === null } }
}

export const removeReport = async (deps: ReportDeps, asked: AskedReport): Promise<void> => {
  const { client, row } = await deps.db.transaction(async (tx) => {
    const found = await openClient(deps, tx, { ...asked, ability: 'manage' })
    const known = await findReport(tx, asked)
    if (known === undefined || !(await deleteReport(tx, asked))) throw new AppError('not_found')
    return { client: found.client, row: known }
  })
  const { logo } = row.content.agency
  if (logo !== null) await dropUnusedLogo(deps, { organisationId: client.organisationId, sha256: logo })
}

/** From now on a report makes itself of each week or month, the first of the one that ended last. */
export const setSchedule = (
  deps: ReportDeps,
  asked: AskedClient,
  every: ReportEvery,
): Promise<ReportSchedule> =>
  deps.db.transaction(async (tx) => {
    const { client } = await openForChange(deps, tx, { ...asked, ability: 'report' })
    await lockClient(tx, asked.clientId)
    const known = await findSchedule(tx, asked.clientId)
    // The same once more does not begin anew.
    if (known?.every === every) return presentSchedule(known)
    if (every === 'never') {
      await deleteSchedule(tx, asked.clientId)
      return presentSchedule(undefined)
    }
    const { from: nextFrom } = lastWhole(every, todayOf(deps, client.timeZone))
    const schedule = { clientId: asked.clientId, every, nextFrom }
    await saveSchedule(tx, { ...schedule, by: asked.personId, at: deps.clock.now() })
    return presentSchedule(schedule)
  })
