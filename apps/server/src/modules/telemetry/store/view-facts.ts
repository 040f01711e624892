import { viewSource, type ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'

/** Ids are sent in the address of the request; more at once would not fit. */
const lookupSize = 500

const timestamp = (ms: number): string => new Date(ms).toISOString()

const columns = Object.entries(viewSource.columns)

const toRow = (fact: ViewFact): Record<string, unknown> => {
  const values: Readonly<Record<string, unknown>> = fact
  return Object.fromEntries(
    columns.map(([name, { sql, type }]) => [
      sql,
      type === 'time' ? timestamp(Number(values[name])) : values[name],
    ]),
  )
}

export const insertFacts = (clickhouse: Clickhouse, facts: readonly ViewFact[]): Promise<void> =>
  clickhouse.insert('telemetry_view', facts.map(toRow))

const lookup = `
  SELECT event_id
  FROM telemetry_view
  WHERE (post_id, view_id, event_id) IN (
    SELECT keys.1, keys.2, keys.3
    FROM (
      SELECT arrayJoin(arrayZip({postIds:Array(UUID)}, {viewIds:Array(UUID)}, {eventIds:Array(UUID)})) AS keys
    )
  )`

/** Which of these events are stored already. The names are those of the primary key, so it reads only their granules. */
export const storedEventIds = async (
  clickhouse: Clickhouse,
  facts: readonly ViewFact[],
): Promise<ReadonlySet<string>> => {
  const stored = new Set<string>()
  for (let from = 0; from < facts.length; from += lookupSize) {
    const part = facts.slice(from, from + lookupSize)
    const rows = await clickhouse.query<{ event_id: string }>(lookup, {
      postIds: part.map((fact) => fact.postId),
      viewIds: part.map((fact) => fact.viewId),
      eventIds: part.map((fact) => fact.eventId),
    })
    for (const row of rows) stored.add(row.event_id)
  }
  return stored
}

/** Removes what was copied after the checkpoint, so that copying can start again from there. Returns how many. */
export const deleteFrom = async (clickhouse: Clickhouse, journalOffset: number): Promise<number> => {
  const [found] = await clickhouse.query<{ extra: string | number }>(
    'SELECT count() AS extra FROM telemetry_view WHERE journal_offset >= {from:UInt64}',
    { from: journalOffset },
  )
  const extra = Number(found?.extra ?? 0)
  if (extra === 0) return 0
  await clickhouse.command(
    'ALTER TABLE telemetry_view DELETE WHERE journal_offset >= {from:UInt64} SETTINGS mutations_sync = 2',
    { from: journalOffset },
  )
  return extra
}
