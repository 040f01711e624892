import { coveredMs, mergeIntervals } from '../intervals.ts'
import type { FactSets } from '../plain/table.ts'
import { dateOf, dayNumber, type Question } from '../question.ts'
import type { ReferenceRow, References } from '../reference.ts'
import type { SliceId } from '../slice.ts'
import fc from 'fast-check'
import { aMovement, aView, anAction, anImpression, aPlaying, idOf } from './facts.ts'

/**
 * Random streams of facts: few persons and few posts, so that things meet; moments that tie, days around the change of
 * the clocks in five zones, several reports of one view, repeated, out of order, and nothing at all.
 */

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']
/** On 29 March 2026 Berlin changes its clocks; New York did on the 8th, Auckland does on 5 April. */
const firstDay = '2026-03-02'
const days = 40
const persons = ['ann', 'ben', 'cem', 'dan', 'eve']
const authors = ['ann', 'zoe', 'yan']
const posts = [0, 1, 2, 3].map((number) => ({
  postId: idOf(`post ${number}`),
  authorId: authors[number % 3] ?? '',
}))
const tags = [[], ['dance'], ['dance', 'cats'], ['cats']]
const kinds = [
  'like',
  'unlike',
  'save',
  'unsave',
  'follow',
  'unfollow',
  'block',
  'comment',
  'comment_removed',
  'not_interested',
  'report',
  'share',
  'share_landing',
  'app_open',
  'rating',
  'publish',
  'unpublish',
]

/** A moment, with the local date of the zone it happened in. Coarse, so that several are the same. */
const moments = fc
  .record({
    day: fc.oneof(fc.nat(days - 1), fc.integer({ min: 24, max: 30 })),
    halfHour: fc.nat(47),
    fineMs: fc.constantFrom(0, 0, 0, 1, 999, 29_999, 30_000),
    zone: fc.constantFrom(...zones),
    lateMs: fc.constantFrom(0, 1000, 3_600_001, 86_400_001),
  })
  .map(({ day, halfHour, fineMs, zone, lateMs }) => {
    const occurredAt = (dayNumber(firstDay) + day) * 86_400_000 + halfHour * 1_800_000 + fineMs
    const localDate = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(occurredAt)
    return { occurredAt, receivedAt: occurredAt + lateMs, localDate, timeZone: zone }
  })

const viewers = {
  country: fc.constantFrom('DE', 'FR', ''),
  device: fc.constantFrom('phone', 'desktop'),
  traffic: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'self', 'bot', 'improbable'),
  clientVersion: fc.constantFrom('1', '2'),
}

const viewReports = fc
  .record({
    view: fc.nat(60),
    seq: fc.nat(2),
    moment: moments,
    viewerId: fc.constantFrom(...persons),
    post: fc.constantFrom(...posts),
    surface: fc.constantFrom('feed', 'feed', 'post'),
    slot: fc.option(fc.nat(5)),
    durationMs: fc.constantFrom(2000, 15_000, 20_000, 61_000),
    version: fc.constantFrom(1, 1, 2),
    visibleMs: fc.oneof(fc.constantFrom(0, 999, 1000, 2000, 2999, 3000, 5000, 12_000_000), fc.nat(70_000)),
    to: fc.nat(61_000),
    repeated: fc.boolean(),
    ...viewers,
  })
  .map(({ view, moment, post, slot, to, repeated, ...rest }) => {
    const played = mergeIntervals([[0, to]], rest.durationMs)
    const fact = aView(moment.localDate, {
      ...rest,
      ...moment,
      // What a view is of and when it was does not change with its reports.
      viewId: idOf(`view ${view} ${moment.occurredAt} ${post.postId}`),
      ...post,
      slotId: slot === null ? null : idOf(`slot ${slot}`),
      played,
      uniqMs: coveredMs(played),
      isSelfView: rest.traffic === 'self',
      journalOffset: rest.visibleMs,
    })
    return repeated ? [fact, fact, { ...fact, eventId: idOf(`again ${view}`), seq: fact.seq + 1 }] : [fact]
  })

