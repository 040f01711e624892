import { mkdir, rm } from 'node:fs/promises'
import type { Exploration, Input, Page, PageRequest, Taste } from '@busker/ranking'
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

const nothingBelieved: Taste = { learning: true, watched: 0, topics: [], creators: [] }

class Host implements RankerHost {
  readonly #parts: HostParts
  readonly #log: Log
  readonly #stopping = new AbortController()
  readonly #stopped = Promise.withResolvers<void>()
  readonly #fitter: ReturnType<typeof vectorFitter>
  #waiting: (() => void)[] = []
  #life: Life | null = null
  #isReady = false
  #running: Promise<void> | null = null

  constructor(parts: HostParts) {
    this.#parts = parts
    this.#log = parts.log.child({ module: 'feed' })
    this.#fitter = vectorFitter({
      ...{ folder: parts.folder, log: this.#log },
      pairs: () => this.#ask({ kind: 'pairs' }),
      announce: async (file) => {
        await parts.journal.append(journalKinds.vectors, { file } satisfies VectorsRecord)
      },
    })
  }

  /** No recommender runs here: nothing is believed of anybody, and pages are in the order of time. */
  get #isOff(): boolean {
    return this.#parts.way === 'off'
  }

  start(): void {
    if (!this.#isOff) this.#running ??= this.#run()
  }

  async ready(): Promise<void> {
    this.start()
    if (this.#isReady || this.#isOff) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  async heard(offset: number): Promise<void> {
    await this.ready()
    await this.#life?.consumer.caughtUp(offset)
  }

  page(request: PageRequest): Promise<Page> {
    return this.#ask({ kind: 'page', request })
  }

  async taste(viewerId: string): Promise<Taste> {
    return this.#isOff
      ? nothingBelieved
      : this.#ask({ kind: 'taste', viewerId, atMs: this.#parts.clock.nowMs() })
  }

  async explorations(videoIds: readonly string[]): Promise<Map<string, Exploration>> {
    return new Map(this.#isOff ? [] : await this.#ask({ kind: 'explorations', videoIds }))
  }

  async topics(most: number): Promise<Answers['topics']> {
    return this.#isOff ? [] : this.#ask({ kind: 'topics', most })
  }

  readonly tellControl: TellControl = async (control) => {
    const { journal, clock } = this.#parts
    const told = { kind: 'control', atMs: clock.nowMs(), ...control }
    const offset = await journal.append(journalKinds.control, told)
    // It is heard by whoever learns from this journal later.
    if (this.#isOff) return
    const late = new AbortController()
    const tooLate = sleep(hearMs, late.signal).then(() => {
      if (!late.signal.aborted) throw new AppError('overloaded')
    })
    await Promise.race([this.heard(offset), tooLate]).finally(() => late.abort())
  }

  async fault(): Promise<void> {
    this.#isReady = false
    await this.#life?.asked.kill()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#stopped.resolve()
    await this.#fitter.stop()
    await this.#running
    this.#wake()
  }

  async #ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]> {
    const { journal, way } = this.#parts
    this.start()
    // Under virtual time nothing is on its way: whoever asks is answered from all that was told before.
    if (way === 'inline') await (journal.end === 0 ? this.ready() : this.heard(journal.end - 1))
    if (this.#life === null || !this.#isReady) throw new RankerUnavailable('the recommender is not there yet')
    return this.#life.asked.ask(question)
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** One life after the other, until it is stopped. */
  async #run(): Promise<void> {
    const { signal } = this.#stopping
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.#live()
      } catch (error) {
        this.#log.error('feed.ranker_failed', error, {})
      }
      if (this.#isReady) failures = 0
      await this.#end()
      if (signal.aborted) return
      this.#log.event('feed.ranker_restarts', { failures: failures + 1 })
      await sleep(Math.min(longestPauseMs, 100 * 2 ** failures), signal)
    }
  }

  async #live(): Promise<void> {
    const { journal } = this.#parts
    const asked = await this.#begin()
    const from = await asked.ready
    const consumer = consume(journal, {
      ...{ name: 'feed.ranker', batchSize, log: this.#log },
      checkpoint: { load: async () => from, save: async () => undefined },
      handle: (records) => this.#hear(asked, records),
    })
    this.#life = { asked, consumer }
    await consumer.started
    const ended = Promise.race([asked.died, this.#stopped.promise])
    if (journal.end > from) await Promise.race([consumer.caughtUp(journal.end - 1), ended])
    if (this.#stopping.signal.aborted) return
    await this.#parts.reconcile(await asked.ask({ kind: 'live' }))
    if (journal.end > 0) await Promise.race([consumer.caughtUp(journal.end - 1), ended])
    this.#isReady = true
    this.#log.event('feed.ranker_ready', { fromOffset: from, toOffset: journal.end })
    this.#wake()
    await ended
  }

  async #begin(): Promise<Asked> {
    const { journal, way, places, folder } = this.#parts
    if (way === 'inline') return runInline(places)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const asked = startThread({ folder, places }, this.#log)
    if ((await asked.ready) <= journal.end) return asked
    // The journal is an older one, such as after a restore: what is known must be told again.
    await asked.kill()
    await rm(folder, { recursive: true, force: true })
    return this.#begin()
  }

  async #hear(asked: Asked, records: readonly JournalRecord[]): Promise<void> {
    const { folder, way } = this.#parts
    const inputs: Input[] = []
    for (const record of records) {
      const input = await inputOf(record, {
        folder,
        onMissing: (file, error) => this.#log.error('feed.vectors_missing', error, { file }),
      })
      if (input !== null) inputs.push(input)
    }
    const last = records.at(-1)
    if (last === undefined) return
    await asked.tell({ inputs, offset: last.offset + 1 })
    if (way === 'thread') this.#fitter.heard(inputs.filter(({ kind }) => kind === 'watch').length)
  }

  async #end(): Promise<void> {
    this.#isReady = false
    const ended = this.#life
    this.#life = null
    if (ended === null) return
    // What is told to a thread that is gone fails; nothing is lost, the journal tells it again.
    await ended.consumer.stop()
    await ended.asked.stop()
  }
}

/** Runs the recommender: tells it the journal, answers from it, and starts it again when it ends. */
export const openRanker = (parts: HostParts): RankerHost => new Host(parts)
