import type { Clickhouse } from '#platform/clickhouse'

/** Where one kind of fact is kept. */
export interface FactTable<Fact> {
  readonly name: 'telemetry_view' | 'telemetry_playback'
  insert(clickhouse: Clickhouse, facts: readonly Fact[]): Promise<void>
  /** Ids of those that are stored. The names are those of the primary key, so it reads only their granules. */
  lookUp(clickhouse: Clickhouse, facts: readonly Fact[]): Promise<readonly { readonly event_id: string }[]>
}

/** Ids are sent in the address of the request; more at once would not fit. */
const lookupSize = 500

/** Which of these events are stored already. */
export const storedEventIds = async <Fact>(
  clickhouse: Clickhouse,
  table: FactTable<Fact>,
  facts: readonly Fact[],
): Promise<ReadonlySet<string>> => {
  const stored = new Set<string>()
  for (let from = 0; from < facts.length; from += lookupSize) {
    const rows = await table.lookUp(clickhouse, facts.slice(from, from + lookupSize))
    for (const row of rows) stored.add(row.event_id)
  }
  return stored
}

/** Removes what was copied after the checkpoint, so that copying can start again from there. Returns how many. */
export const deleteFrom = async (
  clickhouse: Clickhouse,
  table: FactTable<never>['name'],
  journalOffset: number,
): Promise<number> => {
  const [found] = await clickhouse.query<{ extra: string | number }>(
    `SELECT count() AS extra FROM ${table} WHERE journal_offset >= {from:UInt64}`,
    { from: journalOffset },
  )
  const extra = Number(found?.extra ?? 0)
  if (extra === 0) return 0
  await clickhouse.command(
    `ALTER TABLE ${table} DELETE WHERE journal_offset >= {from:UInt64} SETTINGS mutations_sync = 2`,
    { from: journalOffset },
  )
  return extra
}
