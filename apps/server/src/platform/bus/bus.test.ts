import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { assetId, personId } from '@busker/contract'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { type Jobs, openJobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { type TestDatabase, createTestDatabase } from '../../testing/engines.ts'
import { createBus, createForwardingBus, deliverForwarded } from './index.ts'

let own: TestDatabase
let jobs: Jobs
const clock = systemClock()
const ids = systemIds(clock)

beforeAll(async () => {
  own = await createTestDatabase()
})
afterAll(() => own.close())
afterEach(() => jobs.stop())

const open = async () => {
  const connections = { connection: own.address, database: own.database }
  jobs = await openJobs({ ...connections, clock, log: silentLog(), dataFolderId: 'folder' })
  return createBus({ jobs })
}

const ready = () => ({ assetId: assetId.parse(ids.uuid()), ownerId: personId.parse(ids.uuid()) })

test('each consumer gets what was committed, and one that fails does not hold up the other', async () => {
  const bus = await open()
  const seen: string[] = []
  let failures = 1
  bus.on('media.ready', 'posts', async (event) => {
    if (failures > 0) {
      failures -= 1
      throw new RangeError('not now')
    }
    seen.push(`posts ${event.assetId}`)
  })
  bus.on('media.ready', 'feed', async (event) => void seen.push(`feed ${event.assetId}`))
  const event = ready()
  await own.database.transaction((tx) => bus.emit(tx, 'media.ready', event))
  await jobs.runOnce()
  expect(seen).toEqual([`feed ${event.assetId}`])
  await sql`update graphile_worker._private_jobs set run_at = 'epoch'`.execute(within(own.database.pool))
  await jobs.runOnce()
  expect(seen).toEqual([`feed ${event.assetId}`, `posts ${event.assetId}`])
})

test('a rolled back change tells nobody', async () => {
  const bus = await open()
  const seen: unknown[] = []
  bus.on('media.ready', 'posts', async (event) => void seen.push(event))
  const failing = own.database.transaction(async (tx) => {
    await bus.emit(tx, 'media.ready', ready())
    throw new RangeError('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  await jobs.runOnce()
  expect(seen).toEqual([])
})

test('an event nobody listens to is no job, and one of the wrong shape is refused', async () => {
  const bus = await open()
  await own.database.transaction((tx) => bus.emit(tx, 'media.ready', ready()))
  const wrong = { ...ready(), ownerId: personId.parse(ids.uuid()), assetId: '' }
  // Checked boundary of the test: the compiler would refuse this shape, a stored one may still have it.
  const emitting = own.database.transaction((tx) =>
    bus.emit(tx, 'media.ready', wrong as ReturnType<typeof ready>),
  )
  await expect(emitting).rejects.toThrow('assetId')
})

test('what a process without listeners emits reaches the consumers of another one, each once', async () => {
  const bus = await open()
  const seen: string[] = []
  bus.on('media.ready', 'posts', async (event) => void seen.push(`posts ${event.assetId}`))
  bus.on('media.ready', 'feed', async (event) => void seen.push(`feed ${event.assetId}`))
  deliverForwarded({ jobs, bus, database: own.database })
  const worker = createForwardingBus({ jobs })
  const [event, lost] = [ready(), ready()]
  await own.database.transaction((tx) => worker.emit(tx, 'media.ready', event))
  const failing = own.database.transaction(async (tx) => {
    await worker.emit(tx, 'media.ready', lost)
    throw new RangeError('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  await jobs.runOnce()
  expect(seen.toSorted()).toEqual([`feed ${event.assetId}`, `posts ${event.assetId}`])
})
