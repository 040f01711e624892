import { actionSource, impressionSource, playbackSource, viewSource } from '@busker/metrics'
import type { ActionFact, ImpressionFact, Source, ViewFact } from '@busker/metrics'
import type { Clickhouse } from '#platform/clickhouse'
import type { Placed } from '../journal-records.ts'
import type { PlaybackFact } from '../rules/accept-playback.ts'
import type { Intake, Restatement } from '../rules/intake.ts'

/** Where one kind of fact is kept. */
export interface FactTable<Fact> {
  readonly name: string
  /** What is there once. */
  identityOf(fact: Fact): string
  toRow(fact: Fact): object
  /** Identities of those that are stored. The names are those of the primary key, so it reads only their granules. */
  lookUp(clickhouse: Clickhouse, facts: readonly Fact[]): Promise<readonly string[]>
}

const timestamp = (ms: number): string => new Date(ms).toISOString()

/** The row of a fact by the columns of its source, so that both cannot part. */
const rowOf = (source: Pick<Source, 'columns'>): ((fact: object) => Record<string, unknown>) => {
  const columns = Object.entries(source.columns)
  return (fact) => {
    const values: Readonly<Record<string, unknown>> = { ...fact }
    return Object.fromEntries(
      columns.map(([name, { sql, type }]) => [
        sql,
        type === 'time' ? timestamp(Number(values[name])) : values[name],
      ]),
    )
  }
}

interface Key<Fact> {
  readonly column: string
  readonly type: 'UUID' | 'String' | 'UInt64'
  of(fact: Fact): string | number
}

/** Looks facts up by the first columns of the primary key; the last of them is the identity. */
const lookUpBy = <Fact>(table: string, keys: readonly Key<Fact>[]): FactTable<Fact>['lookUp'] => {
  const columns = keys.map(({ column }) => column)
  const arrays = keys.map(({ column, type }) => `{${column}s:Array(${type})}`)
  const query = `
    SELECT toString(${columns.at(-1)}) AS identity
    FROM ${table}
    WHERE (${columns.join(', ')}) IN (
      SELECT ${keys.map((_, index) => `keys.${index + 1}`).join(', ')}
      FROM (SELECT arrayJoin(arrayZip(${arrays.join(', ')})) AS keys)
    )`
  return async (clickhouse, facts) => {
    const params = keys.map(({ column, of }) => [`${column}s`, facts.map(of)])
    const rows = await clickhouse.query<{ identity: string }>(query, Object.fromEntries(params))
    return rows.map(({ identity }) => identity)
  }
}

const eventId = {
  column: 'event_id',
  type: 'UUID',
  of: (fact: { readonly eventId: string }) => fact.eventId,
} as const
const identityOf = (fact: { readonly eventId: string }): string => fact.eventId

/** Reports of views. */
export const viewTable: FactTable<ViewFact> = {
  name: viewSource.table,
  identityOf,
  toRow: rowOf(viewSource),
  lookUp: lookUpBy<ViewFact>(viewSource.table, [
    { column: 'post_id', type: 'UUID', of: (fact) => fact.postId },
    { column: 'view_id', type: 'UUID', of: (fact) => fact.viewId },
    eventId,
  ]),
}

const playbackRow = rowOf(playbackSource)

/** Facts of playback quality, one row for each playing. */
export const playbackTable: FactTable<PlaybackFact> = {
  name: playbackSource.table,
  identityOf,
  toRow: (fact) => ({ ...playbackRow(fact), failure: fact.failure ?? '' }),
  lookUp: lookUpBy<PlaybackFact>(playbackSource.table, [
    { column: 'post_id', type: 'UUID', of: (fact) => fact.postId },
    eventId,
  ]),
}

/** What people did besides watching. */
export const actionTable: FactTable<ActionFact> = {
  name: actionSource.table,
  identityOf,
  toRow: rowOf(actionSource),
  lookUp: lookUpBy<ActionFact>(actionSource.table, [
    { column: 'kind', type: 'String', of: (fact) => fact.kind },
    { column: 'author_id', type: 'String', of: (fact) => fact.authorId },
    eventId,
  ]),
}

/** Slots of feed pages. */
export const impressionTable: FactTable<ImpressionFact> = {
  name: impressionSource.table,
  identityOf,
  toRow: rowOf(impressionSource),
  lookUp: lookUpBy<ImpressionFact>(impressionSource.table, [
    { column: 'author_id', type: 'String', of: (fact) => fact.authorId },
    { column: 'post_id', type: 'UUID', of: (fact) => fact.postId },
    eventId,
  ]),
}

/** Facts that came too late. */
export const restatementTable: FactTable<Placed<Restatement>> = {
  name: 'telemetry_restatement',
  identityOf,
  toRow: (late) => ({
    event_id: late.eventId,
    kind: late.kind,
    viewer_id: late.viewerId,
    viewer_kind: late.viewerKind,
    occurred_at: timestamp(late.occurredAt),
    received_at: timestamp(late.receivedAt),
    reason: late.reason,
    payload: late.payload,
    journal_offset: late.journalOffset,
  }),
  lookUp: lookUpBy<Placed<Restatement>>('telemetry_restatement', [
    { column: 'kind', type: 'String', of: (late) => late.kind },
    eventId,
  ]),
}

/** What became of each batch. */
export const intakeTable: FactTable<Placed<Intake>> = {
  name: 'telemetry_intake',
  identityOf: (intake) => String(intake.journalOffset),
  toRow: (intake) => ({
    kind: intake.kind,
    received_at: timestamp(intake.receivedAt),
    client_version: intake.clientVersion,
    device: intake.device,
    received: intake.received,
    accepted: intake.accepted,
    late: intake.late,
    duplicates: intake.duplicates,
    rejected: intake.rejected,
    too_late: intake.tooLate,
    journal_offset: intake.journalOffset,
  }),
  lookUp: lookUpBy<Placed<Intake>>('telemetry_intake', [
    { column: 'journal_offset', type: 'UInt64', of: (intake) => intake.journalOffset },
  ]),
}

/** Which of these are stored already. */
export const storedIdentities = async <Fact>(
  clickhouse: Clickhouse,
  table: FactTable<Fact>,
  facts: readonly Fact[],
): Promise<ReadonlySet<string>> => {
  const stored = new Set<string>()
  const size = clickhouse.longestList
  for (let from = 0; from < facts.length; from += size) {
    for (const identity of await table.lookUp(clickhouse, facts.slice(from, from + size))) {
      stored.add(identity)
    }
  }
  return stored
}

/** Removes what was copied after the checkpoint, so that copying can start again from there. Returns how many. */
export const deleteFrom = async (
  clickhouse: Clickhouse,
  tables: readonly string[],
  journalOffset: number,
): Promise<number> => {
  const counts = tables.map(
    (table, index) =>
      `SELECT ${index} AS place, count() AS extra FROM ${table} WHERE journal_offset >= {from:UInt64}`,
  )
  const found = await clickhouse.query<{ place: number; extra: number }>(counts.join(' UNION ALL '), {
    from: journalOffset,
  })
  let removed = 0
  for (const { place, extra } of found) {
    if (extra === 0) continue
    await clickhouse.command(
      `ALTER TABLE ${tables[place]} DELETE WHERE journal_offset >= {from:UInt64} SETTINGS mutations_sync = 2`,
      { from: journalOffset },
    )
    removed += extra
  }
  return removed
}
