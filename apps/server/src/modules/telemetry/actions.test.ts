import type { Action } from '@busker/contract'
import { personId as personIdSchema } from '@busker/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bus } from '#platform/bus'
import {
  actionReportOf,
  authorId,
  clock,
  eventWith,
  ids,
  memoryCheckpoint,
  opening,
  openTestFacts,
  postId,
  reportOf,
  watcher,
} from './test-facts.ts'
import type { Telemetry } from './telemetry.ts'

const { journal, open, rows } = openTestFacts()

/** A bus without a queue: what is told reaches its listeners at once. */
const directBus = () => {
  const handlers = new Map<string, (payload: Action) => Promise<void>>()
  const bus: Pick<Bus, 'on'> = {
    // Checked boundary: this test tells only actions.
    on: (name, _consumer, handler) => void handlers.set(name, handler as (payload: Action) => Promise<void>),
  }
  const tell = (name: string, action: Action) => handlers.get(name)?.(action)
  return { bus: { ...bus, emit: async () => undefined }, tell, names: () => [...handlers.keys()].sort() }
}
const personId = personIdSchema.parse(ids.uuid())
const actionWith = (changes: Partial<Action> = {}): Action => ({
  ...{ eventId: ids.uuid(), kind: 'like', personId, postId, authorId: personIdSchema.parse(authorId) },
  ...{ surface: 'feed', value: 1, shareToken: null, tags: [], at: clock.now().toISOString(), timeZone: null },
  ...changes,
})
const listening = async (telemetry: Telemetry) => {
  const { bus, tell, names } = directBus()
  telemetry.listen(bus)
  return { tell, names }
}

describe('actions that modules tell', () => {
  test('become facts, once, however often they are told and across a restart', async () => {
    const first = await open()
    const { tell, names } = await listening(first)
    expect(names()).toEqual(['identity.acted', 'moderation.acted', 'posts.acted', 'social.acted'])
    const like = actionWith()
    const publish = actionWith({ kind: 'publish', value: 12, tags: ['dance'], timeZone: 'Asia/Tokyo' })
    await Promise.all([tell('social.acted', like), tell('social.acted', like), tell('posts.acted', publish)])
    await first.flushed()
    await first.stop()
    const second = await open()
    await (await listening(second)).tell('social.acted', like)
    await second.flushed()
    expect(await rows('telemetry_action')).toMatchObject([
      {
        ...{
          event_id: like.eventId,
          kind: 'like',
          person_id: personId,
          person_kind: 'person',
          post_id: postId,
        },
        ...{ author_id: authorId, surface: 'feed', value: 1, share_token: '', tags: [], time_zone: 'UTC' },
        ...{ client_version: '', country: '', device: 'unknown', traffic: 'ok', local_date: '2026-11-22' },
      },
      { event_id: publish.eventId, kind: 'publish', value: 12, tags: ['dance'], time_zone: 'Asia/Tokyo' },
    ])
    await second.stop()
  })

  test('later than 72 h are kept for a restatement', async () => {
    const telemetry = await open()
    const { tell } = await listening(telemetry)
    const at = new Date(clock.nowMs() - 72 * 3_600_000 - 1).toISOString()
    const late = actionWith({ at })
    await tell('social.acted', late)
    await telemetry.flushed()
    expect(await rows('telemetry_action')).toEqual([])
    expect(await rows('telemetry_restatement')).toMatchObject([
      { event_id: late.eventId, kind: 'action', occurred_at: at, reason: 'too_late', viewer_id: personId },
    ])
    await telemetry.stop()
  })
})

describe('facts that come late', () => {
  test('up to 72 h they are counted on their day; later they go to the restatement log, once', async () => {
    const telemetry = await open()
    const agoMs = 72 * 3_600_000
    const at = (ms: number) => new Date(clock.nowMs() - ms).toISOString()
    const [border, beyond] = [opening({ clientTime: at(agoMs) }), opening({ clientTime: at(agoMs + 1) })]
    expect(await telemetry.reportActions(actionReportOf(border, beyond), watcher)).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [{ eventId: beyond.eventId, reason: 'too_late' }],
    })
    // The client, should it send it again, is told that it is known.
    expect(await telemetry.reportActions(actionReportOf(beyond), watcher)).toMatchObject({ duplicates: 1 })
    await telemetry.flushed()
    expect(await rows('telemetry_action')).toMatchObject([
      { event_id: border.eventId, local_date: '2026-11-19', occurred_at: at(agoMs) },
    ])
    expect(await rows('telemetry_restatement')).toEqual([
      {
        ...{ event_id: beyond.eventId, kind: 'action', viewer_id: 'somebody', viewer_kind: 'person' },
        ...{ occurred_at: at(agoMs + 1), received_at: clock.now().toISOString(), reason: 'too_late' },
        ...{ payload: JSON.stringify(beyond), journal_offset: 1 },
      },
    ])
    await telemetry.stop()
  })

  test('every batch leaves what became of it', async () => {
    const telemetry = await open()
    const origin = telemetry.originOf({ 'busker-client': '1.2.3', 'user-agent': 'Mozilla/5.0 (iPhone)' })
    const from = { ...watcher, origin }
    const known = eventWith()
    await telemetry.report(reportOf(known), from)
    const hours = (count: number) => new Date(clock.nowMs() - count * 3_600_000).toISOString()
    const late = eventWith({ startedAt: hours(2), clientTime: hours(2) })
    const onTime = eventWith({ startedAt: hours(1), clientTime: hours(1) })
    const tooLate = eventWith({ startedAt: hours(73), clientTime: hours(73) })
    await telemetry.report(reportOf(known, late, onTime, tooLate), from)
    await telemetry.flushed()
    const row = {
      kind: 'view',
      received_at: clock.now().toISOString(),
      client_version: '1.2.3',
      device: 'phone',
    }
    expect(await rows('telemetry_intake')).toEqual([
      {
        ...row,
        received: 1,
        accepted: 1,
        late: 0,
        duplicates: 0,
        rejected: 0,
        too_late: 0,
        journal_offset: 1,
      },
      {
        ...row,
        received: 4,
        accepted: 2,
        late: 1,
        duplicates: 1,
        rejected: 1,
        too_late: 1,
        journal_offset: 5,
      },
    ])
    await telemetry.stop()
  })
})

test('any order and repetition of batches of actions gives the same stored set', async () => {
  const events = Array.from({ length: 6 }, () => opening())
  const chosen = fc.array(fc.subarray(events, { minLength: 1 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(chosen, async (batches) => {
      const firstOffset = journal().end
      const checkpoint = memoryCheckpoint()
      checkpoint.offset = firstOffset
      const telemetry = await open({ checkpoint })
      for (const batch of batches) await telemetry.reportActions(actionReportOf(...batch), watcher)
      await telemetry.flushed()
      await telemetry.stop()
    }),
    { numRuns: 5 },
  )
  const telemetry = await open()
  await telemetry.reportActions(actionReportOf(...events), watcher)
  await telemetry.flushed()
  const stored = (await rows('telemetry_action')).map((row) => String(row['event_id']))
  expect(stored.sort()).toEqual(events.map(({ eventId }) => eventId).sort())
  await telemetry.stop()
})
