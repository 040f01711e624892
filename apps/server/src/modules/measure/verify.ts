import {
  allSources,
  catalog,
  compile,
  exportedFact,
  exportSql,
  isSameAnswer,
  plainly,
  type FactSets,
  type Metric,
  type Question,
  type SliceAnswer,
  type Unsettled,
} from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { StartError } from '#platform/errors'
import { outsideOf, rowsOf, type OutsideTables } from './outside.ts'
import { lastFullHour, settledDate } from './rules/finality.ts'

/** One number that two computations disagree about. */
export interface Difference {
  readonly metricId: string
  readonly by: string | null
  readonly compiled: readonly SliceAnswer[]
  readonly plain: readonly SliceAnswer[]
}

export interface Verification {
  readonly ok: boolean
  readonly facts: number
  readonly compared: number
  readonly differences: readonly Difference[]
}

/** The plain computation holds all facts in memory. */
const mostFacts = 200_000
const mostDifferences = 20

const exportFacts = async (clickhouse: Clickhouse): Promise<FactSets> => {
  const facts: Record<string, readonly Readonly<Record<string, unknown>>[]> = {}
  for (const source of allSources()) {
    const rows = await clickhouse.query<Record<string, unknown>>(exportSql(source), { most: mostFacts + 1 })
    if (rows.length > mostFacts) {
      throw new StartError(
        `There are more than ${mostFacts} facts of kind "${source.id}"; the plain computation holds them in memory. Verify a copy with fewer.`,
      )
    }
    facts[source.id] = rows.map((row) => exportedFact(source, row))
  }
  return facts
}

/** As many as the engine compiles at a time without effort. */
const metricsInQuery = 12

interface Parts {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  readonly settled?: { unsettled(): Unsettled }
  readonly outside?: OutsideTables
}

interface Asked {
  readonly from: string
  readonly to: string
  /** Only these; without it all. */
  readonly metrics?: readonly string[] | undefined
}

const compareAll = async (
  clickhouse: Clickhouse,
  { metrics, facts }: { readonly metrics: readonly Metric[]; readonly facts: FactSets },
  question: Question,
): Promise<{ readonly compared: number; readonly differences: readonly Difference[] }> => {
  const differences: Difference[] = []
  let compared = 0
  for (let from = 0; from < metrics.length; from += metricsInQuery) {
    const some = metrics.slice(from, from + metricsInQuery)
    const query = compile(some, question)
    const reading = query.read(
      await clickhouse.query<Record<string, unknown>>(query.sql, { ...query.params }),
    )
    for (const [index, metric] of some.entries()) {
      const compiled = reading.answers[index]?.rows ?? []
      const plain = plainly(metric, facts, question).rows
      compared += plain.length
      if (isSameAnswer(compiled, plain)) continue
      differences.push({ metricId: metric.id, by: question.by ?? null, compiled, plain })
    }
  }
  return { compared, differences }
}

/**
 * Every number of the platform twice: compiled and run by the engine, and computed from exported facts by the plain
 * implementation; as a whole and by day. Facts that come in meanwhile make a difference: run it on a quiet instance.
 */
export const verify = async (
  { clickhouse, clock, settled, outside }: Parts,
  asked: Asked,
): Promise<Verification> => {
  const { from, to } = asked
  const nowMs = clock.nowMs()
  const facts = await exportFacts(clickhouse)
  const metrics = catalog().filter(
    ({ id, measure, scopes }) =>
      measure !== null && scopes.includes('platform') && (asked.metrics?.includes(id) ?? true),
  )
  const whole: Question = {
    ...{ scope: { kind: 'platform' }, from, to, reference: rowsOf(await outsideOf(metrics, outside)) },
    ...{ settled: settledDate(nowMs), untilMs: lastFullHour(to, nowMs) },
    ...(settled === undefined ? {} : { unsettled: settled.unsettled() }),
  }
  const daily = metrics.filter(({ slices }) => slices.includes('day'))
  const wholes = await compareAll(clickhouse, { metrics, facts }, whole)
  const days = await compareAll(clickhouse, { metrics: daily, facts }, { ...whole, by: 'day' })
  const differences = [...wholes.differences, ...days.differences]
  return {
    ok: differences.length === 0,
    facts: Object.values(facts).reduce((sum, rows) => sum + rows.length, 0),
    compared: wholes.compared + days.compared,
    differences: differences.slice(0, mostDifferences),
  }
}
