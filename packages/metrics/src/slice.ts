import { textByCase, type Node } from './expression.ts'
import type { Relation } from './relation.ts'
import { servedSlots } from './served.ts'

/** What a number may be taken apart by; one at a time. Days and weeks are dates, a week begins on Monday. */
export const sliceIds = [
  'day',
  'week',
  'country',
  'surface',
  'length',
  'client_version',
  'device',
  'traffic_source',
  'local_hour',
  'weekday_hour',
  'post',
  'tag',
  'creator',
  'video',
  'sku',
  'product',
  'campaign',
  'hour',
  'content_type',
  'platform',
  'posted_weekday',
  'posted_hour',
  'first_month',
  'rail',
] as const
export type SliceId = (typeof sliceIds)[number]

/** Slices that could tell something about a few persons. Their small cells are suppressed. */
export const viewerSlices: ReadonlySet<SliceId> = new Set(['country', 'device', 'local_hour', 'weekday_hour'])

const column = (name: string, type: 'text' | 'integer' | 'uuid' | 'boolean'): Node => ({
  kind: 'column',
  name,
  type,
})

/** From how many milliseconds on, and the words for it. 15 s belongs to 15–30 s, 60 s still to 30–60 s. */
const lengths = [
  [60_001, '>60 s'],
  [30_000, '30–60 s'],
  [15_000, '15–30 s'],
] as const
const shortest = '<15 s'

const lengthBucket = (): Node =>
  textByCase(
    lengths.map(([ms, text]) => [
      {
        kind: 'compare',
        operator: 'gte',
        left: column('durationMs', 'integer'),
        right: { kind: 'literal', type: 'integer', value: ms },
      },
      text,
    ]),
    shortest,
  )

/** The slice `length` of a video of so many milliseconds. */
export const lengthOf = (durationMs: number): string =>
  lengths.find(([ms]) => durationMs >= ms)?.[1] ?? shortest

/** Where the viewer was, when the last report of the view was made. */
const localClock = () => ({ time: column('occurredAt', 'integer'), zone: column('timeZone', 'text') })

const localHourOf = (): Node => ({
  kind: 'written',
  as: 'hour',
  of: { kind: 'local_hour', ...localClock() },
})

const arithmetic = (operator: 'plus' | 'times', left: Node, right: Node): Node => ({
  ...{ kind: 'arithmetic', operator, left, right },
})

const weekdayHourOf = (): Node => {
  const weekday: Node = { kind: 'local_weekday', ...localClock() }
  const midnight = arithmetic('times', weekday, { kind: 'literal', type: 'integer', value: 24 })
  return {
    kind: 'written',
    as: 'hour_of_week',
    of: arithmetic('plus', midnight, { kind: 'local_hour', ...localClock() }),
  }
}

/** How a slice is read off a table: columns that have to be there, what is looked up first, and the text. */
export interface SliceDefinition {
  readonly needs: readonly string[]
  readonly prepare?: (from: Relation) => Relation
  readonly text: () => Node
}

/** Kinds of a spend fact that tell of posts here; whatever else was exported comes from one platform. */
const postsHere = ['busker', 'busker_paid'] as const

const columnSlice = (name: string): SliceDefinition => ({ needs: [name], text: () => column(name, 'text') })

/** Day and week follow from the window and are not here. */
const definitions: Readonly<Record<Exclude<SliceId, 'day' | 'week'>, SliceDefinition>> = {
  country: columnSlice('country'),
  surface: columnSlice('surface'),
  length: { needs: ['durationMs'], text: lengthBucket },
  client_version: columnSlice('clientVersion'),
  device: columnSlice('device'),
  traffic_source: {
    needs: ['slotId', 'surface'],
    // A view names the slot it was served in; what was not served by the feed came from the surface itself.
    prepare: (from) => ({
      kind: 'lookup',
      from,
      table: servedSlots(),
      on: { eventId: column('slotId', 'uuid') },
      found: 'wasServed',
    }),
    text: () => ({
      kind: 'choose',
      when: column('wasServed', 'boolean'),
      yields: column('servedBy', 'text'),
      otherwise: column('surface', 'text'),
    }),
  },
  local_hour: { needs: ['occurredAt', 'timeZone'], text: localHourOf },
  weekday_hour: { needs: ['occurredAt', 'timeZone'], text: weekdayHourOf },
  post: { needs: ['postId'], text: () => ({ kind: 'written', as: 'id', of: column('postId', 'uuid') }) },
  tag: columnSlice('tag'),
  creator: columnSlice('creator'),
  video: columnSlice('videoId'),
  sku: columnSlice('skuId'),
  product: columnSlice('productId'),
  campaign: columnSlice('campaign'),
  rail: columnSlice('rail'),
  content_type: columnSlice('contentType'),
  platform: {
    needs: ['kind'],
    text: () =>
      textByCase(
        postsHere.map((kind) => [
          {
            ...{ kind: 'compare', operator: 'eq', left: column('kind', 'text') },
            right: { kind: 'literal', type: 'text', value: kind },
          },
          'Busker',
        ]),
        'TikTok',
      ),
  },
  posted_weekday: columnSlice('postedWeekday'),
  posted_hour: columnSlice('postedHour'),
  first_month: {
    needs: ['firstDay'],
    text: () => ({ kind: 'written', as: 'month', of: column('firstDay', 'integer') }),
  },
  hour: {
    needs: ['localHour'],
    text: () => ({ kind: 'written', as: 'hour', of: column('localHour', 'integer') }),
  },
}

/** How a slice that is no date is read off a table. */
export const sliceDefinition = (slice: Exclude<SliceId, 'day' | 'week'>): SliceDefinition =>
  definitions[slice]
