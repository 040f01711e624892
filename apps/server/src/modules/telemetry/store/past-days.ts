import { pastTables } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'

/** Up to which day the tables of days long over are filled, and how often that has changed. */
interface PastState {
  readonly until: string | null
  readonly turn: number
}

export const readPast = async (clickhouse: Clickhouse): Promise<PastState> => {
  const [found] = await clickhouse.query<{ until: string; turn: number }>(
    'SELECT toString(until) AS until, turn FROM telemetry_past ORDER BY turn DESC LIMIT 1',
  )
  return found ?? { until: null, turn: 0 }
}

export const savePast = (clickhouse: Clickhouse, state: PastState): Promise<void> =>
  clickhouse.insert('telemetry_past', [state])

const dayOr = (until: string | null): string => until ?? '1970-01-01'

/** The first days with views after one day and up to another. */
export const daysAfter = async (
  clickhouse: Clickhouse,
  { until, last, most }: { readonly until: string | null; readonly last: string; readonly most: number },
): Promise<string[]> => {
  const rows = await clickhouse.query<{ day: string }>(
    `SELECT DISTINCT toString(local_date) AS day
     FROM telemetry_view_final
     WHERE local_date > {until:Date} AND local_date <= {last:Date}
     ORDER BY day
     LIMIT {most:UInt32}`,
    { until: dayOr(until), last, most },
  )
  return rows.map(({ day }) => day)
}

/** Forgets what lies after this day. */
export const clearAfter = async (clickhouse: Clickhouse, until: string | null): Promise<void> => {
  for (const { table, date } of pastTables()) {
    const [left] = await clickhouse.query<{ rows: number }>(
      `SELECT count() AS rows FROM ${table} WHERE ${date} > {until:Date}`,
      { until: dayOr(until) },
    )
    if ((left?.rows ?? 0) === 0) continue
    await clickhouse.command(
      `ALTER TABLE ${table} DELETE WHERE ${date} > {until:Date} SETTINGS mutations_sync = 1`,
      { until: dayOr(until) },
    )
  }
}

export const copyDay = async (clickhouse: Clickhouse, day: string): Promise<void> => {
  for (const { table, from, columns, date } of pastTables()) {
    await clickhouse.command(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from} WHERE ${date} = {day:Date}`,
      { day },
    )
  }
}

/** A month of a large instance takes longer than a query may. */
const mergeSeconds = 600

/** Makes a month, of which no further day comes, one piece. */
export const mergeMonth = async (clickhouse: Clickhouse, month: string): Promise<void> => {
  const partition = month.replaceAll(/[^0-9]/g, '')
  for (const { table } of pastTables())
    await clickhouse.command(
      `OPTIMIZE TABLE ${table} PARTITION ${partition} FINAL SETTINGS max_execution_time = ${mergeSeconds}`,
    )
}
