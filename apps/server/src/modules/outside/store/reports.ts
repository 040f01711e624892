import type {
  ClientId,
  ClientReportId,
  OrganisationId,
  PersonId,
  ReportContent,
  ReportLinkId,
} from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

/** A report without what it says. */
export interface ReportRow {
  readonly reportId: ClientReportId
  readonly clientId: ClientId
  readonly periodFrom: string
  readonly periodTo: string
  readonly madeAt: Date
  /** Null: the schedule. */
  readonly madeBy: PersonId | null
  readonly currency: string
  readonly contributionMicro: number | null
}

/** Of one client. */
export const reportLimit = 1000
/** Of one report. */
export const linkLimit = 50

const steps = sql<number | null>`(
  select (step ->> 'amountMicro')::float8 from jsonb_array_elements(report.content -> 'waterfall') as step
  where step ->> 'step' = 'contribution')`

const reports = (handle: Queryable) =>
  within<OutsideTables>(handle)
    .selectFrom('outside.report as report')
    .select([
      'report.report_id as reportId',
      'report.client_id as clientId',
      'report.period_from as periodFrom',
      'report.period_to as periodTo',
      'report.made_at as madeAt',
      'report.made_by as madeBy',
      sql<string>`report.content -> 'client' ->> 'currency'`.as('currency'),
      steps.as('contributionMicro'),
    ])

export const insertReport = async (
  tx: Tx,
  report: {
    readonly reportId: ClientReportId
    readonly clientId: ClientId
    readonly madeAt: Date
    readonly madeBy: PersonId | null
    readonly content: ReportContent
  },
): Promise<void> => {
  const { content } = report
  await within<OutsideTables>(tx)
    .insertInto('outside.report')
    .values({
      report_id: report.reportId,
      client_id: report.clientId,
      period_from: content.period.from,
      period_to: content.period.to,
      made_at: report.madeAt,
      made_by: report.madeBy,
      logo: content.agency.logo,
      content: JSON.stringify(content),
    })
    .execute()
}

export const countReports = async (tx: Tx, clientId: ClientId): Promise<number> => {
  const row = await within<OutsideTables>(tx)
    .selectFrom('outside.report')
    .select((select) => select.fn.countAll<bigint>().as('reports'))
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return Number(row?.reports ?? 0n)
}

/** Newest first. */
export const listReports = (
  handle: Queryable,
  page: { readonly clientId: ClientId; readonly before: ClientReportId | null; readonly limit: number },
): Promise<ReportRow[]> => {
  const query = reports(handle)
    .where('report.client_id', '=', page.clientId)
    .orderBy('report.report_id', 'desc')
    .limit(page.limit)
  return (page.before === null ? query : query.where('report.report_id', '<', page.before)).execute()
}

interface OfClient {
  readonly clientId: ClientId
  readonly reportId: ClientReportId
}

/** A report of this client, and no other one's. */
export const findReport = (
  handle: Queryable,
  { clientId, reportId }: OfClient,
): Promise<(ReportRow & { content: ReportContent }) | undefined> =>
  reports(handle)
    .select('report.content')
    .where('report.client_id', '=', clientId)
    .where('report.report_id', '=', reportId)
    .executeTakeFirst()

