// Looks for texts in everything that a stopped data folder keeps of imported files, and prints one line of JSON: where each
// was found. Run: echo '["text", …]' | node find-texts.ts FOLDER
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { sql } from 'kysely'
import { z } from 'zod'
import { loadConfig } from '#config'
import { systemClock } from '#platform/clock'
import { acquireDataFolder } from '#platform/control'
import { systemIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { createApp, type App } from '../app.ts'
import { tracesIn } from './traces.ts'

/** A place, how much there is in it, and which of the texts. */
export interface TextsFound {
  readonly place: string
  readonly characters: number
  readonly found: readonly string[]
}

interface Place {
  readonly place: string
  readonly text: string | Buffer
}

const tablesOf = async ({ engines }: App): Promise<Place[]> => {
  const { rows } = await sql<Place>`select format('%s.%s', table_schema, table_name) as place,
      coalesce(query_to_xml(format('select * from %I.%I', table_schema, table_name), true, false, '')::text, '') as text
    from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`.execute(
    within(engines.db.pool),
  )
  return rows
}

/** Columns of text, of all tables of module outside. */
const columnsOf = async ({ engines: { clickhouse } }: App): Promise<Place[]> => {
  const columns = await clickhouse.query<{ table: string; name: string }>(
    `SELECT table, name FROM system.columns
     WHERE database = currentDatabase() AND startsWith(table, 'outside_') AND type LIKE '%String%'`,
  )
  const places: Place[] = []
  for (const { table, name } of columns) {
    const rows = await clickhouse.query<{ text: string }>(`SELECT DISTINCT ${name} AS text FROM ${table}`)
    places.push({ place: `${table}.${name}`, text: rows.map(({ text }) => text).join('\n') })
  }
  return places
}

const filesBelow = async (folder: string): Promise<Place[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const places: Place[] = []
  for (const place of files) places.push({ place, text: await readFile(place) })
  return places
}

/**
 * Folders that are searched byte by byte: what the engines write beside their tables (logs, marks, what waits to be
 * written), uploads, media and files on their way among them. Tables themselves are packed, and read above.
 */
const searched = ['journal', 'log', 'imports', 'facts', 'blobs', 'uploads', 'work', 'scratch']

const main = async (dataFolder: string): Promise<void> => {
  const texts = z.array(z.string().min(4)).parse(JSON.parse(await readText(process.stdin)))
  const config = loadConfig({ ...process.env, BUSKER_DATA: dataFolder })
  const log = silentLog()
  const folder = await acquireDataFolder(config.dataFolder, { log })
  const clock = systemClock()
  try {
    const app = await createApp({ config, clock, ids: systemIds(clock), log })
    const places = await Promise.all([tablesOf(app), columnsOf(app)]).finally(() => app.stop())
    const files = await Promise.all(searched.map((name) => filesBelow(join(dataFolder, name))))
    const found = [...places, ...files].flat().map(({ place, text }): TextsFound => ({
      ...{ place, characters: text.length },
      found: tracesIn(text, texts),
    }))
    process.stdout.write(`${JSON.stringify(found)}\n`)
  } finally {
    await folder.release()
  }
}

await main(process.argv[2] ?? '')
