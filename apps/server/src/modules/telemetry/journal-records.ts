import type { ViewFact } from '@busker/metrics'
import type { JournalRecord } from '#platform/journal'
import type { AcceptedPlayback, PlaybackFact } from './rules/accept-playback.ts'
import type { AcceptedView } from './rules/accept-view.ts'

/** The number is the version of the payload: a change of shape gets a new kind, old records stay readable. */
export const viewKind = 'telemetry.view.1'
export const playbackKind = 'telemetry.playback.1'

export const viewRecord = (fact: AcceptedView) => ({ kind: viewKind, payload: fact })
export const playbackRecord = (fact: AcceptedPlayback) => ({ kind: playbackKind, payload: fact })

/** The view facts among these records, each with its place in the journal. */
export const viewFactsIn = (records: readonly JournalRecord[]): ViewFact[] =>
  records
    .filter(({ kind }) => kind === viewKind)
    // Only `viewRecord` writes this kind, and the journal's checksum vouches for the bytes.
    .map(({ payload, offset }) => ({ ...(payload as AcceptedView), journalOffset: offset }))

/** The facts of playback quality among these records. */
export const playbackFactsIn = (records: readonly JournalRecord[]): PlaybackFact[] =>
  records
    .filter(({ kind }) => kind === playbackKind)
    // Only `playbackRecord` writes this kind.
    .map(({ payload, offset }) => ({ ...(payload as AcceptedPlayback), journalOffset: offset }))
