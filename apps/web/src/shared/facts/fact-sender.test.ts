import type { ViewEvent } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { uuidv7 } from '#shared/clock'
import { memoryStorage } from '#shared/storage'
import { createPlaybackQueue, createViewQueue } from './fact-queue.ts'
import type { SenderWorld } from './fact-sender.ts'
import { createFactSender } from './fact-sender.ts'

const event = (index: number): ViewEvent => ({
  eventId: uuidv7(1_000_000 + index),
  viewId: uuidv7(1_000_000),
  seq: index,
  postId: 'post' as ViewEvent['postId'],
  slotId: null,
  surface: 'feed',
  startedAt: '2026-11-22T10:00:00.000Z',
  clientTime: '2026-11-22T10:00:03.000Z',
  visibleMs: 3000,
  played: [[0, 3000]],
  durationMs: 10_000,
  soundOn: false,
})

type Answer = 'ok' | { status: number; retryAfterMs: number | null }

/** A world with a server that answers as told, and timers that run when asked. */
const makeWorld = (answer: (seqs: number[]) => Answer) => {
  const sent: number[][] = []
  const timers: { afterMs: number; work: () => void }[] = []
  const world = {
    online: true,
    timeZone: 'Europe/Madrid',
    nowIso: () => '2026-11-22T10:00:04.000Z',
    send: ({ events }: { events: { seq: number }[] }) => {
      const seqs = events.map(({ seq }) => seq)
      sent.push(seqs)
      const result = answer(seqs)
      return result === 'ok' ? Promise.resolve() : Promise.reject(Object.assign(new Error('refused'), result))
    },
    schedule: (afterMs: number, work: () => void) => {
      const timer = { afterMs, work }
      timers.push(timer)
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1))
    },
  }
  const runTimer = async (): Promise<number> => {
    const timer = timers.shift()
    timer?.work()
    await new Promise((resolve) => setImmediate(resolve))
    return timer?.afterMs ?? -1
  }
  return { world: world satisfies SenderWorld<ViewEvent>, sent, timers, runTimer }
}

describe('the queue', () => {
  test('keeps reports in order of age and through a new page', () => {
    const storage = memoryStorage()
    for (const index of [2, 0, 1]) createViewQueue(storage).push(event(index))
    const limits = { count: 10, bytes: 100_000 }
    expect(
      createViewQueue(storage)
        .peek(limits)
        .map(({ seq }) => seq),
    ).toEqual([0, 1, 2])
  })

  test('drops the oldest when it is full, and counts them', () => {
    const queue = createViewQueue(memoryStorage(), 3)
    for (const index of [0, 1, 2, 3, 4]) queue.push(event(index))
    expect(queue.size).toBe(3)
    expect(queue.dropped).toBe(2)
    expect(queue.peek({ count: 9, bytes: 100_000 }).map(({ seq }) => seq)).toEqual([2, 3, 4])
  })

  test('a batch stays within its bytes but never is empty', () => {
    const queue = createViewQueue(memoryStorage())
    for (const index of [0, 1, 2]) queue.push(event(index))
    const one = JSON.stringify(event(0)).length + 1
    expect(queue.peek({ count: 9, bytes: 2 * one })).toHaveLength(2)
    expect(queue.peek({ count: 9, bytes: 10 })).toHaveLength(1)
  })

  test('keeps kinds apart in one storage', () => {
    const storage = memoryStorage()
    createViewQueue(storage).push(event(0))
    const playings = createPlaybackQueue(storage)
    expect(playings.size).toBe(0)
    playings.remove([event(0).eventId])
    expect(createViewQueue(storage).size).toBe(1)
  })

  test('a damaged entry is thrown away', () => {
    const storage = memoryStorage()
    storage.set('busker.view.0', '{half')
    const queue = createViewQueue(storage)
    queue.push(event(1))
    expect(queue.peek({ count: 9, bytes: 100_000 })).toHaveLength(1)
    expect(queue.size).toBe(1)
  })
})

describe('the sender', () => {
  test('forgets a report only when the server has it', async () => {
    const queue = createViewQueue(memoryStorage())
    queue.push(event(0))
    const { world, sent } = makeWorld(() => 'ok')
    await createFactSender(queue, world).flush({ keepalive: true })
    expect(sent).toEqual([[0]])
    expect(queue.size).toBe(0)
  })

  test('keeps everything while the server is away, backs off, and sends it once it is back', async () => {
    const queue = createViewQueue(memoryStorage())
    queue.push(event(0))
    let answer: Answer = { status: 0, retryAfterMs: null }
    const { world, sent, runTimer } = makeWorld(() => answer)
    const sender = createFactSender(queue, world)
    await sender.flush({ keepalive: false })
    const waits = [await runTimer(), await runTimer(), await runTimer()]
    expect(waits).toEqual([3000, 6000, 12_000])
    expect(queue.size).toBe(1)
    answer = 'ok'
    await runTimer()
    expect(queue.size).toBe(0)
    expect(sent).toHaveLength(5)
  })

  test('waits as long as Retry-After says', async () => {
    const queue = createViewQueue(memoryStorage())
    queue.push(event(0))
    const { world, timers } = makeWorld(() => ({ status: 503, retryAfterMs: 30_000 }))
    await createFactSender(queue, world).flush({ keepalive: false })
    expect(timers.map(({ afterMs }) => afterMs)).toEqual([30_000])
  })

  test('finds the one report that the server refuses and sends the rest', async () => {
    const queue = createViewQueue(memoryStorage())
    for (const index of [0, 1, 2]) queue.push(event(index))
    const { world, runTimer } = makeWorld((seqs) =>
      seqs.includes(1) ? { status: 400, retryAfterMs: null } : 'ok',
    )
    await createFactSender(queue, world).flush({ keepalive: false })
    for (let round = 0; round < 6; round++) await runTimer()
    expect(queue.size).toBe(0)
  })

  test('sends what was queued while a batch is under way, after it', async () => {
    const queue = createViewQueue(memoryStorage())
    queue.push(event(0))
    const { world, sent } = makeWorld(() => 'ok')
    const sender = createFactSender(queue, world)
    const first = sender.flush({ keepalive: false })
    queue.push(event(1))
    await sender.flush({ keepalive: false })
    expect(sent).toEqual([[0], [1]])
    expect(queue.size).toBe(0)
    await first
  })

  test('sends nothing without a network', async () => {
    const queue = createViewQueue(memoryStorage())
    queue.push(event(0))
    const { world, sent } = makeWorld(() => 'ok')
    await createFactSender(queue, { ...world, online: false }).flush({ keepalive: false })
    expect(sent).toEqual([])
    expect(queue.size).toBe(1)
  })
})
