import { createHash } from 'node:crypto'
import { rollUps, rollUpSql, viewSource } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'

/** A day, `YYYY-MM-DD`, and a place in the journal. */
export interface DayAt {
  readonly day: string
  readonly offset: number
}

const columns = Object.values(viewSource.columns)
  .map(({ sql }) => sql)
  .join(', ')

const viewRollUps = () => rollUps().filter(({ source }) => source.id === viewSource.id)

/** Changes with what the roll-ups are made by. */
const ruleOf = (): string =>
  createHash('sha256')
    .update(JSON.stringify(viewRollUps().map(rollUpSql)))
    .digest('hex')
    .slice(0, 16)

/** Reports of one day that the final table does not know: from this place in the journal to before that one. */
export interface UnsettledDay {
  readonly day: string
  readonly from: number
  readonly end: number
}

/** Days that have reports which the final table does not know yet, or whose roll-ups another rule made. */
export const readUnsettled = async (clickhouse: Clickhouse): Promise<UnsettledDay[]> =>
  clickhouse.query<UnsettledDay>(
    `
    SELECT toString(reports.local_date) AS day, settled.end AS from, reports.end AS end
    FROM (SELECT local_date, max(journal_offset) + 1 AS end FROM telemetry_view GROUP BY local_date) AS reports
    LEFT JOIN (
      SELECT local_date, max(journal_offset) AS end, argMax(rule, journal_offset) AS rule
      FROM telemetry_view_settled
      GROUP BY local_date
    ) AS settled ON settled.local_date = reports.local_date
    WHERE reports.end > settled.end OR settled.rule != {rule:String}
    ORDER BY day`,
    { rule: ruleOf() },
  )

/** The place up to which the final table holds this day; 0 when it does not hold it at all. */
export const readSettled = async (clickhouse: Clickhouse, day: string): Promise<number> => {
  const [found] = await clickhouse.query<{ offset: number }>(
    'SELECT max(journal_offset) AS offset FROM telemetry_view_settled WHERE local_date = {day:Date}',
    { day },
  )
  return found?.offset ?? 0
}

export const saveSettled = (clickhouse: Clickhouse, at: DayAt): Promise<void> =>
  clickhouse.insert('telemetry_view_settled', [
    { local_date: at.day, journal_offset: at.offset, rule: ruleOf() },
  ])

/** Views that new reports of `since.day` are about. */
const touched = `
  SELECT post_id, view_id
  FROM telemetry_view
  WHERE local_date = {since:Date} AND journal_offset >= {offset:UInt64}`

/** Neighbouring days whose final rows are of views that new reports of this day are about, too. */
export const daysSharingViews = async (clickhouse: Clickhouse, since: DayAt): Promise<string[]> => {
  const rows = await clickhouse.query<{ day: string }>(
    `SELECT DISTINCT toString(local_date) AS day
     FROM telemetry_view_final
     WHERE local_date IN (subtractDays({day:Date}, 1), addDays({day:Date}, 1))
       AND (post_id, view_id) IN (${touched})
     ORDER BY day`,
    { day: since.day, since: since.day, offset: since.offset },
  )
  return rows.map(({ day }) => day)
}

/**
 * Makes one day of the final table again. Views that no new report is about are taken over as they are. Of the others
 * the last report is taken, out of the final rows of `from` days and the new reports of `since.day`, if it is of this
 * day: what the final table tells of a view needs no older report, because the last of the last ones is the last of all.
 */
const fillFresh = `
  INSERT INTO telemetry_view_fresh (${columns})
  SELECT ${columns}
  FROM telemetry_view_final
  WHERE local_date = {day:Date} AND (post_id, view_id) NOT IN (${touched})
  UNION ALL
  SELECT ${columns}
  FROM (
    SELECT ${columns}
    FROM (
      SELECT ${columns} FROM telemetry_view_final
      WHERE local_date IN ({from:Array(Date)}) AND (post_id, view_id) IN (${touched})
      UNION ALL
      SELECT ${columns} FROM telemetry_view
      WHERE local_date = {since:Date} AND journal_offset >= {offset:UInt64}
    )
    ORDER BY post_id, view_id, seq DESC, journal_offset DESC
    LIMIT 1 BY post_id, view_id
  )
  WHERE local_date = {day:Date}
  SETTINGS max_bytes_before_external_sort = 500000000`

/** A day is a partition, and its name is part of the statement: it cannot be bound. */
const partitionOf = (day: string): string => `'${day.replaceAll(/[^0-9-]/g, '')}'`

interface Filling {
  /** The table, and the one beside it in which a day is made. */
  readonly table: string
  readonly fresh: string
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A reader sees the old day or the new one. */
const replaceDay = async (
  clickhouse: Clickhouse,
  day: string,
  { table, fresh, sql, params }: Filling,
): Promise<void> => {
  const partition = partitionOf(day)
  // A crash may have left a half-filled day behind.
  await clickhouse.command(`ALTER TABLE ${fresh} DROP PARTITION ${partition}`)
  await clickhouse.command(sql, { ...params, day })
  const [made] = await clickhouse.query<{ rows: number }>(
    `SELECT count() AS rows FROM ${fresh} WHERE local_date = {day:Date}`,
    { day },
  )
  // All views of a day may have moved to the next one, and nothing cannot take the place of something.
  const isEmpty = (made?.rows ?? 0) === 0
  await clickhouse.command(
    isEmpty
      ? `ALTER TABLE ${table} DROP PARTITION ${partition}`
      : `ALTER TABLE ${table} REPLACE PARTITION ${partition} FROM ${fresh}`,
  )
  await clickhouse.command(`ALTER TABLE ${fresh} DROP PARTITION ${partition}`)
}

/** Makes one day of the final table again, and what is rolled up from it. */
export const remakeDay = async (
  clickhouse: Clickhouse,
  day: string,
  since: DayAt & { readonly from: readonly string[] },
): Promise<void> => {
  await replaceDay(clickhouse, day, {
    ...{ table: 'telemetry_view_final', fresh: 'telemetry_view_fresh', sql: fillFresh },
    params: { since: since.day, offset: since.offset, from: [...since.from] },
  })
  for (const rollUp of viewRollUps()) {
    const { columns, sql, params } = rollUpSql(rollUp)
    const fresh = `${rollUp.table}_fresh`
    await replaceDay(clickhouse, day, {
      ...{ table: rollUp.table, fresh, params },
      sql: `INSERT INTO ${fresh} (${columns}) ${sql}`,
    })
  }
}
