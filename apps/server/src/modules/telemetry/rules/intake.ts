import { hourMs } from './arrival.ts'
import type { Origin } from './origin.ts'

/** The kinds of facts that clients report. */
export type ReportKind = 'view' | 'playback' | 'action'

/** What became of one batch of reports: the ground of "late, duplicate and rejected" (O10). */
export interface Intake {
  readonly kind: ReportKind
  readonly receivedAt: number
  readonly clientVersion: string
  readonly device: Origin['device']
  readonly received: number
  readonly accepted: number
  /** Accepted ones that came more than an hour after they happened. */
  readonly late: number
  readonly duplicates: number
  readonly rejected: number
  /** Those of the rejected ones that are kept for a restatement. */
  readonly tooLate: number
}

/** A fact that came when its day was already final. No number counts it; it says what a restatement would add. */
export interface Restatement {
  readonly eventId: string
  readonly kind: ReportKind
  readonly viewerId: string
  readonly viewerKind: 'person' | 'anonymous'
  readonly occurredAt: number
  readonly receivedAt: number
  readonly reason: 'too_late'
  /** The report as it was sent, as JSON. */
  readonly payload: string
}

export const isLate = (fact: { readonly occurredAt: number; readonly receivedAt: number }): boolean =>
  fact.receivedAt - fact.occurredAt > hourMs
