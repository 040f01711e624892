// Prints what a stopped data folder holds, as one line of JSON. Run: node report-data-folder.ts FOLDER
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { loadConfig } from '#config'
import { sleep, systemClock } from '#platform/clock'
import { acquireDataFolder } from '#platform/control'
import { systemIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { within, type Queryable } from '#platform/postgres'
import { createApp, type App } from '../app.ts'

/** Everything that a scenario compares with what the server had acknowledged. */
export interface DataFolderReport {
  readonly assets: {
    assetId: string
    ownerId: string
    filename: string
    state: string
    claimed: boolean
    complete: boolean
    /** Files of its sizes, and of what was made of it besides. */
    renditions: string[]
    extras: string[]
  }[]
  readonly posts: { postId: string; assetId: string; caption: string; state: string }[]
  readonly inventory: string[]
  readonly likes: { postId: string; personId: string }[]
  readonly likeCounts: { postId: string; likes: number }[]
  readonly seen: { viewerId: string; postId: string }[]
  readonly facts: { eventId: string; rows: number }[]
  readonly journalEnd: number
  /** Jobs that are due or failed; those that repeat themselves are left out. */
  readonly jobs: { job: string; attempts: number; error: string | null; assetId: string | null }[]
  /** SHA-256 of the bytes that arrived, by asset: complete ones are kept elsewhere than others. */
  readonly originals: Record<string, string>
  /** Every file below `blobs`, also those that the store does not list. */
  readonly blobFiles: string[]
  readonly scratch: string[]
  readonly uploads: string[]
}

const rowsOf = async <Row>(handle: Queryable, statement: string): Promise<Row[]> =>
  (await sql.raw<Row>(statement).execute(within(handle))).rows

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

const sha256 = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Bytes as they arrived: of uploads that are not complete yet, and of kept originals. */
const hashOriginals = async (paths: { uploads: string; blobs: string }): Promise<Record<string, string>> => {
  const folders = [paths.uploads, join(paths.blobs, 'originals')]
  const hashes = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => !name.includes('.'))
      return Promise.all(names.map(async (name) => [name, await sha256(join(folder, name))] as const))
    }),
  )
  return Object.fromEntries(hashes.flat())
}

const catchUpPollMs = 50
const catchUpPolls = 1200

/** Facts reach ClickHouse and the feed's memory of what was seen on their own; this waits for both. */
const catchUp = async (app: App): Promise<void> => {
  await app.telemetry.flushed()
  for (let poll = 0; poll < catchUpPolls; poll += 1) {
    const [row] = await rowsOf<{ offset: number }>(
      app.engines.db.pool,
      `select coalesce(max(journal_offset), 0)::int as offset from feed.progress where consumer = 'feed.seen'`,
    )
    if (row?.offset === app.engines.journal.end) return
    await sleep(catchUpPollMs)
  }
}

const reportRows = async (app: App) => {
  const { pool } = app.engines.db
  const rows = <Row>(statement: string) => rowsOf<Row>(pool, statement)
  return {
    assets: await rows<DataFolderReport['assets'][number]>(
      `select asset_id as "assetId", owner_id as "ownerId", filename, state, claimed, complete,
         (select coalesce(json_agg(name || case version when 1 then '' else '-' || version end || '.mp4'), '[]')
            from media.rendition where rendition.asset_id = asset.asset_id) as renditions,
         array_remove(array[case when poster is not null then 'poster-' || poster || '.webp' end,
           case when sprites is not null then 'sprites.webp' end,
           case when has_preview then 'preview.mp4' end], null) as extras
       from media.asset`,
    ),
    posts: await rows<DataFolderReport['posts'][number]>(
      `select post_id as "postId", asset_id as "assetId", caption, state from posts.post`,
    ),
    inventory: (await rows<{ id: string }>(`select post_id as id from feed.inventory`)).map(({ id }) => id),
    likes: await rows<DataFolderReport['likes'][number]>(
      `select post_id as "postId", person_id as "personId" from social.post_like`,
    ),
    likeCounts: await rows<DataFolderReport['likeCounts'][number]>(
      `select post_id as "postId", likes::int from social.like_count`,
    ),
    seen: await rows<DataFolderReport['seen'][number]>(
      `select viewer_id as "viewerId", post_id as "postId" from feed.seen`,
    ),
    // What repeats itself for ever waits under its own name, and is no left-over.
    jobs: await rows<DataFolderReport['jobs'][number]>(
      `select job.task_identifier as job, job.attempts::int, job.last_error as error,
         kept.payload ->> 'assetId' as "assetId"
       from graphile_worker.jobs as job join graphile_worker._private_jobs as kept using (id)
       where job.key is distinct from job.task_identifier`,
    ),
  }
}

const report = async (app: App): Promise<DataFolderReport> => {
  await catchUp(app)
  const { paths, clickhouse, journal } = app.engines
  return {
    ...(await reportRows(app)),
    facts: await clickhouse.query<DataFolderReport['facts'][number]>(
      'SELECT toString(event_id) AS eventId, toUInt32(count()) AS rows FROM telemetry_view GROUP BY event_id',
    ),
    journalEnd: journal.end,
    originals: await hashOriginals(paths),
    blobFiles: await filesBelow(paths.blobs),
    scratch: await filesBelow(paths.scratch),
    uploads: await filesBelow(paths.uploads),
  }
}

const main = async (dataFolder: string | undefined): Promise<void> => {
  const config = loadConfig({ ...process.env, BUSKER_DATA: dataFolder })
  const log = silentLog()
  const folder = await acquireDataFolder(config.dataFolder, { log })
  try {
    const clock = systemClock()
    const app = await createApp({ config, clock, ids: systemIds(clock), log })
    try {
      process.stdout.write(`${JSON.stringify(await report(app))}\n`)
    } finally {
      await app.stop()
    }
  } finally {
    await folder.release()
  }
}

await main(process.argv[2])
