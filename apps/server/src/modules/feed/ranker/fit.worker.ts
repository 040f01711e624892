// Fits vectors of videos in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads'
import { fitIals, interactionsOf } from '@busker/ranking'
import { assert } from '#platform/assert'

export interface FitJob {
  readonly person: Int32Array
  readonly video: Int32Array
  readonly videos: number
}

export interface Fitted {
  readonly size: number
  readonly values: Float32Array
}

/** As they were chosen on KuaiRand-Pure (packages/ranking); fewer rounds, since the next fit comes soon. */
const settings = {
  ...{ size: 64, rounds: 8, regularisation: 0.01, frequency: 1, unobserved: 0.03, spread: 0.1, seed: 1 },
}

assert(parentPort !== null, 'vectors are fitted in a thread')
// Checked boundary: only `vectors.ts` starts this file.
const { person, video, videos } = workerData as FitJob
const rows = person.reduce((most, one) => Math.max(most, one), -1) + 1
const met = interactionsOf({ row: [...person], column: [...video] }, { rows, columns: videos })
const { items } = fitIals(met, settings)
const fitted: Fitted = { size: items.size, values: items.values }
parentPort.postMessage(fitted)
