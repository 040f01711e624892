import type { ClientAction, PlaybackEvent, ViewEvent } from '@busker/contract'
import { actionRecord, playbackRecord, viewRecord } from './journal-records.ts'
import { factReporter, type ReporterParts } from './report-facts.ts'
import { acceptAction, postOf, type AcceptedAction } from './rules/accept-action.ts'
import { acceptPlayback, type AcceptedPlayback } from './rules/accept-playback.ts'
import { acceptView, type AcceptedView } from './rules/accept-view.ts'
import type { Arrival, Verdict } from './rules/arrival.ts'
import { createRhythm, type Rhythm } from './rules/rhythm.ts'
import { slotLookup, type ServingParts } from './serve-slots.ts'

export type { PostLookup, Watcher } from './report-facts.ts'

/** About 8 KB each. Whoever was not heard of for longer than so many others is judged anew. */
const judgedViewers = 4000

/** Views are judged by what the viewer did lately, too; the rest of the judgement is a pure function. */
const judgeViews =
  (rhythm: Rhythm) =>
  (event: ViewEvent, arrival: Arrival): Verdict<AcceptedView> => {
    const verdict = acceptView(event, arrival)
    if (verdict.kind === 'rejected') return verdict
    const { fact } = verdict
    const watchedMs = Math.max(0, Date.parse(event.clientTime) - Date.parse(event.startedAt))
    const isImprobable = rhythm.isImprobable({
      viewerId: fact.viewerId,
      viewId: fact.viewId,
      startedMs: fact.occurredAt - watchedMs,
      occurredMs: fact.occurredAt,
      visibleMs: fact.visibleMs,
    })
    if (!isImprobable || fact.traffic !== 'ok') return verdict
    return { kind: 'accepted', fact: { ...fact, traffic: 'improbable' } }
  }

const postIdOf = (event: { readonly postId: string }): string => event.postId

/** The three ways in for clients. */
export const openReporters = (parts: ReporterParts & ServingParts) => ({
  report: factReporter<ViewEvent, AcceptedView>(parts, {
    name: 'view',
    postOf: postIdOf,
    accept: judgeViews(createRhythm(judgedViewers)),
    record: viewRecord,
    slotsOf: slotLookup(parts),
  }),
  reportPlayback: factReporter<PlaybackEvent, AcceptedPlayback>(parts, {
    name: 'playback',
    postOf: postIdOf,
    accept: acceptPlayback,
    record: playbackRecord,
  }),
  reportActions: factReporter<ClientAction, AcceptedAction>(parts, {
    name: 'action',
    postOf,
    accept: acceptAction,
    record: actionRecord,
  }),
})
