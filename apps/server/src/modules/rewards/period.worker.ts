// Computes a period of the fund in a thread of its own: the server goes on meanwhile.
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#platform/assert'
import { computePeriod, type PeriodWork } from './compute-period.ts'

assert(parentPort !== null, 'a period is computed in a thread')
// Checked boundary: only `period-thread.ts` starts this file.
parentPort.postMessage(computePeriod(workerData as PeriodWork))
