import { Worker } from 'node:worker_threads'
import type { Log } from '#platform/log'
import { RankerUnavailable } from './port.ts'
import type { Answers, FromThread, Question, ThreadData, Told, ToThread } from './protocol.ts'

/** A recommender that can be asked and told, wherever it runs. */
export interface Asked {
  /** The offset of the journal that it stands at; resolves when it can be told from there on. */
  readonly ready: Promise<number>
  ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]>
  tell(told: Told): Promise<void>
  /** Resolves when it ended without being told to. */
  readonly died: Promise<void>
  /** Stores what it knows and ends. */
  stop(): Promise<void>
  /** Ends it at once, as a fault would: for tests. */
  kill(): Promise<void>
}

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** A page has another way when this passed; other questions may take longer, and telling and storing very long. */
const pageMs = 250
const questionMs = 10_000
const stopMs = 20_000

class Thread implements Asked {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #ready = Promise.withResolvers<number>()
  readonly #died = Promise.withResolvers<void>()
  #lastId = 0
  #ended = false

  constructor(data: ThreadData, log: Log) {
    this.#worker = new Worker(new URL('./ranker.worker.ts', import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 64 },
    })
    // Whoever does not wait for the start learns of its end otherwise.
    this.#ready.promise.catch(() => undefined)
    this.#worker.on('message', (message: FromThread) => this.#hear(message))
    this.#worker.on('error', (error: unknown) => {
      log.error('feed.ranker_failed', error, {})
      this.#end('the thread of the recommender failed')
    })
    this.#worker.on('exit', () => this.#end('the thread of the recommender ended'))
  }

  get ready(): Promise<number> {
    return this.#ready.promise
  }

  get died(): Promise<void> {
    return this.#died.promise
  }

  async ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]> {
    const withinMs = question.kind === 'page' ? pageMs : questionMs
    // Checked boundary: `engine.ts` answers each question by its kind.
    return (await this.#send((id) => ({ id, question }), withinMs)) as Answers[Q['kind']]
  }

  async tell(told: Told): Promise<void> {
    await this.#send((id) => ({ id, told }), null)
  }

  async stop(): Promise<void> {
    if (!this.#ended) await this.#send((id) => ({ id, end: true }), stopMs).catch(() => undefined)
    await this.#worker.terminate()
  }

  async kill(): Promise<void> {
    await this.#worker.terminate()
  }

  #hear(message: FromThread): void {
    if ('ready' in message) return this.#ready.resolve(message.ready)
    const one = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if ('failure' in message) one?.reject(new RankerUnavailable(message.failure))
    else one?.resolve(message.answer)
  }

  #end(reason: string): void {
    if (this.#ended) return
    this.#ended = true
    const error = new RankerUnavailable(reason)
    for (const one of this.#waiting.values()) one.reject(error)
    this.#waiting.clear()
    this.#ready.reject(error)
    this.#died.resolve()
  }

  async #send(make: (id: number) => ToThread, withinMs: number | null): Promise<unknown> {
    if (this.#ended) throw new RankerUnavailable('the recommender is not there')
    this.#lastId += 1
    const id = this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.set(id, { resolve, reject })
    const tooLate = (): void => {
      this.#waiting.delete(id)
      reject(new RankerUnavailable(`the recommender did not answer within ${withinMs} ms`))
    }
    const timer = withinMs === null ? undefined : setTimeout(tooLate, withinMs)
    this.#worker.postMessage(make(id))
    return promise.finally(() => clearTimeout(timer))
  }
}

/**
 * Starts the recommender in a thread. Its memory is bounded by what it knows: typed arrays outside the heap, which is for
 * names and people.
 */
export const startThread = (data: ThreadData, log: Log): Asked => new Thread(data, log)
