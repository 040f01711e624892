import { createHash } from 'node:crypto'
import type { PersonId, ReportContent, ReportLink, ReportLinkId } from '@busker/contract'
import { AppError } from '#platform/errors'
import { openClient, openForChange } from '../access.ts'
import {
  countOpening,
  findReport,
  findShared,
  insertLink,
  linkLimit,
  listLinks,
  revokeLink,
  type SharedReport,
} from '../store/reports.ts'
import { presentLink } from './present-reports.ts'
import type { AskedReport, ReportDeps } from './reports.ts'

const dayMs = 86_400_000

/** The token itself is nowhere: whoever reads the database or a backup cannot open a report with it. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A new way to read a report without an account; the token is told this once. */
export const createLink = (
  deps: ReportDeps,
  asked: AskedReport,
  days: number,
): Promise<{ link: ReportLink; token: string }> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { ...asked, ability: 'report' })
    const { reportId } = asked
    if ((await findReport(tx, asked)) === undefined) throw new AppError('not_found')
    if ((await listLinks(tx, [reportId])).length >= linkLimit) throw new AppError('list_full')
    const token = deps.ids.token()
    const createdAt = deps.clock.now()
    const link = {
      ...{ linkId: deps.ids.uuid() as ReportLinkId, reportId, createdAt },
      expiresAt: new Date(createdAt.getTime() + days * dayMs),
    }
    const createdBy: PersonId = asked.personId
    await insertLink(tx, { ...link, tokenHash: hashOf(token), createdBy })
    return { link: presentLink({ ...link, revokedAt: null, opened: 0, lastOpenedAt: null }), token }
  })

/** Ends a link. Also that of a client that was put away. */
export const endLink = (deps: ReportDeps, asked: AskedReport, linkId: ReportLinkId): Promise<ReportLink> =>
  deps.db.transaction(async (tx) => {
    await openClient(deps, tx, { ...asked, ability: 'report' })
    if ((await findReport(tx, asked)) === undefined) throw new AppError('not_found')
    const link = await revokeLink(tx, { reportId: asked.reportId, linkId, at: deps.clock.now() })
    if (link === undefined) throw new AppError('not_found')
    return presentLink(link)
  })

/** What a token opens; wrong, ended and expired ones are the same: nothing. */
export const findSharedReport = async (
  { db, clock }: Pick<ReportDeps, 'db' | 'clock'>,
  token: string,
): Promise<SharedReport> => {
  const shared = await findShared(db.pool, { tokenHash: hashOf(token), at: clock.now() })
  if (shared === undefined) throw new AppError('not_found')
  return shared
}

/** The same for a person who opens the page: it is counted. */
export const openShared = async (
  deps: Pick<ReportDeps, 'db' | 'clock'>,
  token: string,
): Promise<{ content: ReportContent; expiresAt: string }> => {
  const { linkId, content, expiresAt } = await findSharedReport(deps, token)
  await countOpening(deps.db.pool, linkId, deps.clock.now())
  return { content, expiresAt: expiresAt.toISOString() }
}
