import {
  blockPerson,
  changeSound,
  createClient as createClientOf,
  createLink,
  createOrganisation,
  createPost,
  deletePost,
  editPost,
  followSound,
  getPost,
  getSound,
  listFollowedSounds,
  listPostsOfSound,
  restoreSound,
  setPostLink,
  setRole,
  takeDownSound,
  unfollowSound,
  type PostId,
  type PublishedPost,
  type SoundId,
  type SoundRights,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  readyAsset,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let moderator: Person
let ana: Person
let ben: Person
let cleo: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  moderator = await signUp(app, 'moderator')
  await operator.call(setRole, { params: { handle: 'moderator' }, body: { role: 'moderator' } })
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
  cleo = await signUp(app, 'cleo')
})
afterAll(() => app.stop())

const free: SoundRights = { licence: 'original', territories: null, commercial: false, holder: '' }
const publish = async (by: Person, body: object = {}): Promise<PublishedPost> => {
  app.clock.advance(1000)
  const assetId = await readyAsset(app, by)
  const { post } = await by.call(createPost, { body: { assetId, caption: '', ...body } })
  assert(post.state === 'published', 'its video is ready')
  return post
}
const soundOf = ({ sound }: PublishedPost): SoundId => {
  assert(sound !== null, 'it is heard')
  return sound.soundId
}
const seen = async (by: Pick<Client, 'call'>, postId: PostId): Promise<PublishedPost> => {
  const { post } = await by.call(getPost, { params: { postId } })
  assert(post.state === 'published', 'it is out')
  return post
}
const pageOf = async (by: Pick<Client, 'call'>, soundId: SoundId) => {
  const { posts } = await by.call(listPostsOfSound, { params: { soundId } })
  const { sound } = await by.call(getSound, { params: { soundId } })
  return { posts: posts.map(({ postId }) => postId), sound }
}
const use = async (by: Person, soundId: SoundId): Promise<string> =>
  by.refusal(createPost, { body: { assetId: await readyAsset(app, by), caption: '', soundId } })

describe('the sound of a post', () => {
  test('is its own, unless it uses another one; the page lists both', async () => {
    const first = await publish(ana)
    const soundId = soundOf(first)
    const author = { personId: ana.me.personId, handle: 'ana', displayName: 'ana' }
    expect(first.sound).toEqual({ soundId, title: null, author, isOriginal: true })
    const second = await publish(ben, { soundId })
    expect(second.sound).toEqual({ soundId, title: null, author, isOriginal: false })
    const { posts, sound } = await pageOf(createClient(app), soundId)
    expect(posts).toEqual([second.postId, first.postId])
    expect(sound).toMatchObject({
      ...{ posts: 2, creators: 2, followedByMe: false, rights: free, evidence: null, takenDown: null },
      can: { use: true, edit: false, takeDown: false },
    })
    expect(sound.source?.postId).toBe(first.postId)
  })

  test('comes when others can see the post for the first time, once; a silent video has none', async () => {
    const hidden = await publish(ana, { audience: 'private' })
    expect(hidden.sound).toBeNull()
    const params = { postId: hidden.postId }
    await ana.call(editPost, { params, body: { audience: 'followers' } })
    const sound = (await seen(ana, hidden.postId)).sound
    expect(sound?.isOriginal).toBe(true)
    await ana.call(editPost, { params, body: { audience: 'public' } })
    expect((await seen(ana, hidden.postId)).sound).toEqual(sound)
    const assetId = await readyAsset(app, ana)
    await sql`update media.asset set has_audio = false where asset_id = ${assetId}`.execute(
      within(app.engines.db.pool),
    )
    const { post } = await ana.call(createPost, { body: { assetId, caption: '' } })
    expect(post).toMatchObject({ state: 'published', sound: null })
  })

  test('is for others only while everybody may see where it comes from', async () => {
    const first = await publish(ana)
    const soundId = soundOf(first)
    const params = { postId: first.postId }
    await ana.call(editPost, { params, body: { audience: 'private' } })
    expect(await use(ben, soundId)).toBe('404 not_found')
    expect(await ben.refusal(getSound, { params: { soundId } })).toBe('404 not_found')
    const own = await publish(ana, { soundId })
    // Somebody uses it in public now: it has a page again, without the private post.
    expect(await use(ben, soundId)).toBe('409 sound_unavailable')
    const page = await pageOf(ben, soundId)
    expect(page).toMatchObject({ posts: [own.postId], sound: { source: null, can: { use: false } } })
    await ana.call(deletePost, { params })
    expect((await pageOf(ben, soundId)).posts).toEqual([own.postId])
    expect((await seen(ben, own.postId)).sound).toMatchObject({ soundId, isOriginal: false })
    expect(await use(ben, app.ids.uuid() as SoundId)).toBe('404 not_found')
  })

  test('a block hides it, also where it is named', async () => {
    const soundId = soundOf(await publish(cleo))
    const used = await publish(ana, { soundId })
    await cleo.call(blockPerson, { params: { handle: 'ben' } })
    expect(await ben.refusal(getSound, { params: { soundId } })).toBe('404 not_found')
    expect(await ben.refusal(listPostsOfSound, { params: { soundId } })).toBe('404 not_found')
    expect(await ben.refusal(followSound, { params: { soundId } })).toBe('404 not_found')
    expect(await use(ben, soundId)).toBe('404 not_found')
    expect((await seen(ben, used.postId)).sound).toBeNull()
    expect((await seen(operator, used.postId)).sound?.author.handle).toBe('cleo')
  })

  test('posts that use it at once are all counted, each once', async () => {
    const soundId = soundOf(await publish(ana))
    const assets = await Promise.all([ana, ben, cleo, ben].map(async (by) => [by, await readyAsset(app, by)]))
    const made = assets.flatMap(([by, assetId]) => {
      const body = { assetId, caption: '', soundId }
      // Whoever lost its answer asks again: the same post.
      return [1, 2].map(() => (by as Person).send({ method: 'POST', path: createPost.path, body }))
    })
    expect((await Promise.all(made)).map(({ status }) => status)).toEqual(made.map(() => 200))
    const { sound } = await pageOf(ana, soundId)
    expect([sound.posts, sound.creators]).toEqual([5, 3])
  })
})

