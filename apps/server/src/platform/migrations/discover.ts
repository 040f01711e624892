import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { assert } from '#platform/assert'
import { hasErrno } from '#platform/errors'
import type { Migration } from './plan.ts'

const fileName = /^\d{8}T\d{4}_[a-z0-9_]+(\.clickhouse)?\.sql$/
const floors = ['platform', 'modules']

const list = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

const read = async (folder: string, file: string): Promise<Migration> => {
  assert(fileName.test(file), `${file} is named <yyyymmddThhmm>_<name>.sql or ….clickhouse.sql`)
  const sql = await readFile(join(folder, file), 'utf8')
  return {
    name: file.slice(0, -'.sql'.length),
    engine: file.endsWith('.clickhouse.sql') ? 'clickhouse' : 'postgres',
    checksum: createHash('sha256').update(sql).digest('hex'),
    sql,
  }
}

/**
 * Reads `platform/<x>/migrations` and `modules/<m>/migrations` below the server's source folder.
 *
 * @example const migrations = await discoverMigrations(join(import.meta.dirname))
 */
export const discoverMigrations = async (sourceFolder: string): Promise<Migration[]> => {
  const found: Migration[] = []
  for (const floor of floors) {
    for (const room of await list(join(sourceFolder, floor))) {
      const folder = join(sourceFolder, floor, room, 'migrations')
      const files = (await list(folder)).filter((file) => file.endsWith('.sql'))
      found.push(...(await Promise.all(files.map((file) => read(folder, file)))))
    }
  }
  return found
}
