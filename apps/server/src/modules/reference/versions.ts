import { createHash } from 'node:crypto'
import type { PersonId, ReferencePreview, ReferenceVersion } from '@busker/contract'
import type { ReferenceRow, ReferenceTableId } from '@busker/metrics'
import { assert } from '#platform/assert'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Database } from '#platform/postgres'
import type { Identity } from '#modules/identity'
import { readTable, type ReadTable } from './rules/read-table.ts'
import {
  insertVersion,
  lockTable,
  readInUse,
  readRows,
  readVersions,
  withdrawRow,
  type VersionRow,
} from './store/versions.ts'

export interface ReferenceDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly identity: Pick<Identity, 'getAuthors'>
}

const shownLines = 5
const shownRefusals = 100

/** The first and the last day that a file is about. */
const spanOf = ({ lines }: ReadTable): { firstDate: string; lastDate: string } | null => {
  const dates = lines.map(({ date }) => date).toSorted()
  const [firstDate, lastDate] = [dates.at(0), dates.at(-1)]
  return firstDate === undefined || lastDate === undefined ? null : { firstDate, lastDate }
}

/** What a file would become, without keeping anything. */
export const preview = (table: ReferenceTableId, text: string): ReferencePreview => {
  const read = readTable(table, text)
  return {
    lines: read.lines.length,
    columns: [...read.columns],
    sample: read.records.slice(0, shownLines).map(({ cells }) => [...cells]),
    refused: read.refused.slice(0, shownRefusals).map(({ line, reason }) => ({ line, reason })),
    refusedLines: read.refused.length,
    ...(spanOf(read) ?? { firstDate: null, lastDate: null }),
  }
}

/** Versions with the names of the people behind them, in one read. */
export const present = async (
  { db, identity }: ReferenceDeps,
  rows: readonly VersionRow[],
): Promise<ReferenceVersion[]> => {
  const ids = rows.flatMap(({ uploadedBy, withdrawnBy }) => [
    uploadedBy,
    ...(withdrawnBy ? [withdrawnBy] : []),
  ])
  const people = await identity.getAuthors(db.pool, ids)
  return rows.map((row) => ({
    ...row,
    uploadedAt: row.uploadedAt.toISOString(),
    uploadedBy: people.get(row.uploadedBy) ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    withdrawnBy: row.withdrawnBy === null ? null : (people.get(row.withdrawnBy) ?? null),
  }))
}

export interface NewVersion {
  readonly table: ReferenceTableId
  readonly source: string
  readonly text: string
  readonly by: PersonId
}

/** Keeps a file as a version. With a refused line nothing is kept: half a table is a wrong table. */
export const save = async (deps: ReferenceDeps, given: NewVersion): Promise<VersionRow> => {
  const { table, source, by } = given
  const read = readTable(table, given.text)
  const span = spanOf(read)
  if (read.refused.length > 0 || span === null) {
    const fields = read.refused
      .slice(0, shownRefusals)
      .map(({ line, reason }) => ({ path: `line ${line}`, message: reason }))
    throw new AppError('invalid_request', { fields })
  }
  const sha256 = createHash('sha256').update(given.text).digest('hex')
  return deps.db.transaction(async (tx) => {
    await lockTable(tx, table)
    const inUse = (await readInUse(tx)).find((one) => one.table === table)
    if (inUse?.sha256 === sha256 && inUse.source === source) return inUse
    const version: VersionRow = {
      ...{ versionId: deps.ids.uuid(), table, source, sha256, lines: read.lines.length, ...span },
      ...{ uploadedAt: deps.clock.now(), uploadedBy: by, withdrawnAt: null, withdrawnBy: null },
    }
    assert(inUse === undefined || inUse.versionId < version.versionId, 'versions sort by their time')
    await insertVersion(tx, version, read.lines)
    return version
  })
}

export const withdraw = async (deps: ReferenceDeps, versionId: string, by: PersonId): Promise<void> => {
  const isThere = await withdrawRow(deps.db.pool, versionId, { at: deps.clock.now(), by })
  if (!isThere) throw new AppError('not_found')
}

/** A page of versions of a table, newest first. */
export const listVersions = async (
  deps: ReferenceDeps,
  page: { table: ReferenceTableId; before: string | null; limit: number },
): Promise<{ versions: ReferenceVersion[]; more: boolean }> => {
  const rows = await readVersions(deps.db.pool, { ...page, limit: page.limit + 1 })
  return { versions: await present(deps, rows.slice(0, page.limit)), more: rows.length > page.limit }
}

/** A table that numbers are made of. */
export interface TableInUse {
  readonly table: ReferenceTableId
  readonly versionId: string
  readonly source: string
  readonly uploadedAt: string
  readonly rows: readonly ReferenceRow[]
}

/**
 * Reads the tables in use. A version never changes, so the rows of the one that was read last are kept for each table:
 * at most five tables of 100,000 rows.
 */
export const tablesInUse = ({ db }: ReferenceDeps): (() => Promise<TableInUse[]>) => {
  const kept = new Map<ReferenceTableId, TableInUse>()
  return async () => {
    const versions = await readInUse(db.pool)
    const tables: TableInUse[] = []
    for (const { table, versionId, source, uploadedAt } of versions) {
      const known = kept.get(table)
      const rows = known?.versionId === versionId ? known.rows : await readRows(db.pool, versionId)
      tables.push({ table, versionId, source, uploadedAt: uploadedAt.toISOString(), rows })
    }
    kept.clear()
    for (const one of tables) kept.set(one.table, one)
    return tables
  }
}
