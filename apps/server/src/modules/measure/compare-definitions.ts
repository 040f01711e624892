import { catalog, compile, revived, type Metric, type Question, type SliceAnswer } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { DefinitionHistory } from './definition-history.ts'
import { hashOf } from './definitions.ts'
import { outsideOf, rowsOf, type OutsideTables } from './outside.ts'
import { lastFullHour, settledDate } from './rules/finality.ts'
import { periodObjection } from './rules/period.ts'

/** A number by the old and by the new definition. `difference` is new minus old; null: one of them is not known. */
export interface ComparedRow {
  /** A date; empty: the whole period, of a number that a day cannot have. */
  readonly slice: string
  readonly old: SliceAnswer['value']
  readonly new: SliceAnswer['value']
  readonly difference: number | null
}

export interface ComparedDefinition {
  readonly id: string
  readonly old: { readonly version: number; readonly hash: string; readonly firstSeenAt: string }
  readonly new: { readonly version: number; readonly hash: string }
  /** False: the facts that the old definition reads are not there any more. */
  readonly isComputable: boolean
  readonly rows: readonly ComparedRow[]
}

export interface DefinitionComparison {
  readonly from: string
  readonly to: string
  readonly changed: readonly ComparedDefinition[]
  /** Metrics of which there is no earlier definition on this instance. */
  readonly unchanged: number
}

interface Parts {
  readonly clickhouse: Clickhouse
  readonly clock: Clock
  readonly history: DefinitionHistory
  readonly outside?: OutsideTables | undefined
}

export interface ComparisonAsked {
  readonly from: string
  readonly to: string
  /** Only this one; without it all that changed. */
  readonly metric?: string | undefined
}

const rowsFor = (before: readonly SliceAnswer[], now: readonly SliceAnswer[]): ComparedRow[] => {
  const old = new Map(before.map(({ slice, value }) => [slice, value]))
  const made = new Map(now.map(({ slice, value }) => [slice, value]))
  return [...new Set([...old.keys(), ...made.keys()])].sort().map((slice) => {
    const [one, other] = [old.get(slice) ?? null, made.get(slice) ?? null]
    const areNumbers = typeof one === 'number' && typeof other === 'number'
    return { slice, old: one, new: other, difference: areNumbers ? other - one : null }
  })
}

const compare = async (
  { clickhouse, clock, outside }: Parts,
  [old, now]: readonly [Metric, Metric],
  { from, to }: ComparisonAsked,
): Promise<ComparedRow[]> => {
  const nowMs = clock.nowMs()
  const question: Question = {
    ...{ scope: { kind: 'platform' }, from, to },
    ...{ settled: settledDate(nowMs), untilMs: lastFullHour(to, nowMs) },
    ...(now.slices.includes('day') ? { by: 'day' } : {}),
    reference: rowsOf(await outsideOf([old, now], outside)),
  }
  const query = compile([old, now], question)
  const rows = await clickhouse.query<Record<string, unknown>>(query.sql, { ...query.params })
  const [before, after] = query.read(rows).answers
  return rowsFor(before?.rows ?? [], after?.rows ?? [])
}

/** Numbers of the platform by the definitions of this program, beside those by the ones it ran before. */
export const compareDefinitions = async (
  parts: Parts,
  asked: ComparisonAsked,
): Promise<DefinitionComparison> => {
  const objection = periodObjection(asked)
  if (objection !== null) {
    throw new AppError('invalid_request', { fields: [{ path: 'to', message: objection }] })
  }
  const { from, to, metric } = asked
  const metrics = catalog().filter(
    ({ id, measure, scopes }) =>
      measure !== null && scopes.includes('platform') && (metric === undefined || metric === id),
  )
  const earlier = await parts.history.earlier(metrics)
  const changed: ComparedDefinition[] = []
  for (const now of metrics) {
    const stored = earlier.get(now.id)
    if (stored === undefined) continue
    const old = revived(now, stored.normalised)
    const { version, hash, firstSeenAt } = stored
    changed.push({
      id: now.id,
      old: { version, hash, firstSeenAt: firstSeenAt.toISOString() },
      new: { version: now.version, hash: hashOf(now) },
      isComputable: old !== null,
      rows: old === null ? [] : await compare(parts, [old, now], asked),
    })
  }
  return { from, to, changed, unchanged: metrics.length - changed.length }
}
