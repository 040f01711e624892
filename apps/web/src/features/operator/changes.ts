import type { Failure, MediaStatus } from './queries.ts'

/** What has happened between two looks that is worth interrupting somebody who cannot see the page. */
export type Change =
  | { readonly kind: 'failed'; readonly filename: string }
  | { readonly kind: 'several_failed'; readonly count: number }
  | { readonly kind: 'queue_empty' }

type Look = Pick<MediaStatus, 'queue'> & {
  readonly failures: readonly Pick<Failure, 'failedAt' | 'filename'>[]
}

/** A new failure, or the end of the queue. Everything else changes too often to be said aloud. */
export const changeBetween = (before: Look, after: Look): Change | null => {
  const lastFailedAt = before.failures[0]?.failedAt ?? ''
  // Times of the server in one form: their order as text is their order in time.
  const failed = after.failures.filter(({ failedAt }) => failedAt > lastFailedAt)
  const [first] = failed
  if (failed.length > 1) return { kind: 'several_failed', count: failed.length }
  if (first) return { kind: 'failed', filename: first.filename }
  return before.queue.length > 0 && after.queue.length === 0 ? { kind: 'queue_empty' } : null
}
