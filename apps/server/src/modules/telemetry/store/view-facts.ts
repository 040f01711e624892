import { viewSource, type ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { FactTable } from './fact-table.ts'

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

const lookup = `
  SELECT event_id
  FROM telemetry_view
  WHERE (post_id, view_id, event_id) IN (
    SELECT keys.1, keys.2, keys.3
    FROM (
      SELECT arrayJoin(arrayZip({postIds:Array(UUID)}, {viewIds:Array(UUID)}, {eventIds:Array(UUID)})) AS keys
    )
  )`

/** Reports of views. */
export const viewTable: FactTable<ViewFact> = {
  name: 'telemetry_view',
  insert: (clickhouse: Clickhouse, facts) => clickhouse.insert('telemetry_view', facts.map(toRow)),
  lookUp: (clickhouse, facts) =>
    clickhouse.query<{ event_id: string }>(lookup, {
      postIds: facts.map((fact) => fact.postId),
      viewIds: facts.map((fact) => fact.viewId),
      eventIds: facts.map((fact) => fact.eventId),
    }),
}
