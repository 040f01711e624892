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

/**
 * Starts the recommender in a thread. Its memory is bounded by what it knows: typed arrays outside the heap, which is for
 * names and people.
 */
export const startThread = (data: ThreadData, log: Log): Asked => {
  const worker = new Worker(new URL('./ranker.worker.ts', import.meta.url), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 64 },
  })
  const waiting = new Map<number, Waiting>()
  const ready = Promise.withResolvers<number>()
  const died = Promise.withResolvers<void>()
  ready.promise.catch(() => undefined)
  let lastId = 0
  let ended = false

  const end = (reason: string): void => {
    if (ended) return
    ended = true
    const error = new RankerUnavailable(reason)
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
    ready.reject(error)
    died.resolve()
  }
  worker.on('message', (message: FromThread) => {
    if ('ready' in message) return ready.resolve(message.ready)
    const one = waiting.get(message.id)
    waiting.delete(message.id)
    if ('failure' in message) one?.reject(new RankerUnavailable(message.failure))
    else one?.resolve(message.answer)
  })
  worker.on('error', (error: unknown) => {
    log.error('feed.ranker_failed', error, {})
    end('the thread of the recommender failed')
  })
  worker.on('exit', () => end('the thread of the recommender ended'))

  const send = (make: (id: number) => ToThread, withinMs: number | null): Promise<unknown> => {
    if (ended) return Promise.reject(new RankerUnavailable('the recommender is not there'))
    lastId += 1
    const id = lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const timer =
      withinMs === null
        ? undefined
        : setTimeout(() => {
            waiting.delete(id)
            reject(new RankerUnavailable(`the recommender did not answer within ${withinMs} ms`))
          }, withinMs)
    waiting.set(id, {
      resolve: (answer) => {
        clearTimeout(timer)
        resolve(answer)
      },
      reject: (error) => {
        clearTimeout(timer)
        reject(error)
      },
    })
    worker.postMessage(make(id))
    return promise
  }
  return {
    ready: ready.promise,
    died: died.promise,
    // Checked boundary: `engine.ts` answers each question by its kind.
    ask: <Q extends Question>(question: Q) =>
      send((id) => ({ id, question }), question.kind === 'page' ? pageMs : questionMs) as Promise<
        Answers[Q['kind']]
      >,
    tell: async (told) => {
      await send((id) => ({ id, told }), null)
    },
    stop: async () => {
      if (!ended) await send((id) => ({ id, end: true }), stopMs).catch(() => undefined)
      await worker.terminate()
    },
    kill: async () => {
      await worker.terminate()
    },
  }
}
