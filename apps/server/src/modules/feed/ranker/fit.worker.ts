// Fits vectors of videos in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads'
import { fitIals, interactionsOf, vectorSettings, watchedWeight } from '@busker/ranking'
import { assert } from '#platform/assert'

export interface FitJob {
  readonly person: Int32Array
  readonly video: Int32Array
  /** 1: it held them. */
  readonly held: Uint8Array
  readonly videos: number
}

export interface Fitted {
  readonly size: number
  readonly values: Float32Array
}

assert(parentPort !== null, 'vectors are fitted in a thread')
// Checked boundary: only `vectors.ts` starts this file.
const { person, video, held, videos } = workerData as FitJob
const rows = person.reduce((most, one) => Math.max(most, one), -1) + 1
const weight = Array.from(held, (isHeld) => (isHeld === 1 ? 1 : watchedWeight))
const met = interactionsOf({ row: person, column: video, weight }, { rows, columns: videos })
const { items } = fitIals(met, vectorSettings)
const fitted: Fitted = { size: items.size, values: items.values }
parentPort.postMessage(fitted)
