import { assetId, type RealtimeMessage } from '@busker/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHub, type Hub, type HubOptions } from './hub.ts'

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

/** Reads frames as a browser does: the id counts even without data, the message only with data. */
const parse = (frames: string) =>
  frames
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      return { id: field('id') ?? '', data: field('data') }
    })

/** A client that reads its person's stream, loses the connection at times and resumes. */
const createClient = (hub: () => Hub, personId: string) => {
  const seen: string[] = []
  let resets = 0
  let lastEventId: string | null = null
  let unsubscribe: (() => void) | null = null
  return {
    seen,
    get resets() {
      return resets
    },
    connect: (published: readonly string[], survives: number) => {
      if (unsubscribe !== null) return
      let arriving = survives
      unsubscribe = hub().subscribe(personId, lastEventId, {
        // The server writes into a connection that is already dead: nothing of it arrives.
        send: (frames) => {
          for (const { id, data } of parse(frames)) {
            if (arriving === 0) break
            arriving -= 1
            lastEventId = id
            if (data === undefined) continue
            const received = JSON.parse(data)
            if (received.type !== 'reset') seen.push(received.asset.filename)
            else {
              resets += 1
              seen.splice(0, seen.length, ...published)
            }
          }
          return true
        },
        end: () => {
          unsubscribe = null
        },
      })
    },
    disconnect: () => {
      unsubscribe?.()
      unsubscribe = null
    },
  }
}

type Step =
  | { do: 'publish'; person: string }
  | { do: 'connect'; survives: number }
  | { do: 'cut' }
  | { do: 'miss' }
  | { do: 'restart' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('publish' as const), person: fc.constantFrom('me', 'b', 'c') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('connect' as const), survives: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('miss' as const) }) },
)

const smallLimits: fc.Arbitrary<Partial<HubOptions>> = fc.record({
  eventsPerTopic: fc.integer({ min: 1, max: 6 }),
  topics: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 100, max: 4000 }),
})

const runSteps = (steps: readonly Step[], limits: Partial<HubOptions>) => {
  let boots = 1
  let hub = createHub({ bootId: 'boot1', ...limits })
  const published: string[] = []
  const client = createClient(() => hub, 'me')
  client.connect(published, Infinity)
  const perform = (each: Step) => {
    if (each.do === 'cut') client.disconnect()
    else if (each.do === 'connect') client.connect(published, each.survives)
    else if (each.do === 'restart') {
      hub.close()
      boots += 1
      hub = createHub({ bootId: `boot${boots}`, ...limits })
    } else if (each.do === 'miss') {
      // A message that never reached this process.
      published.push(`${published.length}`)
      hub.resetAll()
    } else {
      const text = `${published.length}`
      if (each.person === 'me') published.push(text)
      hub.publish(each.person, message(text))
    }
  }
  for (const each of steps) perform(each)
  client.disconnect()
  client.connect(published, Infinity)
  return { client, published, hub }
}

describe('resuming', () => {
  test('law: whenever a client is cut off and resumes, it has every message once and in order, or was reset', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), smallLimits, (steps, limits) => {
        const { client, published } = runSteps(steps, limits)
        expect(client.seen).toEqual(published)
      }),
      { numRuns: 500 },
    )
  })

  test('law: with room enough and no restart there is never a reset', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { client, published } = runSteps(
          steps.filter((each) => each.do !== 'restart' && each.do !== 'miss'),
          {},
        )
        expect(client.seen).toEqual(published)
        expect(client.resets).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  test('ids that this process did not give are answered by a reset', () => {
    const hub = createHub({ bootId: 'now' })
    hub.publish('me', message('1'))
    for (const lastEventId of ['before-1', 'now-2', 'now-', 'now-x', 'now', 'now-1.5', 'x', 'now--1']) {
      const frames: string[] = []
      hub.subscribe('me', lastEventId, { send: (frame) => frames.push(frame) > 0, end: () => undefined })
      expect(frames).toEqual(['id: now-1\nevent: reset\ndata: {"type":"reset"}\n\n'])
    }
  })

  test('a backfill that is larger than reading anew becomes a reset', () => {
    const hub = createHub({ bootId: 'now' })
    for (let index = 0; index < 3; index += 1) hub.publish('me', message('x'.repeat(60_000)))
    const frames: string[] = []
    hub.subscribe('me', 'now-0', { send: (frame) => frames.push(frame) > 0, end: () => undefined })
    expect(frames).toEqual(['id: now-3\nevent: reset\ndata: {"type":"reset"}\n\n'])
  })
})

describe('limits', () => {
  const silent = { send: () => true, end: () => undefined }

  test('messages go to their person only', () => {
    const hub = createHub({ bootId: 'now' })
    const frames: string[] = []
    hub.subscribe('me', null, { send: (frame) => frames.push(frame) > 0, end: () => undefined })
    hub.publish('other', message('secret'))
    hub.publish('me', message('mine'))
    expect(frames.join('')).not.toContain('secret')
    expect(frames.join('')).toContain('mine')
  })

  test('a reader that is too slow is ended and no longer counted', () => {
    const hub = createHub({ bootId: 'now' })
    let ended = 0
    const sink = { send: (frame: string) => !frame.includes('too much'), end: () => (ended += 1) }
    hub.subscribe('me', null, sink)
    hub.publish('me', message('fine'))
    expect(hub.streams).toBe(1)
    hub.publish('me', message('too much'))
    hub.publish('me', message('too much'))
    expect([ended, hub.streams]).toEqual([1, 0])
  })

  test('too many streams are refused, of one person and in all', () => {
    const hub = createHub({ bootId: 'now', streamsPerPerson: 2, streams: 3 })
    hub.subscribe('me', null, { ...silent })
    const leave = hub.subscribe('me', null, { ...silent })
    expect(() => hub.subscribe('me', null, { ...silent })).toThrow(
      expect.objectContaining({ code: 'rate_limited' }),
    )
    hub.subscribe('b', null, { ...silent })
    expect(() => hub.subscribe('c', null, { ...silent })).toThrow(
      expect.objectContaining({ code: 'overloaded' }),
    )
    leave()
    leave()
    expect(hub.streams).toBe(2)
    hub.subscribe('c', null, { ...silent })
  })

  test('signing out ends the streams of that person, closing ends all', () => {
    const hub = createHub({ bootId: 'now' })
    const ended: string[] = []
    for (const person of ['a', 'b', 'c'])
      hub.subscribe(person, null, { send: () => true, end: () => ended.push(person) })
    hub.disconnect('b')
    expect(ended).toEqual(['b'])
    hub.close()
    expect(ended.toSorted()).toEqual(['a', 'b', 'c'])
    expect(() => hub.subscribe('a', null, silent)).toThrow(expect.objectContaining({ code: 'shutting_down' }))
    hub.publish('a', message('into the void'))
  })
})
