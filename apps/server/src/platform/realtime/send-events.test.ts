import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { assetId, type RealtimeMessage } from '@busker/contract'
import { expect, onTestFinished, test } from 'vitest'
import { createHub } from './hub.ts'
import { sendEvents } from './send-events.ts'

const message = (text: string): RealtimeMessage => ({
  type: 'asset.changed',
  asset: {
    state: 'queued',
    claimed: false,
    assetId: assetId.parse('0199a000-0000-7000-8000-000000000001'),
    filename: text,
    createdAt: '2026-11-22T00:00:00.000Z',
  },
})

const startServer = async () => {
  const hub = createHub({ bootId: 'boot' })
  const heartbeats = new Set<() => void>()
  const subscribed: (() => void)[] = []
  const server = createServer((request, response) => {
    sendEvents(request, response, {
      hub,
      personId: 'me',
      headers: { 'x-request-id': 'r1' },
      every: (_, tick) => {
        heartbeats.add(tick)
        return () => heartbeats.delete(tick)
      },
    })
    for (const each of subscribed.splice(0)) each()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(async () => {
    hub.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const connect = async (lastEventId?: string): Promise<IncomingMessage> => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const request = get({ port, host: '127.0.0.1', headers })
    request.on('error', () => undefined)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.on('error', () => undefined)
    return response
  }
  return { hub, heartbeats, server, connect }
}

/** Reads until the text appears. */
const readUntil = async (response: IncomingMessage, wanted: string): Promise<string> => {
  let text = ''
  for (;;) {
    const chunk: Buffer | null = response.read()
    if (chunk !== null) text += chunk.toString()
    if (text.includes(wanted)) return text
    if (chunk === null) await once(response, 'readable')
  }
}

const until = async (condition: () => boolean): Promise<void> => {
  for (let turns = 0; turns < 100_000; turns += 1) {
    if (condition()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect.unreachable('the condition came true')
}

test('a stream begins with its id, brings messages and heartbeats, and resumes where it broke', async () => {
  const { hub, heartbeats, connect } = await startServer()
  const first = await connect()
  expect(first.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-request-id': 'r1',
  })
  expect(await readUntil(first, 'boot-0')).toBe('retry: 2000\n\nid: boot-0\n\n')
  hub.publish('me', message('one'))
  expect(await readUntil(first, 'one')).toMatch(/^id: boot-1\nevent: asset.changed\ndata: \{.*\}\n\n$/)
  for (const tick of heartbeats) tick()
  expect(await readUntil(first, 'still here')).toBe(': still here\n\n')
  first.destroy()
  await until(() => hub.streams === 0)
  expect(heartbeats.size).toBe(0)
  hub.publish('me', message('two'))
  const second = await connect('boot-1')
  const text = await readUntil(second, 'two')
  expect(text).not.toContain('one')
})

test('closing the hub ends the answers, so that the server can drain', async () => {
  const { hub, heartbeats, connect } = await startServer()
  const response = await connect()
  await readUntil(response, 'boot-0')
  hub.close()
  response.resume()
  await once(response, 'end')
  await until(() => heartbeats.size === 0)
})

test('a reader that does not read is dropped, and others are not held up', async () => {
  const { hub, connect } = await startServer()
  const slow = await connect()
  const quick = await connect()
  let quickBytes = 0
  quick.on('data', (chunk: Buffer) => (quickBytes += chunk.length))
  expect(hub.streams).toBe(2)
  const large = 'x'.repeat(50_000)
  let published = 0
  while (hub.streams === 2 && published < 2000) {
    hub.publish('me', message(large))
    published += 1
    const expected = published * large.length
    await until(() => quickBytes >= expected)
  }
  expect(hub.streams).toBe(1)
  expect(published).toBeGreaterThan(5)
  slow.destroy()
})
