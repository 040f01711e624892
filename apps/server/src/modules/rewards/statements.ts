import type { PersonId, PostId, StatementSummary } from '@busker/contract'
import { csvLine } from '@busker/contract/csv'
import { sumOf } from '@busker/money'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { RewardsDeps } from './deps.ts'
import { rpmOf } from './rules/rpm.ts'
import { readStatement, type LineOf, type StatementLine } from './rules/statement-lines.ts'
import { listPeriods, type PeriodRow } from './store/periods.ts'
import { findStatement, listStatements, type StatementRow } from './store/statements.ts'
import { mustFind } from './periods.ts'

type StatementDeps = Pick<RewardsDeps, 'db'>

/** At most so many lines are shown; the file has all of them. */
const mostLines = 5000

const present = (row: StatementRow, period: PeriodRow): StatementSummary => ({
  periodId: row.periodId,
  from: period.from,
  to: period.to,
  state: row.finalMicro === null ? 'closed' : 'final',
  currency: row.currency,
  amountMicro: String(row.amountMicro),
  finalMicro: row.finalMicro === null ? null : String(row.finalMicro),
  views: Number(row.views),
  qualifiedViews: Number(row.qualifiedViews),
  rpmMicro: rpmOf(row.finalMicro ?? row.amountMicro, Number(row.qualifiedViews)),
  payableOn: period.finalOn,
})

export const listOwnStatements = async (
  { db }: StatementDeps,
  personId: PersonId,
): Promise<StatementSummary[]> => {
  const [rows, periods] = await Promise.all([listStatements(db.pool, personId), listPeriods(db.pool)])
  const byId = new Map(periods.map((period) => [period.periodId, period]))
  const shown = rows.flatMap((row) => {
    const period = byId.get(row.periodId)
    return period === undefined ? [] : [present(row, period)]
  })
  return shown.sort((one, other) => (one.from < other.from ? 1 : -1))
}

/** The statement of a person for a period, as its file says it. */
export const openStatement = async (deps: StatementDeps, personId: PersonId, periodId: string) => {
  const row = await findStatement(deps.db.pool, personId, periodId)
  if (!row) throw new AppError('not_found')
  const told = readStatement(row.document)
  assert('lines' in told, 'a statement that was written can be read')
  return { row, lines: told.lines.map(({ line }) => line), root: told.proof.root }
}

const ofKind = <Kind extends StatementLine['kind']>(
  lines: readonly StatementLine[],
  kind: Kind,
): LineOf<Kind>[] => lines.filter((line): line is LineOf<Kind> => line.kind === kind)

const presentDay = (day: LineOf<'day'>) => ({
  // Checked boundary: the statement was written from videos of this module.
  postId: day.videoId as PostId,
  day: day.day,
  views: day.seen,
  qualifiedViews: day.qualified,
  rejected: { ...day.rejected },
  factors: { originality: day.originalityBps, playing: day.playingBps, engagement: day.engagementBps },
  amountMicro: day.amountMicro,
  rpmMicro: rpmOf(BigInt(day.amountMicro), day.qualified),
})

const rejectedIn = (days: readonly LineOf<'day'>[]): Record<string, number> => {
  const all: Record<string, number> = {}
  for (const { rejected } of days)
    for (const [reason, views] of Object.entries(rejected)) all[reason] = (all[reason] ?? 0) + views
  return all
}

export const getOwnStatement = async (deps: StatementDeps, personId: PersonId, periodId: string) => {
  const { row, lines, root } = await openStatement(deps, personId, periodId)
  const period = await mustFind(deps, periodId)
  const days = ofKind(lines, 'day')
  const amount = sumOf(days.map(({ amountMicro }) => BigInt(amountMicro)))
  assert(amount === (row.finalMicro ?? row.amountMicro), 'the days of a statement sum to what was booked')
  const shown = days.toSorted((one, other) => (one.day < other.day ? -1 : 1)).slice(0, mostLines)
  return { ...present(row, period), root, rejected: rejectedIn(days), lines: shown.map(presentDay) }
}

export const statementJson = async (
  { db }: StatementDeps,
  personId: PersonId,
  periodId: string,
): Promise<string> => {
  const row = await findStatement(db.pool, personId, periodId)
  if (!row) throw new AppError('not_found')
  return row.document
}

const csvHead = [
  ...['period', 'video', 'day', 'views', 'qualified_views', 'rejected', 'originality_bps', 'playing_bps'],
  ...['engagement_bps', 'amount_micro', 'currency'],
]

/** A line for each video and day; amounts in millionths, which sum to the statement exactly. */
export const statementCsv = async (
  deps: StatementDeps,
  personId: PersonId,
  periodId: string,
): Promise<string> => {
  const { row, lines } = await openStatement(deps, personId, periodId)
  const days = ofKind(lines, 'day').map((day) =>
    csvLine([
      ...[periodId, day.videoId, day.day, day.seen, day.qualified],
      Object.entries(day.rejected)
        .map(([reason, views]) => `${reason}=${views}`)
        .join(' '),
      ...[day.originalityBps, day.playingBps, day.engagementBps, day.amountMicro, row.currency],
    ]),
  )
  return [csvLine(csvHead), ...days].join('')
}

export interface ViewsQuery {
  readonly postId: PostId
  readonly day?: string | undefined
  readonly reason?: string | undefined
  readonly cursor?: string | undefined
}

const viewsPerPage = 200

/** Views of a video as the statement tells of them; the cursor is how many were told before. */
export const listOwnViews = async (
  deps: StatementDeps,
  { personId, periodId }: { readonly personId: PersonId; readonly periodId: string },
  { postId, day, reason, cursor }: ViewsQuery,
) => {
  const skip = cursor === undefined ? 0 : Number(cursor)
  if (!Number.isSafeInteger(skip) || skip < 0) throw new AppError('invalid_cursor')
  const { lines } = await openStatement(deps, personId, periodId)
  const views = ofKind(lines, 'view').filter(
    (view) =>
      view.videoId === postId &&
      (day === undefined || view.day === day) &&
      (reason === undefined || view.result === reason),
  )
  const page = views.slice(skip, skip + viewsPerPage)
  const shown = page.map(({ viewer, day: on, visibleMs, result, isVoided }) => ({
    ...{ viewer, day: on, visibleMs, qualified: result === 'qualified', voided: isVoided },
    reason: result === 'qualified' ? null : result,
  }))
  const next = skip + page.length
  return { views: shown, nextCursor: next < views.length ? String(next) : null }
}
