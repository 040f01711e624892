import type { AssetId } from '@busker/contract'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/postgres'
import { renditionFile } from '../present.ts'
import { findAsset } from '../store/assets.ts'

/** What serving a file has to know of its asset. */
export interface AssetAccess {
  readonly restricted: boolean
  /** Bits per second by file name. */
  readonly bitrates: ReadonlyMap<string, number>
}

export interface AccessCache {
  /** Null: nothing of this asset may be served. With `fresh` the database is asked in any case. */
  of(assetId: AssetId, options?: { readonly fresh: boolean }): Promise<AssetAccess | null>
  /** Something of this asset has changed: it is asked for anew. */
  forget(assetId: AssetId): void
}

/** How long a change (restricted, deleted) in another process may go unnoticed; a player's many ranges cost one query in this time. */
const lifeMs = 5000
/** What is not ready now may be in a moment, so a "no" is kept only long enough to blunt a flood of questions. */
const lifeOfNoMs = 500
const mostEntries = 4000

interface Entry {
  readonly loaded: Promise<AssetAccess | null>
  untilMs: number
}

const load = async (db: Database, assetId: AssetId): Promise<AssetAccess | null> => {
  const row = await findAsset(db.pool, assetId)
  if (row?.state !== 'ready') return null
  const bitrates = row.renditions.map((one) => [renditionFile(one), one.bitrate] as const)
  return { restricted: row.restricted, bitrates: new Map(bitrates) }
}

/** Remembers the assets that are being watched. Requests that come together share one query. */
export const createAccessCache = (deps: { readonly db: Database; readonly clock: Clock }): AccessCache => {
  const { db, clock } = deps
  const entries = new Map<AssetId, Entry>()
  const ask = (assetId: AssetId): Promise<AssetAccess | null> => {
    const askedMs = clock.nowMs()
    const entry: Entry = { loaded: load(db, assetId), untilMs: askedMs + lifeMs }
    entries.delete(assetId)
    entries.set(assetId, entry)
    const [oldest] = entries.keys()
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
    entry.loaded.then(
      (access) => {
        if (access === null) entry.untilMs = askedMs + lifeOfNoMs
      },
      // The caller gets the error; the next one asks again.
      () => entries.get(assetId) === entry && entries.delete(assetId),
    )
    return entry.loaded
  }
  return {
    forget: (assetId) => void entries.delete(assetId),
    of: async (assetId, { fresh } = { fresh: false }) => {
      const known = entries.get(assetId)
      return known && !fresh && clock.nowMs() < known.untilMs ? known.loaded : ask(assetId)
    },
  }
}
