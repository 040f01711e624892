// The recommender in a thread of its own. Questions are answered as they arrive; inputs are told in slices in between.
import { setImmediate as afterOthers } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#platform/assert'
import { answer, tellInSlices } from './engine.ts'
import type { FromThread, ThreadData, ToThread } from './protocol.ts'
import { restoreRecommender } from './restore.ts'
import { openSnapshots } from './snapshots.ts'

assert(parentPort !== null, 'the recommender runs in a thread')
const port = parentPort
// Checked boundary: only `thread.ts` starts this file.
const { folder, places } = workerData as ThreadData

const say = (message: FromThread): void => port.postMessage(message)
const snapshots = openSnapshots(folder)
const { recommender, offset: from } = await restoreRecommender(folder, places)
let offset = from
/** Inputs are told one batch after the other. */
let telling: Promise<void> = Promise.resolve()

const slices = { nowMs: () => performance.now(), yield: () => afterOthers() }
/** A snapshot after so many inputs, so that a start does not repeat more than that. */
const storeEvery = 200_000
let storedAt = recommender.told

const store = async (): Promise<void> => {
  await snapshots.store({ state: recommender.save(), offset })
  storedAt = recommender.told
}

const hear = async (message: Extract<ToThread, { told: unknown }>): Promise<void> => {
  await tellInSlices(recommender, message.told.inputs, slices)
  offset = message.told.offset
  say({ id: message.id, answer: null })
  if (recommender.told - storedAt >= storeEvery) await store()
}

const failed =
  (id: number) =>
  (error: unknown): void =>
    say({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })

port.on('message', (message: ToThread) => {
  const { id } = message
  if ('question' in message) {
    try {
      say({ id, answer: answer(recommender, message.question) })
    } catch (error) {
      failed(id)(error)
    }
  } else if ('told' in message) {
    telling = telling.then(() => hear(message)).catch(failed(id))
  } else {
    telling
      .then(store)
      .then(() => say({ id, answer: null }))
      .catch(failed(id))
  }
})
say({ ready: offset })
