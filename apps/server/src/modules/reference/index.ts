import {
  listReferences,
  listReferenceVersions,
  previewReference,
  saveReference,
  withdrawReference,
  type ReferenceTableName,
} from '@busker/contract'
import { referenceTableIds, referenceTables, type ReferenceColumn } from '@busker/metrics'
import type { FastifyInstance } from 'fastify'
import { assert } from '#platform/assert'
import { route } from '#platform/http'
import { formOf } from './rules/read-table.ts'
import { countVersions, readInUse } from './store/versions.ts'
import { listVersions, present, preview, save, tablesInUse, withdraw } from './versions.ts'
import type { ReferenceDeps, TableInUse } from './versions.ts'

export type { ReferenceDeps, TableInUse } from './versions.ts'

/** Dated tables of what the facts cannot know, each from a file with its source. */
export interface Reference {
  /** Of each table the version that is valid now, with its rows. */
  inUse(): Promise<readonly TableInUse[]>
  serve(app: FastifyInstance): void
}

const columnsOf = (table: ReferenceTableName): { name: string; form: string }[] =>
  Object.entries<ReferenceColumn>(referenceTables[table].columns).map(([name, column]) => ({
    name,
    form: formOf(column).sentence,
  }))

const overview = async (deps: ReferenceDeps) => {
  const [rows, counts] = await Promise.all([readInUse(deps.db.pool), countVersions(deps.db.pool)])
  const inUse = new Map((await present(deps, rows)).map((version) => [version.table, version]))
  return referenceTableIds.map((table) => ({
    table,
    columns: columnsOf(table),
    inUse: inUse.get(table) ?? null,
    versions: counts.get(table) ?? 0,
  }))
}

/**
 * Wires the module.
 *
 * @example const reference = createReference({ db, clock, ids, identity })
 */
export const createReference = (deps: ReferenceDeps): Reference => ({
  inUse: tablesInUse(deps),
  serve: (app) => {
    route(app, listReferences, async () => ({ tables: await overview(deps) }))
    route(app, listReferenceVersions, ({ params, query }) =>
      listVersions(deps, { ...params, limit: query.limit, before: query.before ?? null }),
    )
    route(app, previewReference, async ({ params, body }) => preview(params.table, body.text))
    route(app, saveReference, async ({ params, body, viewer }) => {
      const saved = await save(deps, { ...params, ...body, by: viewer.personId })
      const [version] = await present(deps, [saved])
      assert(version !== undefined, 'one version is presented as one')
      return { version }
    })
    route(app, withdrawReference, async ({ params, viewer }) => {
      await withdraw(deps, params.versionId, viewer.personId)
      return {}
    })
  },
})
