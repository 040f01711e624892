import {
  createPost,
  deletePost,
  getPost,
  getPostMetrics,
  keepVideo,
  listComments,
  replaceVideo,
  reportViews,
  writeComment,
  type AssetId,
  type CommentId,
  type Post,
  type PostId,
  type PublishedPost,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { within } from '#platform/postgres'
import {
  createClient,
  createTestApp,
  publishClip,
  readyAsset,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let ana: Person
let ben: Person
beforeAll(async () => {
  app = await createTestApp()
  await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben')
})
afterAll(() => app.stop())

const published = (post: Post): PublishedPost => {
  assert(post.state === 'published', 'it is out')
  return post
}
const read = async (postId: PostId, by = ana) =>
  published((await by.call(getPost, { params: { postId } })).post)
const replace = async (postId: PostId, assetId: AssetId) =>
  published((await ana.call(replaceVideo, { params: { postId }, body: { assetId } })).post)
/** A converted file of another length. */
const longerAsset = async (durationMs: number): Promise<AssetId> => {
  const assetId = await readyAsset(app, ana)
  await sql`update media.asset set duration_ms = ${durationMs} where asset_id = ${assetId}`.execute(
    within(app.engines.db.pool),
  )
  return assetId
}
/** An upload that is still being converted. */
const coming = async (): Promise<AssetId> => {
  const assetId = await readyAsset(app, ana)
  await sql`update media.asset set state = 'processing' where asset_id = ${assetId}`.execute(
    within(app.engines.db.pool),
  )
  return assetId
}
const finish = async (assetId: AssetId, state: 'ready' | 'refused') => {
  const code = 'damaged' as const
  await sql`update media.asset set state = ${state}, refusal_code = ${state === 'refused' ? code : null},
      refused_at = ${state === 'refused' ? app.clock.now() : null} where asset_id = ${assetId}`.execute(
    within(app.engines.db.pool),
  )
  const told = { assetId, ownerId: ana.me.personId }
  await app.engines.db.transaction((tx) =>
    state === 'ready'
      ? app.bus.emit(tx, 'media.ready', told)
      : app.bus.emit(tx, 'media.refused', { ...told, code }),
  )
  await app.jobs.runOnce()
}

test('who may replace what', async () => {
  const postId = await publishClip(app, ana)
  const [params, body] = [{ postId }, { assetId: await readyAsset(app, ana) }]
  const nobody = createClient(app)
  expect(await nobody.refusal(replaceVideo, { params, body })).toBe('401 not_signed_in')
  expect(await nobody.refusal(keepVideo, { params })).toBe('401 not_signed_in')
  expect(await ben.refusal(replaceVideo, { params, body })).toBe('403 forbidden')
  expect(await ben.refusal(keepVideo, { params })).toBe('403 forbidden')
  expect(await ana.refusal(replaceVideo, { params, body: { assetId: 'x' } })).toBe('400 invalid_request')
  const others = { assetId: await readyAsset(app, ben) }
  expect(await ana.refusal(replaceVideo, { params, body: others })).toBe('404 not_found')
  const inUse = { assetId: (await read(await publishClip(app, ana))).assetId }
  expect(await ana.refusal(replaceVideo, { params, body: inUse })).toBe('409 asset_in_use')
  const draft = { assetId: await readyAsset(app, ana), caption: '', publish: 'draft' }
  const { post } = await ana.call(createPost, { body: draft })
  expect(await ana.refusal(replaceVideo, { params: { postId: post.postId }, body })).toBe('409 not_published')
})

test('the old video plays until the new one is ready; address, comments and numbers stay', async () => {
  const postId = await publishClip(app, ana)
  const before = await read(postId)
  const commentId = app.ids.uuid() as CommentId
  await ben.call(writeComment, { params: { postId, commentId }, body: { text: 'Lovely' } })
  const next = await coming()
  const waiting = await replace(postId, next)
  expect(waiting).toMatchObject({
    assetId: before.assetId,
    version: 1,
    replacement: { assetId: next, refusal: null },
  })
  expect((await read(postId, ben)).replacement).toBeNull()
  // Asked twice it is one.
  expect(await replace(postId, next)).toEqual(waiting)
  app.clock.advance(1000)
  await finish(next, 'ready')
  const after = await read(postId, ben)
  expect(after).toMatchObject({
    ...{ assetId: next, version: 2, replacement: null, publishedAt: before.publishedAt, comments: 1 },
    replacedAt: app.clock.now().toISOString(),
  })
  expect((await ben.call(listComments, { params: { postId } })).comments).toHaveLength(1)
  // The event comes again, and late.
  await finish(next, 'ready')
  expect(await read(postId, ben)).toEqual(after)

  const stillThere = async (assetId: AssetId) =>
    (await sql`select 1 from media.asset where asset_id = ${assetId}`.execute(within(app.engines.db.pool)))
      .rows.length
  await app.posts.dropPastFiles()
  expect(await stillThere(before.assetId)).toBe(1)
  app.clock.advance(86_400_001)
  await app.posts.dropPastFiles()
  await app.posts.dropPastFiles()
  expect([await stillThere(before.assetId), await stillThere(next)]).toEqual([0, 1])
})

test('a new video that is refused leaves the old one, and another may be tried, or none', async () => {
  const postId = await publishClip(app, ana)
  const { assetId } = await read(postId)
  const broken = await coming()
  await replace(postId, broken)
  await finish(broken, 'refused')
  const told = await read(postId)
  expect(told).toMatchObject({ assetId, version: 1, replacement: { assetId: broken } })
  expect(told.replacement?.refusal).toMatch(/ends too early/)
  await ana.call(keepVideo, { params: { postId } })
  expect(await read(postId)).toMatchObject({ assetId, replacement: null })
  const [one, other] = [await coming(), await readyAsset(app, ana)]
  await replace(postId, one)
  expect(await replace(postId, other)).toMatchObject({ assetId: other, version: 2, replacement: null })
  await finish(one, 'ready')
  expect(await read(postId)).toMatchObject({ assetId: other, version: 2 })
})

test('deleting takes every video along, and nothing comes back', async () => {
  const postId = await publishClip(app, ana)
  const first = (await read(postId)).assetId
  const second = await readyAsset(app, ana)
  await replace(postId, second)
  const third = await coming()
  await replace(postId, third)
  await Promise.all([ana.call(deletePost, { params: { postId } }), finish(third, 'ready')])
  await app.jobs.runOnce()
  const left =
    await sql`select 1 from media.asset where asset_id = any (${[first, second, third]}::uuid[])`.execute(
      within(app.engines.db.pool),
    )
  expect(left.rows).toEqual([])
  expect(await ana.refusal(getPost, { params: { postId } })).toBe('404 not_found')
})

test('numbers are told for each version, by the length that each had', async () => {
  const postId = await publishClip(app, ana)
  const view = (version: number | undefined, toMs: number) => ({
    ...{
      eventId: app.ids.uuid(),
      viewId: app.ids.uuid(),
      seq: 0,
      postId,
      slotId: null,
      surface: 'post' as const,
    },
    startedAt: new Date(app.clock.nowMs() - toMs).toISOString(),
    clientTime: app.clock.now().toISOString(),
    ...{ visibleMs: toMs, played: [[0, toMs]] as [number, number][], durationMs: toMs, soundOn: true },
    ...(version === undefined ? {} : { version }),
  })
  const report = (...events: ReturnType<typeof view>[]) =>
    ben.call(reportViews, { body: { sentAt: app.clock.now().toISOString(), timeZone: 'UTC', events } })
  await report(view(undefined, 10_000), view(1, 5000))
  await replace(postId, await longerAsset(20_000))
  // Somebody still watched the old one to its end; a version that never was is taken for the one of now.
  await report(view(1, 10_000), view(2, 10_000), view(9, 20_000))
  await app.telemetry.flushed()
  const valueOf = async (version: number | undefined, metric: string) => {
    const metrics = 'views,hook_rate,completion_rate'
    const query = version === undefined ? { metrics } : { metrics, version }
    const { values } = await ana.call(getPostMetrics, { params: { postId }, query })
    return values.find(({ metricId }) => metricId === metric)?.value
  }
  expect([await valueOf(1, 'views'), await valueOf(2, 'views'), await valueOf(undefined, 'views')]).toEqual([
    3, 2, 5,
  ])
  expect(await valueOf(1, 'completion_rate')).toBeCloseTo(2 / 3)
  expect(await valueOf(2, 'completion_rate')).toBeCloseTo(1 / 2)
  const wrong = { params: { postId }, query: { metrics: 'likes', version: '1' } }
  expect(await ana.refusal(getPostMetrics, wrong)).toMatch(/^4/)
})
