import type { DayParts } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'

/** What one day adds to a number. */
export interface KeptDay {
  readonly hash: string
  readonly day: string
  /** Empty: nothing. */
  readonly parts: DayParts
  /** null: the day has no facts. */
  readonly newestReceivedMs: number | null
}

interface DayRow {
  readonly hash: string
  readonly day: string
  readonly parts: (string | null)[]
  readonly newest: number
}

export const readDays = async (
  clickhouse: Clickhouse,
  asked: { readonly hashes: readonly string[]; readonly from: string; readonly to: string },
): Promise<KeptDay[]> => {
  const rows = await clickhouse.query<DayRow>(
    `SELECT hash, toString(local_date) AS day, parts, newest_received_ms AS newest
     FROM measure_day FINAL
     WHERE hash IN ({hashes:Array(String)}) AND local_date BETWEEN {from:Date} AND {to:Date}`,
    { ...asked, hashes: [...asked.hashes] },
  )
  return rows.map(({ newest, ...row }) => ({ ...row, newestReceivedMs: newest === 0 ? null : newest }))
}

export const saveDays = (clickhouse: Clickhouse, days: readonly KeptDay[], madeMs: number): Promise<void> =>
  clickhouse.insert(
    'measure_day',
    days.map(({ hash, day, parts, newestReceivedMs }) => ({
      ...{ hash, local_date: day, parts, newest_received_ms: newestReceivedMs ?? 0, made_ms: madeMs },
    })),
  )

/** A number as text, and when it was computed. */
export interface KeptText {
  readonly key: string
  readonly text: string
  readonly madeMs: number
}

export const readNumbers = (clickhouse: Clickhouse, keys: readonly string[]): Promise<KeptText[]> =>
  clickhouse.query<KeptText>(
    `SELECT key, number AS text, made_ms AS madeMs FROM measure_number FINAL
     WHERE key IN ({keys:Array(String)})`,
    { keys: [...keys] },
  )

export const saveNumbers = (clickhouse: Clickhouse, numbers: readonly KeptText[]): Promise<void> =>
  clickhouse.insert(
    'measure_number',
    numbers.map(({ key, text, madeMs }) => ({ key, number: text, made_ms: madeMs })),
  )

/** A question as text, and when it was last asked. */
export interface AskedText {
  readonly key: string
  readonly text: string
  readonly askedMs: number
}

/** The newest first. */
export const readAsked = (
  clickhouse: Clickhouse,
  { sinceMs, most }: { readonly sinceMs: number; readonly most: number },
): Promise<AskedText[]> =>
  clickhouse.query<AskedText>(
    `SELECT key, question AS text, asked_ms AS askedMs FROM measure_asked FINAL
     WHERE asked_ms >= {since:UInt64} ORDER BY asked_ms DESC, key LIMIT {most:UInt32}`,
    { since: sinceMs, most },
  )

export const saveAsked = (clickhouse: Clickhouse, { key, text, askedMs }: AskedText): Promise<void> =>
  clickhouse.insert('measure_asked', [{ key, question: text, asked_ms: askedMs }])

/** Forgets numbers and questions of before. */
export const forgetBefore = async (clickhouse: Clickhouse, beforeMs: number): Promise<void> => {
  await clickhouse.command('ALTER TABLE measure_number DELETE WHERE made_ms < {before:UInt64}', {
    before: beforeMs,
  })
  await clickhouse.command('ALTER TABLE measure_asked DELETE WHERE asked_ms < {before:UInt64}', {
    before: beforeMs,
  })
}
