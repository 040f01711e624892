import { mkdir, rm } from 'node:fs/promises'
import type { Input } from '@busker/ranking'
import { sleep, type Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { consume, type Consumer, type Journal, type JournalRecord } from '#platform/journal'
import type { Log } from '#platform/log'
import { runInline } from './inline.ts'
import { journalKinds, type VectorsRecord } from './journal-inputs.ts'
import { RankerUnavailable, type RankerPort, type TellControl } from './port.ts'
import type { Answers, Question } from './protocol.ts'
import { startThread, type Asked } from './thread.ts'
import { inputOf } from './replay.ts'
import { vectorFitter } from './vectors.ts'

/** How the recommender runs: in a thread, in the calling thread (under virtual time), or not at all. */
export type RankerWay = 'thread' | 'inline' | 'off'

export interface HostParts {
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
  /** Where snapshots and vectors lie. */
  readonly folder: string
  readonly way: RankerWay
  /** Places of hashed features: a power of two. */
  readonly places: number
  /** Brings the videos that are known into step with those that may be served; whenever it starts. */
  reconcile(live: readonly string[]): Promise<void>
}

export interface RankerHost extends RankerPort {
  readonly tellControl: TellControl
  /** Begins to listen to the journal; safe to call again. */
  start(): void
  /** Resolves when pages are answered. */
  ready(): Promise<void>
  /** Resolves when the record at this offset was heard. */
  heard(offset: number): Promise<void>
  /** Ends the thread as a fault would; it starts again by itself. */
  fault(): Promise<void>
}

const batchSize = 2000
const longestPauseMs = 10_000
const hearMs = 5000

/** One life of the recommender: from its start to its end. */
interface Life {
  readonly asked: Asked
  readonly consumer: Consumer
}

export const openRanker = (parts: HostParts): RankerHost => {
  const { journal, clock, folder, way } = parts
  const log = parts.log.child({ module: 'feed' })
  const stopping = new AbortController()
  let life: Life | null = null
  let isReady = false
  let running: Promise<void> | null = null
  const waiting = new Set<() => void>()

  const fitter = vectorFitter({
    ...{ folder, log },
    pairs: () => ask({ kind: 'pairs' }),
    announce: async (file) => {
      await journal.append(journalKinds.vectors, { file } satisfies VectorsRecord)
    },
  })

  const onMissing = (file: string, error: unknown): void => log.error('feed.vectors_missing', error, { file })
  const hear = async (asked: Asked, records: readonly JournalRecord[]): Promise<void> => {
    const inputs: Input[] = []
    for (const record of records) {
      const input = await inputOf(record, { folder, onMissing })
      if (input !== null) inputs.push(input)
    }
    const last = records.at(-1)
    if (last === undefined) return
    await asked.tell({ inputs, offset: last.offset + 1 })
    if (way === 'thread') fitter.heard(inputs.filter(({ kind }) => kind === 'watch').length)
  }

  const begin = async (): Promise<Asked> => {
    if (way === 'inline') return runInline(parts.places)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const asked = startThread({ folder, places: parts.places }, log)
    const offset = await asked.ready
    if (offset <= journal.end) return asked
    // The journal is an older one, such as after a restore: what is known must be told again.
    await asked.kill()
    await rm(folder, { recursive: true, force: true })
    return begin()
  }
  const live = async (): Promise<void> => {
    const asked = await begin()
    const from = await asked.ready
    const checkpoint = { load: async () => from, save: async () => undefined }
    const handle = (records: readonly JournalRecord[]) => hear(asked, records)
    const consumer = consume(journal, { name: 'feed.ranker', checkpoint, batchSize, log, handle })
    life = { asked, consumer }
    await consumer.started
    if (journal.end > from) await Promise.race([consumer.caughtUp(journal.end - 1), asked.died])
    await parts.reconcile(await asked.ask({ kind: 'live' }))
    if (journal.end > 0) await Promise.race([consumer.caughtUp(journal.end - 1), asked.died])
    isReady = true
    log.event('feed.ranker_ready', { fromOffset: from, toOffset: journal.end })
    for (const wake of waiting) wake()
    waiting.clear()
    await Promise.race([
      asked.died,
      new Promise((resolve) => stopping.signal.addEventListener('abort', resolve)),
    ])
  }
  const end = async (): Promise<void> => {
    isReady = false
    const ended = life
    life = null
    if (ended === null) return
    // What is told to a thread that is gone fails; nothing is lost, the journal tells it again.
    await ended.consumer.stop()
    await ended.asked.stop()
  }
  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        await live()
      } catch (error) {
        log.error('feed.ranker_failed', error, {})
      }
      await end()
      if (!stopping.signal.aborted) log.event('feed.ranker_restarts', { failures: failures + 1 })
      if (!stopping.signal.aborted)
        await sleep(Math.min(longestPauseMs, 100 * 2 ** failures), stopping.signal)
    }
  }
  const start = (): void => {
    if (way !== 'off') running ??= run()
  }
  const ready = async (): Promise<void> => {
    start()
    if (isReady || way === 'off') return
    await new Promise<void>((resolve) => {
      waiting.add(resolve)
    })
  }
  const heard = async (offset: number): Promise<void> => {
    await ready()
    await life?.consumer.caughtUp(offset)
  }
  const ask = async <Q extends Question>(question: Q): Promise<Answers[Q['kind']]> => {
    start()
    // Under virtual time nothing is on its way: whoever asks is answered from all that was told before.
    if (way === 'inline') await (journal.end === 0 ? ready() : heard(journal.end - 1))
    if (life === null || !isReady) throw new RankerUnavailable('the recommender is not there yet')
    return life.asked.ask(question)
  }
  return {
    start,
    ready,
    heard,
    page: (request) => ask({ kind: 'page', request }),
    taste: (viewerId) => ask({ kind: 'taste', viewerId, atMs: clock.nowMs() }),
    explorations: async (videoIds) => new Map(await ask({ kind: 'explorations', videoIds })),
    topics: (most) => ask({ kind: 'topics', most }),
    tellControl: async (control) => {
      const offset = await journal.append(journalKinds.control, {
        ...{ kind: 'control', atMs: clock.nowMs() },
        ...control,
      })
      if (way === 'off') throw new AppError('overloaded')
      const late = new AbortController()
      const tooLate = sleep(hearMs, late.signal).then(() => {
        if (!late.signal.aborted) throw new AppError('overloaded')
      })
      await Promise.race([heard(offset), tooLate]).finally(() => late.abort())
    },
    fault: async () => {
      isReady = false
      await life?.asked.kill()
    },
    stop: async () => {
      stopping.abort()
      await fitter.stop()
      await running
    },
  }
}
