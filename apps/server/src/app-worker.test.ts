import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assetId, personId } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadConfig, type Config } from '#config'
import { createForwardingBus } from '#platform/bus'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { defineJob } from '#platform/jobs'
import { silentLog } from '#platform/log'
import { type PostgresAddress, within } from '#platform/postgres'
import { createWorker, type Worker } from './app-worker.ts'
import { createApp } from './app.ts'
import { createTestApp, type TestApp } from './testing/test-app.ts'

const clock = systemClock()
const ids = systemIds(clock)
const log = silentLog()

let app: TestApp
let folder = ''
let worker: Worker | null = null

beforeAll(async () => {
  app = await createTestApp({ role: 'api' })
  folder = await mkdtemp(join(tmpdir(), 'busker-worker-'))
})
afterEach(async () => {
  await worker?.stop()
  worker = null
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true })
})

/** The address of the test's database as an operator would write it. */
const addressOf = (address: PostgresAddress): string =>
  typeof address === 'string'
    ? address
    : `postgres://${address.user}@${encodeURIComponent(address.host)}:${address.port}/${address.database}`

const workerConfig = (changes: Record<string, string> = {}): Config => ({
  ...loadConfig({
    ...{ BUSKER_ROLE: 'worker', BUSKER_DATA: folder, BUSKER_MEDIA: app.folder },
    DATABASE_URL: addressOf(app.engines.postgres),
    ...changes,
  }),
  ffmpegPath: app.config.ffmpegPath,
})

const open = async (): Promise<Worker> => {
  worker = await createWorker({ config: workerConfig(), clock, ids, log })
  return worker
}

const encode = defineJob({
  ...{ name: 'test.encode', payload: z.object({ n: z.int() }), maximumAttempts: 3 },
  pool: 'heavy',
})

test('a worker does the heavy jobs of the api, which does not', async () => {
  const { pool } = app.engines.db
  const { jobs, work } = await open()
  const done = Promise.withResolvers<number>()
  jobs.handle(encode, async ({ n }) => done.resolve(n))
  await app.jobs.enqueue(pool, encode, { n: 7 })
  await app.jobs.runOnce()
  expect(await app.jobs.list(pool, { names: [encode.name], limit: 1 })).toMatchObject([{ state: 'waiting' }])
  await work()
  expect(await done.promise).toBe(7)
  expect(await app.jobs.workers(pool)).toMatchObject([{ role: 'worker', pool: 'heavy' }])
})

test('what a worker emits is heard by the listeners of the api', async () => {
  const { db } = app.engines
  const { jobs } = await open()
  const bus = createForwardingBus({ jobs })
  const event = { assetId: assetId.parse(ids.uuid()), ownerId: personId.parse(ids.uuid()) }
  await db.transaction((tx) => bus.emit(tx, 'media.ready', event))
  const named = () => sql<{ name: string }>`select task_identifier as name from graphile_worker.jobs`
  expect((await named().execute(within(db.pool))).rows).toEqual([{ name: 'bus.forward' }])
  await app.jobs.runOnce()
  expect((await named().execute(within(db.pool))).rows).toEqual([])
})

test('a worker starts only beside an api that has prepared its database and its folder', async () => {
  const refusal = (config: Config) =>
    createWorker({ config, clock, ids, log }).catch((error: unknown) => error)
  expect(String(await refusal(workerConfig({ BUSKER_MEDIA: folder })))).toMatch(
    /^StartError: \S+ is not the media folder of a Busker: .* Set BUSKER_MEDIA/,
  )
  const elsewhere = addressOf(app.engines.postgres).replace(/\/[^/]*$/, '/postgres')
  expect(String(await refusal(workerConfig({ DATABASE_URL: elsewhere })))).toMatch(
    /^StartError: The database is not prepared by this version yet .* Start the api/,
  )
  expect(String(await refusal({ ...workerConfig(), ffmpegPath: '/nowhere/ffmpeg' }))).toMatch(
    /^StartError: A worker encodes videos, and there is no FFmpeg/,
  )
})

test('a command that needs a whole Busker says so in the settings of a worker', async () => {
  const opening = createApp({ config: workerConfig(), clock, ids, log })
  await expect(opening).rejects.toThrow('BUSKER_ROLE=worker is a part of one')
})
