import { assetId, type RealtimeMessage } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { silentLog } from '#platform/log'
import { openDatabase, within } from '#platform/postgres'
import { type TestDatabase, createEmptyDatabase } from '../../testing/engines.ts'
import { createHub, type Hub } from './hub.ts'
import { listenToRelay, openRelaySender, type RelayListener, type RelaySender } from './relay.ts'

const log = silentLog()
let own: TestDatabase
let listener: RelayListener
let sender: RelaySender

beforeAll(async () => {
  own = await createEmptyDatabase()
})
afterEach(async () => {
  await listener.stop()
  await sender.close()
})
afterAll(() => own.close())

const message = (filename: string): RealtimeMessage => ({
  type: 'asset.changed',
  asset: {
    ...{ state: 'queued', claimed: false, filename, createdAt: '2026-11-22T00:00:00.000Z' },
    assetId: assetId.parse('0199a000-0000-7000-8000-000000000001'),
  },
})

/** A browser of this person: what it was sent, and a promise of the first frame that contains a text. */
const watch = (hub: Hub, personId: string) => {
  const frames: string[] = []
  const waiters: { text: string; resolve: (frame: string) => void }[] = []
  const send = (frame: string) => {
    frames.push(frame)
    for (const { text, resolve } of waiters) if (frame.includes(text)) resolve(frame)
    return true
  }
  hub.subscribe(personId, null, { send, end: () => undefined })
  frames.splice(0)
  const seen = (text: string): Promise<string> => {
    const found = frames.find((frame) => frame.includes(text))
    if (found !== undefined) return Promise.resolve(found)
    const { promise, resolve } = Promise.withResolvers<string>()
    waiters.push({ text, resolve })
    return promise
  }
  return { frames, seen }
}

const openBoth = async () => {
  const hub = createHub({ bootId: 'api' })
  listener = listenToRelay({ address: own.address, hub, log })
  sender = openRelaySender({ database: own.database, log })
  await listener.ready
  return hub
}

test('what a process without browsers publishes reaches the browsers of another, in order', async () => {
  const hub = await openBoth()
  const [anna, ben] = [watch(hub, 'anna'), watch(hub, 'ben')]
  for (let n = 0; n < 50; n += 1) sender.publish('anna', message(`clip ${n}.mp4`))
  sender.publish('ben', message('last.mp4'))
  await ben.seen('last.mp4')
  const names = anna.frames.map((frame) => /clip (\d+)\.mp4/.exec(frame)?.[1])
  expect(names).toEqual(Array.from({ length: 50 }, (_, n) => String(n)))
  expect(ben.frames).toHaveLength(1)
})

test('a message that is too large for a notification becomes a reset', async () => {
  const hub = await openBoth()
  const anna = watch(hub, 'anna')
  sender.publish('anna', message('é'.repeat(4000)))
  expect(await anna.seen('event:')).toContain('event: reset')
})

test('after the connection was lost everybody reads anew, and later messages arrive', async () => {
  const hub = await openBoth()
  const anna = watch(hub, 'anna')
  sender.publish('anna', message('before.mp4'))
  const before = await anna.seen('before.mp4')
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen %'`.execute(within(own.database.pool))
  await anna.seen('event: reset')
  sender.publish('anna', message('after.mp4'))
  await anna.seen('after.mp4')
  // Somebody who was away in the meantime cannot resume across the gap.
  const late: string[] = []
  const lastEventId = /^id: (.+)$/m.exec(before)?.[1] ?? ''
  hub.subscribe('anna', lastEventId, { send: (frame) => late.push(frame) > 0, end: () => undefined })
  expect(late[0]).toContain('event: reset')
})

test('what cannot be sent becomes one reset once the database is back', async () => {
  const hub = createHub({ bootId: 'api' })
  listener = listenToRelay({ address: own.address, hub, log })
  await listener.ready
  const anna = watch(hub, 'anna')
  const gone = await openDatabase(own.address, { log, maximumConnections: 1 })
  await gone.close()
  let failures = 2
  const flaky = {
    ...own.database,
    get pool() {
      failures -= 1
      return failures < 0 ? own.database.pool : gone.pool
    },
  }
  sender = openRelaySender({ database: flaky, log })
  sender.publish('anna', message('one.mp4'))
  sender.publish('anna', message('two.mp4'))
  await anna.seen('event: reset')
  sender.publish('anna', message('three.mp4'))
  await anna.seen('three.mp4')
  expect(anna.frames).toHaveLength(2)
})

test('more than can wait becomes a reset as well', async () => {
  const hub = await openBoth()
  const anna = watch(hub, 'anna')
  for (let n = 0; n < 1500; n += 1) sender.publish('anna', message(`clip ${n}.mp4`))
  await anna.seen('clip 1499.mp4')
  const resetAt = anna.frames.findIndex((frame) => frame.includes('event: reset'))
  expect(resetAt).toBeGreaterThan(-1)
  // What follows the reset is complete again.
  const after = anna.frames.slice(resetAt + 1).map((frame) => Number(/clip (\d+)/.exec(frame)?.[1]))
  expect(after).toEqual(Array.from({ length: after.length }, (_, n) => 1500 - after.length + n))
})

test('strange notifications do no harm, and a message of a newer version becomes a reset', async () => {
  const hub = await openBoth()
  const anna = watch(hub, 'anna')
  const notify = (payload: string) =>
    sql`select pg_notify('busker_realtime', ${payload})`.execute(within(own.database.pool))
  for (const payload of ['', 'x', '{}', '[]', '{"personId":1}']) await notify(payload)
  await notify('{"personId":"anna","message":{"type":"from.the.future"}}')
  expect(await anna.seen('event:')).toContain('event: reset')
  expect(anna.frames).toHaveLength(1)
})