/** False when there is no such report of this client. */
export const deleteReport = async (tx: Tx, { clientId, reportId }: OfClient): Promise<boolean> => {
  const done = await within<OutsideTables>(tx)
    .deleteFrom('outside.report')
    .where('client_id', '=', clientId)
    .where('report_id', '=', reportId)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

export interface LinkRow {
  readonly linkId: ReportLinkId
  readonly reportId: ClientReportId
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly opened: number
  readonly lastOpenedAt: Date | null
}

const linkColumns = [
  'link_id as linkId',
  'report_id as reportId',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'opened',
  'last_opened_at as lastOpenedAt',
] as const

/** Links of these reports, newest first. */
export const listLinks = async (
  handle: Queryable,
  reportIds: readonly ClientReportId[],
): Promise<LinkRow[]> => {
  if (reportIds.length === 0) return []
  return within<OutsideTables>(handle)
    .selectFrom('outside.report_link')
    .select(linkColumns)
    .where('report_id', '=', sql<ClientReportId>`any(${[...reportIds]}::uuid[])`)
    .orderBy('link_id', 'desc')
    .execute()
}

export const insertLink = async (
  tx: Tx,
  link: Pick<LinkRow, 'linkId' | 'reportId' | 'createdAt' | 'expiresAt'> & {
    readonly tokenHash: string
    readonly createdBy: PersonId
  },
): Promise<void> => {
  await within<OutsideTables>(tx)
    .insertInto('outside.report_link')
    .values({
      link_id: link.linkId,
      report_id: link.reportId,
      token_hash: link.tokenHash,
      created_at: link.createdAt,
      created_by: link.createdBy,
      expires_at: link.expiresAt,
      revoked_at: null,
      last_opened_at: null,
    })
    .execute()
}

/** Ends a link of this report; one that has ended keeps the moment. */
export const revokeLink = (
  tx: Tx,
  link: { readonly reportId: ClientReportId; readonly linkId: ReportLinkId; readonly at: Date },
): Promise<LinkRow | undefined> =>
  within<OutsideTables>(tx)
    .updateTable('outside.report_link')
    .set(({ fn, val, ref }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(link.at)) }))
    .where('link_id', '=', link.linkId)
    .where('report_id', '=', link.reportId)
    .returning(linkColumns)
    .executeTakeFirst()

export interface SharedReport {
  readonly linkId: ReportLinkId
  readonly expiresAt: Date
  readonly organisationId: OrganisationId
  readonly content: ReportContent
}

/** What a token opens at a moment. */
export const findShared = (
  handle: Queryable,
  { tokenHash, at }: { readonly tokenHash: string; readonly at: Date },
): Promise<SharedReport | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.report_link as link')
    .innerJoin('outside.report as report', 'report.report_id', 'link.report_id')
    .innerJoin('outside.client as client', 'client.client_id', 'report.client_id')
    .select([
      'link.link_id as linkId',
      'link.expires_at as expiresAt',
      'client.organisation_id as organisationId',
      'report.content',
    ])
    .where('link.token_hash', '=', tokenHash)
    .where('link.revoked_at', 'is', null)
    .where('link.expires_at', '>', at)
    .executeTakeFirst()

export const countOpening = async (handle: Queryable, linkId: ReportLinkId, at: Date): Promise<void> => {
  await within<OutsideTables>(handle)
    .updateTable('outside.report_link')
    .set(({ eb }) => ({ opened: eb('opened', '+', 1), last_opened_at: at }))
    .where('link_id', '=', linkId)
    .execute()
}

export const findLogo = async (handle: Queryable, organisationId: OrganisationId): Promise<string | null> => {
  const row = await within<OutsideTables>(handle)
    .selectFrom('outside.agency_logo')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row?.sha256 ?? null
}

export const saveLogo = async (
  tx: Tx,
  logo: {
    readonly organisationId: OrganisationId
    readonly sha256: string
    readonly by: PersonId
    readonly at: Date
  },
): Promise<void> => {
  const row = { sha256: logo.sha256, set_by: logo.by, set_at: logo.at }
  await within<OutsideTables>(tx)
    .insertInto('outside.agency_logo')
    .values({ organisation_id: logo.organisationId, ...row })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(row))
    .execute()
}

export const deleteLogo = async (tx: Tx, organisationId: OrganisationId): Promise<void> => {
  await within<OutsideTables>(tx)
    .deleteFrom('outside.agency_logo')
    .where('organisation_id', '=', organisationId)
    .execute()
}

/** Whether a report of this organisation carries a logo: then its bytes stay. */
export const isCarried = async (
  tx: Tx,
  { organisationId, sha256 }: { readonly organisationId: OrganisationId; readonly sha256: string },
): Promise<boolean> => {
  const row = await within<OutsideTables>(tx)
    .selectFrom('outside.report as report')
    .innerJoin('outside.client as client', 'client.client_id', 'report.client_id')
    .select('report.report_id')
    .where('report.logo', '=', sha256)
    .where('client.organisation_id', '=', organisationId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
