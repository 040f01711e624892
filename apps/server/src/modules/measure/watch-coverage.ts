import { compile, dateOf, watcherCoverageNow, type Question, type Unsettled } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import { onCommit, type Database, type Tx } from '#platform/postgres'
import {
  baselineOf,
  baselineReachMs,
  calm,
  coverageOf,
  hasRisen,
  isAlarming,
  isWell,
  look,
  lossOf,
  strongest,
  windowMs,
  type CoverageWindow,
  type LossPeriod,
  type Watch,
} from './rules/coverage-watch.ts'
import {
  advanceProgress,
  forgetBefore,
  insertWindows,
  loadProgress,
  readWatches,
  readWindows,
  saveWatch,
} from './store/coverage.ts'
import { endSeenMark, readSeenMarks } from './store/seen-marks.ts'
import { insertWarning, readWarnings, updateWarning, type WarningRow } from './store/warnings.ts'

export interface CoverageParts {
  readonly database: Database
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** What the settled tables do not know yet. Left out: every report is read. */
  readonly unsettled?: () => Unsettled
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** A like is told at once, the view that it belongs to when the next batch goes. */
const settlingMs = 5 * 60_000
/** After a longer pause the windows before it are left out: nobody can act on them any more. */
const longestGapMs = dayMs
/** Bounds one run; what is left is for the next, at once. */
const mostWindowsInRun = 36
/** Anybody may send a header: the rest of the versions is too rare to be judged. */
const mostVersions = 50

/** What each client version did in the ten minutes that end there, the busiest first. */
const readCounts = async (parts: CoverageParts, endsMs: number): Promise<CoverageWindow[]> => {
  const day = Math.floor(endsMs / dayMs)
  const question: Question = {
    scope: { kind: 'platform' },
    // Local dates lie up to a day beside that of the server.
    ...{ from: dateOf(day - 1), to: dateOf(day + 1), settled: dateOf(day - 1) },
    ...{ untilMs: endsMs, by: 'client_version' },
    ...(parts.unsettled === undefined ? {} : { unsettled: parts.unsettled() }),
  }
  const query = compile([watcherCoverageNow], question)
  const rows = await parts.clickhouse.query<Record<string, unknown>>(query.sql, { ...query.params })
  const [answer] = query.read(rows).answers
  return (answer?.rows ?? [])
    .flatMap(({ slice, value, sampleSize }) =>
      typeof value === 'number'
        ? [
            {
              clientVersion: slice,
              endsMs,
              interactions: sampleSize,
              watched: Math.round(value * sampleSize),
            },
          ]
        : [],
    )
    .toSorted((one, other) => other.interactions - one.interactions)
    .slice(0, mostVersions)
}

/** What is known when a window is judged. */
interface Known {
  readonly endsMs: number
  /** Of the last week, this window included. */
  readonly windows: readonly CoverageWindow[]
  readonly losses: readonly LossPeriod[]
}

const countsOf = ({ windows }: Known, clientVersion: string, afterMs: number) =>
  coverageOf(windows.filter((window) => window.clientVersion === clientVersion && window.endsMs > afterMs))

/** Goes on with a version that nobody was warned of. Returns what is thought of it now. */
const suspect = async (
  parts: CoverageParts,
  tx: Tx,
  judged: { readonly known: Known; readonly window: CoverageWindow; readonly watch: Watch },
): Promise<Watch> => {
  const { known, window, watch } = judged
  const { endsMs, clientVersion } = window
  const suspected = strongest(watch)
  const soundUntilMs = suspected.evidence > 0 ? suspected.sinceMs : endsMs - windowMs
  const baseline = baselineOf(clientVersion, soundUntilMs, known)
  if (baseline === null) return watch
  const next = look(watch, window, baseline)
  const { sinceMs } = strongest(next)
  const seen = countsOf(known, clientVersion, sinceMs)
  if (!isAlarming(next, seen)) return next
  const warning: WarningRow = {
    warningId: parts.ids.uuid(),
    ...{ clientVersion, sinceMs, baseline, closed: null },
    openedMs: parts.clock.nowMs(),
    openedCoverage: seen.coverage ?? 0,
    interactions: seen.interactions,
    watched: seen.watched,
  }
  await insertWarning(tx, warning)
  const { estimate } = lossOf(seen, baseline)
  onCommit(tx, () => parts.log.warn('measure.views_lost', { clientVersion, lost: estimate }))
  return calm(endsMs)
}

/** A warning that somebody has seen is in front again when clearly more is lost than then. */
const bringBack = async (
  parts: CoverageParts,
  tx: Tx,
  { warning, lastHour }: { warning: WarningRow; lastHour: Pick<WarningRow, 'interactions' | 'watched'> },
): Promise<void> => {
  const { warningId, baseline, clientVersion } = warning
  const seen = (await readSeenMarks(tx, [warningId])).get(warningId)
  if (seen === undefined || seen.returnedAt !== null) return
  const now = lossOf(lastHour, baseline)
  if (!hasRisen(now, lossOf(seen, baseline))) return
  await endSeenMark(tx, warningId, parts.clock.now())
  onCommit(tx, () => parts.log.warn('measure.more_views_lost', { clientVersion, lost: now.estimate }))
}

/** Goes on with a version that there is a warning of: its last hour, and whether it is over. */
const follow = async (
  parts: CoverageParts,
  tx: Tx,
  { known, warning }: { known: Known; warning: WarningRow },
) => {
  const { clientVersion, baseline, openedCoverage, sinceMs } = warning
  const atMs = parts.clock.nowMs()
  if (countsOf(known, clientVersion, known.endsMs - dayMs).interactions === 0) {
    return updateWarning(tx, { ...warning, closed: { atMs, because: 'gone' } })
  }
  const lastHour = countsOf(known, clientVersion, Math.max(sinceMs, known.endsMs - hourMs))
  if (lastHour.interactions === 0) return
  const usual = baseline.watched / baseline.interactions
  const isOver = isWell(lastHour, { usual, warned: openedCoverage, dispersion: baseline.dispersion })
  if (!isOver) {
    await updateWarning(tx, { ...warning, ...lastHour })
    return bringBack(parts, tx, { warning, lastHour })
  }
  await updateWarning(tx, { ...warning, closed: { atMs, because: 'recovered' } })
  onCommit(tx, () => parts.log.event('measure.views_kept_again', { clientVersion }))
}

const periodOf = ({ clientVersion, sinceMs, closed }: WarningRow): LossPeriod => ({
  ...{ clientVersion, fromMs: sinceMs },
  toMs: closed === null ? null : closed.atMs,
})

const judge = async (
  parts: CoverageParts,
  tx: Tx,
  { endsMs, fresh }: { readonly endsMs: number; readonly fresh: readonly CoverageWindow[] },
): Promise<void> => {
  if (!(await advanceProgress(tx, endsMs))) return
  const oldestMs = endsMs - baselineReachMs - dayMs
  await forgetBefore(tx, oldestMs)
  const before = await readWindows(tx, oldestMs)
  await insertWindows(tx, fresh)
  const warnings = await readWarnings(tx, oldestMs)
  const known: Known = { endsMs, windows: [...before, ...fresh], losses: warnings.map(periodOf) }
  const open = warnings.filter(({ closed }) => closed === null)
  for (const warning of open) await follow(parts, tx, { known, warning })
  const watches = await readWatches(tx)
  const warned = new Set(open.map(({ clientVersion }) => clientVersion))
  for (const window of fresh) {
    const { clientVersion } = window
    if (warned.has(clientVersion)) continue
    const watch = watches.get(clientVersion) ?? calm(endsMs - windowMs)
    await saveWatch(tx, clientVersion, await suspect(parts, tx, { known, window, watch }))
  }
}

/**
 * Looks at the facts of every ten minutes that have passed since the last look, and opens or closes warnings. True when
 * there is more to look at than fits into one run.
 */
export const watchCoverage = async (parts: CoverageParts, signal?: AbortSignal): Promise<boolean> => {
  const { database, clock } = parts
  const untilMs = Math.floor((clock.nowMs() - settlingMs) / windowMs) * windowMs
  const reachedMs = await loadProgress(database.pool)
  // The first look of all begins with what has just passed.
  const fromMs = reachedMs ?? untilMs - windowMs
  const firstMs = Math.max(fromMs, untilMs - longestGapMs) + windowMs
  const lastMs = Math.min(untilMs, firstMs + (mostWindowsInRun - 1) * windowMs)
  for (let endsMs = firstMs; endsMs <= lastMs && signal?.aborted !== true; endsMs += windowMs) {
    const fresh = await readCounts(parts, endsMs)
    await database.transaction((tx) => judge(parts, tx, { endsMs, fresh }))
  }
  return lastMs < untilMs
}