const someActions = fc
  .record({
    kind: fc.constantFrom(...kinds),
    moment: moments,
    personId: fc.constantFrom(...persons, ...authors),
    post: fc.constantFrom(...posts),
    surface: fc.constantFrom('feed', 'post'),
    value: fc.integer({ min: 1, max: 5 }),
    token: fc.nat(3),
    tags: fc.constantFrom(...tags),
    repeated: fc.boolean(),
    ...viewers,
  })
  .map(({ moment, post, token, repeated, ...rest }) => {
    const isShare = rest.kind === 'share' || rest.kind === 'share_landing'
    const fact = anAction(moment.localDate, rest.kind, {
      ...rest,
      ...moment,
      ...post,
      postId: rest.kind === 'app_open' ? null : post.postId,
      personId: rest.kind === 'publish' || rest.kind === 'unpublish' ? post.authorId : rest.personId,
      // A token belongs to one sharer and one post.
      shareToken: isShare ? `${token}` : '',
      tags: rest.kind === 'publish' ? rest.tags : [],
    })
    return repeated ? [fact, fact] : [fact]
  })

const impressions = fc
  .record({
    slot: fc.nat(5),
    moment: moments,
    viewerId: fc.constantFrom(...persons),
    post: fc.constantFrom(...posts),
    source: fc.constantFrom('fresh', 'similar'),
    propensityMicros: fc.constantFrom(1, 9_999, 10_000, 333_333, 1_000_000),
    journalOffset: fc.nat(1000),
  })
  .map(({ slot, moment, post, ...rest }) =>
    anImpression(moment.localDate, {
      ...rest,
      ...moment,
      ...post,
      eventId: idOf(`slot ${slot} ${post.postId}`),
    }),
  )

const playings = fc
  .record({
    moment: moments,
    viewerId: fc.constantFrom(...persons),
    firstFrameMs: fc.option(fc.nat(4000)),
    playedMs: fc.nat(10_000),
    stalledMs: fc.nat(1000),
    failure: fc.constantFrom('', '', 'network'),
    ...viewers,
  })
  .map(({ moment, ...rest }) => aPlaying(moment.localDate, { ...rest, ...moment }))

const batches = fc
  .record({
    moment: moments,
    late: fc.nat(3),
    tooLate: fc.nat(3),
    duplicates: fc.nat(3),
    journalOffset: fc.nat(99),
  })
  .map(({ moment, ...rest }) => ({
    ...rest,
    kind: 'view',
    receivedAt: moment.receivedAt,
    localDate: new Date(moment.receivedAt).toISOString().slice(0, 10),
    clientVersion: '1',
    device: 'phone',
    received: 10,
    accepted: 5,
    rejected: rest.tooLate,
  }))

const movements = fc
  .record({
    template: fc.constantFrom(
      'gift',
      'gift',
      'fund_allocation',
      'payout_paid',
      'payout_failed',
      'payout_returned',
    ),
    rail: fc.constantFrom('gifts', 'fund', 'payouts'),
    moment: moments,
    payerId: fc.constantFrom('', ...persons),
    creatorId: fc.constantFrom('', ...authors),
    grossParts: fc.nat(3_000_000),
    platformParts: fc.integer({ min: -20_000, max: 2_000_000 }),
    creatorParts: fc.integer({ min: -500_000, max: 2_000_000 }),
    paidParts: fc.oneof(fc.constant(0), fc.integer({ min: -1000, max: 3_000_000_000 })),
    waitedMs: fc.option(fc.nat(900_000_000)),
    position: fc.nat(1_000_000),
    repeated: fc.boolean(),
  })
  .map(({ moment, repeated, ...rest }) => {
    const { timeZone: _zone, ...times } = moment
    const fact = aMovement(moment.localDate, rest.template, {
      ...{ ...rest, ...times },
      // One transfer has one place and one moment.
      txnId: idOf(`transfer ${rest.position} ${moment.occurredAt} ${rest.creatorId} ${rest.grossParts}`),
    })
    return repeated ? [fact, fact] : [fact]
  })

