import type { Author, getDataQuality, QualityWarning, ResponseOf, VersionCoverage } from '@busker/contract'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'
import type { Identity } from '#modules/identity'
import {
  baselineOf,
  baselineReachMs,
  coverageOf,
  lossOf,
  type Baseline,
  type CoverageWindow,
  type LossPeriod,
} from './rules/coverage-watch.ts'
import { loadProgress, readWindows } from './store/coverage.ts'
import { readSeenMarks, type SeenMark } from './store/seen-marks.ts'
import { readWarnings, type WarningRow } from './store/warnings.ts'

export interface DataQualityParts {
  readonly database: Database
  readonly clock: Clock
  readonly identity: Pick<Identity, 'getAuthors'>
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const iso = (ms: number): string => new Date(ms).toISOString()

const presentBaseline = ({ interactions, watched, source }: Baseline): QualityWarning['baseline'] => ({
  ...{ coverage: watched / interactions, interactions, source },
})

/** Who has seen which warning. */
interface Seen {
  readonly marks: ReadonlyMap<string, SeenMark>
  readonly people: ReadonlyMap<string, Author>
}

const presentMark = (warningId: string, { marks, people }: Seen): QualityWarning['seen'] => {
  const mark = marks.get(warningId)
  if (mark === undefined) return null
  return {
    at: mark.at.toISOString(),
    by: people.get(mark.by) ?? null,
    note: mark.note,
    returnedAt: mark.returnedAt?.toISOString() ?? null,
  }
}

const presentWarning = (warning: WarningRow, seen: Seen): QualityWarning => ({
  warningId: warning.warningId,
  clientVersion: warning.clientVersion,
  state: warning.closed === null ? 'open' : 'closed',
  since: iso(warning.sinceMs),
  openedAt: iso(warning.openedMs),
  closedAt: warning.closed === null ? null : iso(warning.closed.atMs),
  closedBecause: warning.closed?.because ?? null,
  baseline: presentBaseline(warning.baseline),
  interactions: warning.interactions,
  coverage: warning.watched / warning.interactions,
  lost: lossOf(warning, warning.baseline),
  seen: presentMark(warning.warningId, seen),
})

const presentVersions = (
  windows: readonly CoverageWindow[],
  { untilMs, losses }: { readonly untilMs: number; readonly losses: readonly LossPeriod[] },
): VersionCoverage[] => {
  const lastHour = windows.filter(({ endsMs }) => endsMs > untilMs - hourMs)
  return [...Map.groupBy(lastHour, ({ clientVersion }) => clientVersion)]
    .map(([clientVersion, own]) => {
      const { interactions, coverage } = coverageOf(own)
      const baseline = baselineOf(clientVersion, untilMs - hourMs, { windows, losses })
      return {
        ...{ clientVersion, interactions, coverage },
        baseline: baseline === null ? null : presentBaseline(baseline),
      }
    })
    .toSorted((one, other) => other.interactions - one.interactions)
}

/** What operators are told about lost views: warnings, and the last hour of every version. */
export const readDataQuality = async (
  { database, clock, identity }: DataQualityParts,
  days: number,
): Promise<ResponseOf<typeof getDataQuality>> => {
  const { pool } = database
  const untilMs = await loadProgress(pool)
  if (untilMs === null) return { checkedUntil: null, versions: [], warnings: [] }
  const oldestMs = untilMs - baselineReachMs - dayMs
  const windows = await readWindows(pool, oldestMs)
  const shownAfterMs = clock.nowMs() - days * dayMs
  const warnings = await readWarnings(pool, Math.min(shownAfterMs, oldestMs))
  const losses = warnings.map(({ clientVersion, sinceMs, closed }) => ({
    ...{ clientVersion, fromMs: sinceMs, toMs: closed?.atMs ?? null },
  }))
  const shown = warnings.filter(({ closed }) => closed === null || closed.atMs > shownAfterMs)
  const marks = await readSeenMarks(
    pool,
    shown.map(({ warningId }) => warningId),
  )
  const people = await identity.getAuthors(
    pool,
    [...marks.values()].map(({ by }) => by),
  )
  return {
    checkedUntil: iso(untilMs),
    versions: presentVersions(windows, { untilMs, losses }),
    warnings: shown.map((warning) => presentWarning(warning, { marks, people })),
  }
}
