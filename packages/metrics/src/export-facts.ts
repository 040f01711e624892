import { actionSource } from './action.ts'
import { channelDaySource } from './channel-day.ts'
import { impressionSource } from './impression.ts'
import { intakeSource } from './intake.ts'
import { moneySource } from './money.ts'
import { playbackSource } from './playback.ts'
import { orderLineSource, spendSource } from './sales.ts'
import { shareSource } from './spend-share.ts'
import type { AnySource } from './source.ts'
import { toldVideoSource } from './told-video.ts'
import { viewSource } from './view.ts'

/** Every kind of fact that a definition may stand on. */
export const allSources = (): readonly AnySource[] => [
  viewSource,
  actionSource,
  impressionSource,
  playbackSource,
  intakeSource,
  orderLineSource,
  spendSource,
  shareSource,
  channelDaySource,
  toldVideoSource,
  moneySource,
]

/** Raw facts of a source as they are stored, for the plain implementation; at most `{most:UInt64}` of them. */
export const exportSql = (source: AnySource): string => {
  const columns = Object.entries(source.columns).map(([name, { sql }]) => `${sql} AS fact_${name}`)
  return `SELECT ${columns.join(', ')} FROM ${source.table} LIMIT {most:UInt64}`
}

/** A row of `exportSql` as a fact: times as milliseconds. */
export const exportedFact = (
  source: AnySource,
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(source.columns).map(([name, { type }]) => {
      const value = row[`fact_${name}`]
      return [name, type === 'time' ? Date.parse(String(value)) : value]
    }),
  )