const shuffled = <T>(items: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> =>
  items.chain((all) => fc.shuffledSubarray([...all], { minLength: all.length }))
const many = (size: number) => ({ maxLength: size, size: 'max' }) as const

/** Facts of all sources, in any order. */
export const streams: fc.Arbitrary<FactSets> = fc.record({
  view: shuffled(fc.array(viewReports, many(150)).map((all) => all.flat())),
  action: shuffled(fc.array(someActions, many(150)).map((all) => all.flat())),
  impression: fc.array(impressions, many(25)),
  playback: fc.array(playings, many(25)),
  money: shuffled(fc.array(movements, many(80)).map((all) => all.flat())),
  intake: fc.uniqueArray(batches, { maxLength: 10, selector: ({ journalOffset }) => journalOffset }),
})

const slices: readonly (SliceId | undefined)[] = [
  undefined,
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
  'rail',
]

const dates = fc.nat(days + 20).map((day) => dateOf(dayNumber(firstDay) - 10 + day))
const monthStarts = fc.constantFrom('2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01')
const amounts = fc.nat(1000)
const rowsOf = (date: fc.Arbitrary<string>, cells: fc.Arbitrary<ReferenceRow['cells']>) =>
  fc.option(fc.array(fc.record({ date, times: fc.integer({ min: 1, max: 3 }), cells }), many(120)), {
    nil: undefined,
  })
const countries = fc.constantFrom('*', 'DE', 'FR')

/** Tables from outside: absent, empty, and with holes. */
const references: fc.Arbitrary<References> = fc
  .record({
    online_population: rowsOf(dates, fc.record({ country: countries, persons: amounts })),
    market_panel: rowsOf(monthStarts, fc.record({ country: countries, persons: amounts })),
    mentions: rowsOf(
      dates,
      fc.record({
        brand: fc.constantFrom('us', 'them'),
        label: fc.constantFrom('positive', 'neutral', 'negative'),
        audited: fc.constantFrom('yes', 'no'),
      }),
    ),
    app_installs: rowsOf(dates, fc.record({ store: fc.constant('one'), installs: amounts })),
    cost_sheet: rowsOf(
      monthStarts,
      fc.record({
        kind: fc.constantFrom('infrastructure', 'moderation'),
        amount_minor: amounts,
        currency: fc.constant('EUR'),
      }),
    ),
  })
  .map((tables) => Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows !== undefined)))

/** Questions about some of these days. */
export const questions: fc.Arbitrary<Question> = fc
  .record({
    first: fc.nat(days - 1),
    length: fc.integer({ min: 0, max: 14 }),
    settled: fc.integer({ min: 10, max: 60 }),
    hour: fc.nat(24),
    reference: references,
    by: fc.constantFrom(...slices),
    scope: fc.constantFrom(
      { kind: 'platform' } as const,
      { kind: 'platform' } as const,
      { kind: 'author', authorId: 'zoe' } as const,
      { kind: 'author', authorId: 'ann', postIds: [posts[3]?.postId ?? ''] } as const,
      { kind: 'post', postId: posts[1]?.postId ?? '', authorId: 'zoe' } as const,
    ),
  })
  .map(({ first, length, settled, hour, by, scope, reference }) => {
    const from = dayNumber(firstDay) + first
    const to = from + length
    return {
      ...{ scope, reference },
      from: dateOf(from),
      to: dateOf(to),
      settled: dateOf(dayNumber(firstDay) + settled),
      untilMs: to * 86_400_000 + hour * 3_600_000,
      ...(by === undefined ? {} : { by }),
    }
  })
