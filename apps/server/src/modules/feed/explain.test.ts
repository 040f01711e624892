import {
  blockPerson,
  deletePost,
  explainSlot,
  getFeedParameters,
  type PostId,
  type ScoreTerm,
  type SlotSource,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { createClient, publishClip, type Client, type Person } from '../../testing/test-app.ts'
import { createParameters, rememberParameters } from './parameters.ts'
import type { ValueParameters } from './rules/parameter-change.ts'
import { createControlTown, valueParameters, type ControlTown } from './test-controls.ts'

let town: ControlTown
let made = 0
const stranger = (): Promise<Person> => {
  made += 1
  return town.join(`person${made}`)
}
beforeAll(async () => {
  town = await createControlTown()
  await town.join('operator')
})
afterAll(() => town.stop())

interface Serving {
  readonly viewerId: string
  readonly postId?: PostId
  readonly source?: SlotSource
  readonly anchor?: unknown
  readonly terms?: readonly { term: ScoreTerm; value: number }[] | null
  readonly servedAt?: Date
}
const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
/** A slot as a page writes it down. */
const serve = async (given: Serving): Promise<string> => {
  const slotId = town.app.ids.uuid()
  const { viewerId, postId = town.app.ids.uuid(), source = 'topic', anchor = null, terms = null } = given
  await sql`insert into feed.served_slot (slot_id, feed_id, viewer_id, position, post_id, source, mode, flags, anchor,
      terms, score, place_without, propensity, model_version, served_at)
    values (${slotId}, ${town.app.ids.uuid()}, ${viewerId}, 3, ${postId}, ${source}, 'for_you',
      array['explored', 'varied'], ${json(anchor)}::jsonb, ${json(terms)}::jsonb, 1.5, 42, 0.25,
      'model-7', ${given.servedAt ?? town.app.clock.now()})`.execute(within(town.app.engines.db.pool))
  return slotId
}
const why = (viewer: Client, slotId: string) => viewer.call(explainSlot, { params: { slotId } })
const inApp = (person: Person): Client => {
  const client = createClient(town.app)
  for (const [name, value] of person.cookies) client.cookies.set(name, value)
  return client
}

describe('why a slot was served', () => {
  test('is told to whom it was served, with or without an account, and to nobody else', async () => {
    const ana = await stranger()
    const guest = town.guest()
    expect(await guest.refusal(explainSlot, { params: { slotId: town.app.ids.uuid() } })).toBe(
      '404 not_found',
    )
    const own = await serve({ viewerId: ana.me.personId })
    const theirs = await serve({ viewerId: guest.cookies.get('busker_viewer') ?? '' })
    expect((await why(ana, own)).slotId).toBe(own)
    expect((await why(guest, theirs)).slotId).toBe(theirs)
    expect(await ana.refusal(explainSlot, { params: { slotId: theirs } })).toBe('404 not_found')
    expect(await guest.refusal(explainSlot, { params: { slotId: own } })).toBe('404 not_found')
    expect(await town.guest().refusal(explainSlot, { params: { slotId: theirs } })).toBe('404 not_found')
    expect(await ana.refusal(explainSlot, { params: { slotId: 'x' } })).toBe('400 invalid_request')
  })

  test('is what was written down, the largest part first', async () => {
    const ana = await stranger()
    const postId = town.app.ids.uuid() as PostId
    const terms = [
      { term: 'video' as const, value: 0.5 },
      { term: 'length' as const, value: -0.75 },
      { term: 'topic' as const, value: 1.75 },
    ]
    const anchor = { kind: 'topic', topic: 'ducks' }
    const slotId = await serve({ viewerId: ana.me.personId, postId, anchor, terms })
    expect(await why(ana, slotId)).toEqual({
      ...{ slotId, postId, mode: 'for_you', source: 'topic', flags: ['explored', 'varied'], anchor },
      terms: [terms[2], terms[1], terms[0]],
      ...{ score: 1.5, placeWithout: 42, position: 3, propensity: 0.25, modelVersion: 'model-7' },
      servedAt: town.app.clock.now().toISOString(),
      notUsed: ['contacts', 'location', 'payments', 'messages', 'other_sites', 'demographics'],
    })
    const plain = await serve({ viewerId: ana.me.personId, source: 'newest' })
    expect(await why(ana, plain)).toMatchObject({ source: 'newest', anchor: null, terms: [] })
  })

  test('names what it stands on while that can be seen', async () => {
    const [ana, ben, cleo] = [await stranger(), await stranger(), await stranger()]
    const viewerId = ana.me.personId
    const postId = await publishClip(town.app, ben, 'A #duck')
    const onPost = await serve({ viewerId, anchor: { kind: 'post', postId } })
    const onCreator = await serve({ viewerId, anchor: { kind: 'creator', personId: ben.me.personId } })
    const onNobody = await serve({ viewerId, anchor: { kind: 'creator', personId: town.app.ids.uuid() } })
    expect((await why(ana, onPost)).anchor).toMatchObject({ kind: 'post', post: { postId, tags: ['duck'] } })
    expect((await why(ana, onCreator)).anchor).toEqual({
      kind: 'creator',
      author: { personId: ben.me.personId, handle: ben.me.handle, displayName: ben.me.displayName },
    })
    expect((await why(ana, onNobody)).anchor).toBeNull()
    await inApp(ben).call(deletePost, { params: { postId } })
    expect((await why(ana, onPost)).anchor).toBeNull()
    const hidden = await publishClip(town.app, cleo)
    const onHidden = await serve({ viewerId, anchor: { kind: 'post', postId: hidden } })
    await inApp(cleo).call(blockPerson, { params: { handle: ana.me.handle } })
    expect((await why(ana, onHidden)).anchor).toBeNull()
  })
})

describe('the main parameters', () => {
  const clear = () => sql`delete from feed.served_slot`.execute(within(town.app.engines.db.pool))
  const measured = () => createParameters(town.deps)()

  test('are public, with the value file as it is; shares are unknown before anything was scored', async () => {
    await clear()
    const { version, outcomes, rules, exploration } = valueParameters
    const { terms, ...answer } = await town.guest().call(getFeedParameters)
    expect(answer).toMatchObject({ version, outcomes, rules, exploration, slots: 0, sources: [] })
    expect(terms).toHaveLength(11)
    expect(new Set(terms.map(({ share }) => share))).toEqual(new Set([null]))
  })

  test('shares are those of the newest slots of a day, by size', async () => {
    await clear()
    const viewerId = town.app.ids.uuid()
    const term = (name: ScoreTerm, value: number) => ({ term: name, value })
    await serve({ viewerId, source: 'topic', terms: [term('topic', 3), term('length', -1)] })
    await serve({ viewerId, source: 'topic', terms: [term('topic', -2), term('video', 2)] })
    await serve({ viewerId, source: 'fresh', terms: [] })
    await serve({ viewerId, source: 'newest' })
    const dayAgo = (ms: number) => new Date(town.app.clock.nowMs() - 24 * 3_600_000 + ms)
    await serve({ viewerId, source: 'trend', terms: [term('kin', 99)], servedAt: dayAgo(0) })
    await serve({ viewerId, source: 'trend', servedAt: dayAgo(1) })
    const { slots, terms, sources } = await measured()
    expect(slots).toBe(5)
    expect(terms.slice(0, 4)).toEqual([
      { term: 'topic', share: 5 / 8 },
      { term: 'video', share: 2 / 8 },
      { term: 'length', share: 1 / 8 },
      { term: 'creator', share: 0 },
    ])
    expect(sources[0]).toEqual({ source: 'topic', share: 2 / 5 })
    expect(new Map(sources.map(({ source, share }) => [source, share]))).toEqual(
      new Map([
        ['topic', 0.4],
        ['fresh', 0.2],
        ['newest', 0.2],
        ['trend', 0.2],
      ]),
    )
  })

  test('are measured on at most 5000 slots, the newest', async () => {
    await clear()
    await sql`insert into feed.served_slot (slot_id, feed_id, viewer_id, position, post_id, source, propensity,
        model_version, served_at)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, gen_random_uuid(),
        case when number <= 5000 then 'trend' else 'random' end, 1, '',
        ${town.app.clock.now()}::timestamptz - number * interval '1 second'
      from generate_series(1, 5100) as number`.execute(within(town.app.engines.db.pool))
    expect(await measured()).toMatchObject({ slots: 5000, sources: [{ source: 'trend', share: 1 }] })
  })

  test('are measured once a minute, and a failure is not kept', async () => {
    await clear()
    let reads = 0
    const failing = { current: true }
    const db = {
      ...town.deps.db,
      get pool() {
        reads += 1
        if (failing.current) throw new RangeError('not now')
        return town.deps.db.pool
      },
    }
    const ask = createParameters({ ...town.deps, db })
    await expect(ask()).rejects.toThrow('not now')
    failing.current = false
    const [one, other] = await Promise.all([ask(), ask()])
    const after = reads
    expect(other).toBe(one)
    town.app.clock.advance(59_999)
    expect(await ask()).toBe(one)
    expect(reads).toBe(after)
    town.app.clock.advance(1)
    expect((await ask()).asOf).not.toBe(one.asOf)
  })

  test('have a public change log: what each version changed, from when', async () => {
    const start = async (parameters: ValueParameters) => {
      town.app.clock.advance(60_000)
      await rememberParameters({ ...town.deps, parameters })
      return town.app.clock.now().toISOString()
    }
    const [like] = valueParameters.outcomes
    const next: ValueParameters = {
      ...valueParameters,
      version: 'value-2',
      outcomes: [
        { outcome: 'like', weight: 3, usual: like?.usual ?? 0 },
        { outcome: 'save', weight: 5, usual: 0.01 },
      ],
      exploration: { ...valueParameters.exploration, chance: 0.05 },
    }
    const first = await start(valueParameters)
    await start(valueParameters)
    const second = await start(next)
    await start(next)
    const third = await start(valueParameters)
    // Before them stands the version of this instance, since it started.
    const history = (await measured()).history.slice(0, 3)
    expect(history.map(({ version, since }) => [version, since])).toEqual([
      ['value-1', third],
      ['value-2', second],
      ['value-1', first],
    ])
    expect((await measured()).history.at(-1)?.change).toBe('The first version.')
    expect(history[1]?.change).toBe(
      'weight of "like": 2 → 3; weight of "not_interested": -20 → gone; usual rate of "not_interested": 0.001 → gone; ' +
        'places given by chance: 0.02 → 0.05; weight of "save": new, 5; usual rate of "save": new, 0.01',
    )
  })
})
