import { AppError, hasErrno } from '#platform/errors'
import type { Database } from '#platform/postgres'
import type { Ended } from './decide-batch.ts'
import type { Operation, Outcome } from './port.ts'
import { toError } from './prepare.ts'
import { type BatchDeps, runBatch } from './run-batch.ts'

/** Of one batch: more save little, and all of them wait for the last. */
const largestBatch = 1000
/** Operations that wait; beyond them whoever comes is asked to come again. */
const longestQueue = 20_000
/** Batches at the same time: while one waits for the disk the next one is decided. */
const batchesAtOnce = 3
const largestTries = 8

const serializationFailure = '40001'
const deadlock = '40P01'
const outOfRange = '22003'

interface Waiting {
  readonly operations: readonly Operation[]
  readonly answer: (outcomes: readonly Outcome[]) => void
  readonly fail: (failure: Error) => void
}

export interface QueueDeps extends BatchDeps {
  readonly db: Database
}

/** All or nothing; again when somebody else was in the way, as a database may say at any time. */
const runOnce = async (operations: readonly Operation[], deps: QueueDeps): Promise<Ended[]> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await deps.db.transaction((tx) => runBatch(tx, operations, deps))
    } catch (error) {
      if (tries >= largestTries || !hasErrno(error, serializationFailure, deadlock)) throw error
    }
  }
}

/** Data that does not fit (class 22), or that a constraint refuses (class 23). */
const isOfData = (failure: unknown): boolean =>
  failure instanceof Error && 'code' in failure && /^2[23]/.test(String(failure.code))

/** Halves a batch that the database refuses until the operation that it refuses is alone: its neighbours are done. */
const runApart = async (operations: readonly Operation[], deps: QueueDeps): Promise<Ended[]> => {
  try {
    return await runOnce(operations, deps)
  } catch (failure) {
    // Only what the database says of the data itself is the fault of one of them.
    if (!isOfData(failure)) throw failure
    if (operations.length > 1) {
      const middle = Math.ceil(operations.length / 2)
      const first = await runApart(operations.slice(0, middle), deps)
      return [...first, ...(await runApart(operations.slice(middle), deps))]
    }
    if (hasErrno(failure, outOfRange)) return [{ outcome: { is: 'refused', code: 'too_large' } }]
    return [{ failure: toError(failure) }]
  }
}

const tell = (one: Waiting, ended: readonly Ended[]): void => {
  const failed = ended.find((each) => 'failure' in each)
  if (failed) one.fail(failed.failure)
  else one.answer(ended.flatMap((each) => ('outcome' in each ? [each.outcome] : [])))
}

/** What is asked for at the same time is posted together. */
export const createQueue = (deps: QueueDeps) => {
  const queue: Waiting[] = []
  let [waiting, running] = [0, 0]

  const next = (): Waiting[] => {
    const batch: Waiting[] = []
    let size = 0
    for (let one = queue[0]; one !== undefined; one = queue[0]) {
      if (size > 0 && size + one.operations.length > largestBatch) break
      size += one.operations.length
      batch.push(one)
      queue.shift()
    }
    waiting -= size
    return batch
  }

  const work = async (): Promise<void> => {
    running += 1
    for (let batch = next(); batch.length > 0; batch = next()) {
      const all = batch.flatMap(({ operations }) => operations)
      const ended = await runApart(all, deps).catch((error: unknown): Ended[] => {
        const failure = toError(error)
        return all.map(() => ({ failure }))
      })
      let from = 0
      for (const one of batch) {
        tell(one, ended.slice(from, from + one.operations.length))
        from += one.operations.length
      }
    }
    running -= 1
  }

  const ask = (operations: readonly Operation[]): Promise<readonly Outcome[]> =>
    new Promise((answer, fail) => {
      queue.push({ operations, answer, fail })
      waiting += operations.length
      if (running < batchesAtOnce) void work()
    })

  const execute = async (operations: readonly Operation[]): Promise<readonly Outcome[]> => {
    if (waiting + operations.length > longestQueue && waiting > 0) throw new AppError('overloaded')
    const outcomes: Outcome[] = []
    for (let from = 0; from < operations.length; from += largestBatch)
      outcomes.push(...(await ask(operations.slice(from, from + largestBatch))))
    return outcomes
  }
  return { execute }
}