describe('following a sound', () => {
  test('is a list of one’s own, without what is not offered', async () => {
    const soundId = soundOf(await publish(ana))
    const params = { soundId }
    for (const endpoint of [followSound, unfollowSound])
      expect(await createClient(app).refusal(endpoint, { params })).toBe('401 not_signed_in')
    expect(await createClient(app).refusal(listFollowedSounds)).toBe('401 not_signed_in')
    expect(await ben.refusal(followSound, { params: { soundId: app.ids.uuid() } })).toBe('404 not_found')
    for (const _ of [1, 2]) expect(await ben.call(followSound, { params })).toEqual({ followedByMe: true })
    const listed = (await ben.call(listFollowedSounds)).sounds
    expect(listed).toMatchObject([{ soundId, title: null, author: { handle: 'ana' } }])
    await operator.call(takeDownSound, { params, body: { reason: 'A claim' } })
    expect((await ben.call(listFollowedSounds)).sounds).toEqual([])
    await operator.call(restoreSound, { params })
    expect((await ben.call(listFollowedSounds)).sounds).toHaveLength(1)
    expect(await ben.call(unfollowSound, { params })).toEqual({ followedByMe: false })
    expect((await ben.call(listFollowedSounds)).sounds).toEqual([])
  })
})

describe('the rights of a sound', () => {
  test('are said by its author or an operator, with proof that only they and moderators read', async () => {
    const soundId = soundOf(await publish(ana))
    const params = { soundId }
    const body = {
      title: 'Rain on a tin roof',
      rights: { ...free, licence: 'contract' as const, territories: ['FR', 'ES'], holder: 'Roof Records' },
      evidence: 'No. 12 of 2026',
    }
    expect(await createClient(app).refusal(changeSound, { params, body })).toBe('401 not_signed_in')
    for (const other of [ben, moderator])
      expect(await other.refusal(changeSound, { params, body })).toBe('403 forbidden')
    expect(await ana.refusal(changeSound, { params: { soundId: app.ids.uuid() }, body })).toBe(
      '404 not_found',
    )
    for (const wrong of [
      { rights: { ...free, territories: ['Spain'] } },
      { rights: { ...free, licence: 'cc_by_nc', commercial: true } },
      { rights: { ...free, licence: 'contract' } },
      { title: '' },
    ])
      expect(await ana.refusal(changeSound, { params, body: wrong })).toBe('400 invalid_request')
    const { sound } = await ana.call(changeSound, { params, body })
    expect(sound).toMatchObject({
      ...{ title: body.title, evidence: body.evidence, can: { edit: true, takeDown: false } },
      rights: { ...body.rights, territories: ['ES', 'FR'] },
    })
    expect((await moderator.call(getSound, { params })).sound.evidence).toBe(body.evidence)
    expect((await ben.call(getSound, { params })).sound.evidence).toBeNull()
    await operator.call(changeSound, { params, body: { title: null } })
    expect((await ben.call(getSound, { params })).sound).toMatchObject({
      ...{ title: null, rights: { holder: 'Roof Records' } },
    })
  })

  test('a sound that was taken down is named nowhere and used by nobody; the videos stay', async () => {
    const first = await publish(ana)
    const soundId = soundOf(first)
    const params = { soundId }
    const used = await publish(ben, { soundId })
    const body = { reason: 'A claim of Roof Records' }
    expect(await createClient(app).refusal(takeDownSound, { params, body })).toBe('401 not_signed_in')
    for (const other of [ana, moderator])
      expect(await other.refusal(takeDownSound, { params, body })).toBe('403 forbidden')
    expect(await operator.refusal(takeDownSound, { params, body: { reason: '' } })).toBe(
      '400 invalid_request',
    )
    expect(await operator.refusal(restoreSound, { params: { soundId: app.ids.uuid() } })).toBe(
      '404 not_found',
    )
    await operator.call(takeDownSound, { params, body })
    await operator.call(takeDownSound, { params, body: { reason: 'Another' } })
    const { posts, sound } = await pageOf(ben, soundId)
    expect(posts).toEqual([])
    expect(sound).toMatchObject({
      ...{ posts: 0, creators: 0, source: null, takenDown: { reason: body.reason } },
      can: { use: false },
    })
    expect((await seen(ben, used.postId)).sound).toBeNull()
    expect((await seen(ben, used.postId)).playback).toEqual(used.playback)
    for (const by of [ana, cleo]) expect(await use(by, soundId)).toBe('409 sound_unavailable')
    await operator.call(restoreSound, { params })
    expect((await pageOf(ben, soundId)).posts).toEqual([used.postId, first.postId])
    expect((await seen(ben, used.postId)).sound?.soundId).toBe(soundId)
  })

  test('a video that advertises needs a sound of its own, or one that may be used for it', async () => {
    const { organisation } = await cleo.call(createOrganisation, { body: { name: 'Agency' } })
    const { client } = await cleo.call(createClientOf, {
      body: {
        organisationId: organisation.organisationId,
        name: 'Brand',
        currency: 'EUR',
        region: 'ES',
        timeZone: 'UTC',
      },
    })
    const { link } = await cleo.call(createLink, {
      params: { clientId: client.clientId },
      body: { destination: 'https://example.org/', campaign: 'Spring' },
    })
    const body = { code: link.code, action: 'shop_now' as const, destination: link.destination }
    const first = await publish(ana)
    const soundId = soundOf(first)
    const used = await publish(ben, { soundId })
    const put = { params: { postId: used.postId }, body }
    expect(await ben.refusal(setPostLink, put)).toBe('409 sound_not_commercial')
    await ana.call(setPostLink, { params: { postId: first.postId }, body })
    await ana.call(changeSound, { params: { soundId }, body: { rights: { ...free, commercial: true } } })
    await ben.call(setPostLink, put)
    expect((await seen(ben, used.postId)).callToAction).not.toBeNull()
    // What was agreed stays; the next one is refused.
    await ana.call(changeSound, { params: { soundId }, body: { rights: free } })
    expect((await seen(ben, used.postId)).callToAction).not.toBeNull()
    const later = await publish(ben, { soundId })
    const next = { params: { postId: later.postId }, body }
    expect(await ben.refusal(setPostLink, next)).toBe('409 sound_not_commercial')
  })
})
