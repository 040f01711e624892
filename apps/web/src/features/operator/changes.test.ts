import { describe, expect, test } from 'vitest'
import { changeBetween } from './changes.ts'
import type { QueuedJob } from './queries.ts'

const job: QueuedJob = {
  jobId: '1',
  kind: 'media.convert',
  assetId: null,
  filename: null,
  state: 'running',
  progress: 0.5,
  attempt: 1,
  maximumAttempts: 3,
  since: '2026-11-22T10:00:00.000Z',
  lastError: null,
}
const failure = (second: number) => ({
  failedAt: `2026-11-22T10:00:0${second}.000Z`,
  filename: `${second}.mp4`,
})

describe('what is said aloud', () => {
  test('nothing while the same things go on', () => {
    const look = { queue: [job], failures: [failure(1)] }
    expect(changeBetween(look, { ...look, queue: [{ ...job, progress: 0.6 }] })).toBeNull()
    expect(changeBetween({ queue: [], failures: [] }, { queue: [job], failures: [] })).toBeNull()
  })

  test('a new failure, by its name; several, by their number', () => {
    const before = { queue: [job], failures: [failure(1)] }
    const one = { queue: [], failures: [failure(2), failure(1)] }
    expect(changeBetween(before, one)).toEqual({ kind: 'failed', filename: '2.mp4' })
    const two = { queue: [], failures: [failure(3), failure(2), failure(1)] }
    expect(changeBetween(before, two)).toEqual({ kind: 'several_failed', count: 2 })
    const first = changeBetween({ queue: [], failures: [] }, { queue: [], failures: [failure(1)] })
    expect(first).toEqual({ kind: 'failed', filename: '1.mp4' })
  })

  test('the end of the queue, once, and not when a failure was tried again', () => {
    const failures = [failure(2), failure(1)]
    expect(changeBetween({ queue: [job], failures }, { queue: [], failures })).toEqual({
      kind: 'queue_empty',
    })
    expect(changeBetween({ queue: [], failures }, { queue: [], failures })).toBeNull()
    expect(changeBetween({ queue: [], failures }, { queue: [job], failures: [failure(1)] })).toBeNull()
  })
})
