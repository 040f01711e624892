import type { ControlInput, GoneInput, Input, ReactionKind, VideoInput, WatchInput } from '@busker/ranking'
import type { JournalRecord } from '#platform/journal'
import { factIn, type ToldFact } from '#modules/telemetry'

/** What the feed itself writes to the journal, so that all that the recommender is told stands in one order. */
export const journalKinds = {
  video: 'feed.video.1',
  gone: 'feed.gone.1',
  control: 'feed.control.1',
  vectors: 'feed.vectors.1',
} as const

/** Vectors are large: the journal names the file that holds them. */
export interface VectorsRecord {
  readonly file: string
}

/** What a record tells the recommender: an input, or where one lies. */
export type Heard = Input | { readonly kind: 'vectors_file'; readonly file: string }

const surfaces = ['feed', 'profile', 'post']

const reactions: Readonly<Record<string, ReactionKind>> = {
  ...{ like: 'like', unlike: 'unlike', share: 'share', save: 'save', comment: 'comment', follow: 'follow' },
  ...{ unfollow: 'unfollow', not_interested: 'not_interested', interested_again: 'interested_again' },
}

/** Makers of formats are slow, and a town has few zones. */
const hourFormats = new Map<string, Intl.DateTimeFormat>()
const mostFormats = 500

/** The hour of the day in a zone; of UTC where the zone is not known. */
export const hourIn = (timeZone: string, atMs: number): number => {
  let format = hourFormats.get(timeZone)
  if (format === undefined) {
    if (hourFormats.size >= mostFormats) hourFormats.clear()
    try {
      format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
    } catch {
      format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', hourCycle: 'h23' })
    }
    hourFormats.set(timeZone, format)
  }
  return Number(format.format(atMs))
}

type View = Extract<ToldFact, { kind: 'view' }>['fact']

const watchOf = (fact: View): WatchInput => ({
  ...{ kind: 'watch', viewerId: fact.viewerId, viewId: fact.viewId, videoId: fact.postId },
  ...{ atMs: fact.occurredAt, hour: hourIn(fact.timeZone, fact.occurredAt) },
  surface: Math.max(0, surfaces.indexOf(fact.surface)),
  ...{ watchedMs: fact.visibleMs, playedMs: fact.uniqMs, durationMs: fact.durationMs },
  ...{ ended: fact.ended !== false, counts: fact.traffic === 'ok' && !fact.isSelfView },
})

const inputOfFact = (told: ToldFact): Input | null => {
  switch (told.kind) {
    case 'view':
      return watchOf(told.fact)
    case 'action': {
      const { fact } = told
      const what = reactions[fact.kind]
      if (what === undefined || fact.traffic !== 'ok') return null
      const authorId = fact.authorId === '' ? null : fact.authorId
      return {
        ...{ kind: 'reaction', what, viewerId: fact.personId, videoId: fact.postId },
        ...{ authorId, atMs: fact.occurredAt },
      }
    }
    case 'impression': {
      const { viewerId, postId, source, occurredAt } = told.fact
      return { kind: 'served', viewerId, videoId: postId, source, atMs: occurredAt }
    }
  }
}

/** What a record tells the recommender; null: nothing. */
export const heardIn = (record: JournalRecord): Heard | null => {
  const { kind, payload } = record
  // Checked boundary: only this module writes these kinds, and the journal's checksum vouches for the bytes.
  switch (kind) {
    case journalKinds.video:
      return payload as VideoInput
    case journalKinds.gone:
      return payload as GoneInput
    case journalKinds.control:
      return payload as ControlInput
    case journalKinds.vectors:
      return { kind: 'vectors_file', file: (payload as VectorsRecord).file }
    default: {
      const told = factIn(record)
      return told === null ? null : inputOfFact(told)
    }
  }
}
