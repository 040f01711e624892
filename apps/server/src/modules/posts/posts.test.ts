import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createPost,
  deletePost,
  events,
  getFeed,
  getPost,
  likePost,
  listPostsOfPerson,
  type AssetId,
  type Post,
  type PostId,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '#config'
import { findFfmpeg } from '#platform/ffmpeg'
import { assert } from '#platform/assert'
import { defineJob } from '#platform/jobs'
import { within } from '#platform/postgres'
import {
  assetOf,
  createClient,
  createTestApp,
  publishClip,
  readyAsset,
  signUp,
  uploadClip,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

const ffmpeg = await findFfmpeg({ ffmpegPath: loadConfig().ffmpegPath })

let app: TestApp
let operator: Person
let ana: Person
let ben: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  ana = await signUp(app, 'ana')
  ben = await signUp(app, 'ben.b')
})
afterAll(() => app.stop())

const count = async (table: string, postId: PostId): Promise<bigint | undefined> => {
  const query = sql<{ count: bigint }>`select count(*) from ${sql.table(table)} where post_id = ${postId}`
  return (await query.execute(within(app.engines.db.pool))).rows[0]?.count
}
/** An upload whose bytes are still on their way. */
const uploading = async (owner: Person): Promise<AssetId> => {
  const length = { 'upload-length': '1000000', 'tus-resumable': '1.0.0' }
  const answer = await owner.send({ method: 'POST', path: '/v1/uploads', headers: length })
  expect(answer.status).toBe(201)
  const assetId = String(answer.headers['location']).split('/').at(-1)
  return events['media.ready'].shape.assetId.parse(assetId)
}
const post = async (by: Person, assetId: AssetId, caption = 'Hello'): Promise<Post> =>
  (await by.call(createPost, { body: { assetId, caption } })).post
const grid = async (by: Pick<Person, 'call'>, handle: string): Promise<PostId[]> =>
  (await by.call(listPostsOfPerson, { params: { handle } })).posts.map(({ postId }) => postId)

describe('creating', () => {
  test('needs an account, a caption that fits and an upload of one’s own', async () => {
    const assetId = await readyAsset(app, ana)
    const body = { assetId, caption: '' }
    expect(await createClient(app).refusal(createPost, { body })).toBe('401 not_signed_in')
    const long = { assetId, caption: 'x'.repeat(2201) }
    expect(await ana.refusal(createPost, { body: long })).toBe('400 invalid_request')
    expect(await ana.refusal(createPost, { body: { assetId: 'x', caption: '' } })).toBe('400 invalid_request')
    expect(await ben.refusal(createPost, { body })).toBe('404 not_found')
    expect(await ana.refusal(createPost, { body: { ...body, assetId: app.ids.uuid() } })).toBe(
      '404 not_found',
    )
  })

  test('one post for each upload, also when asked twice at once', async () => {
    const body = { assetId: await readyAsset(app, ana), caption: '' }
    const send = () => ana.send({ method: 'POST', path: createPost.path, body })
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(
      new Set(answers.map((answer) => createPost.response.parse(JSON.parse(answer.body)).post.postId)).size,
    ).toBe(1)
    const otherwise = { ...body, caption: 'in other words' }
    expect(await ana.refusal(createPost, { body: otherwise })).toBe('409 asset_in_use')
    const { assetId } = body
    const path = `/v1/assets/${assetId}`
    expect((await ana.send({ method: 'DELETE', path })).status).toBe(409)
  })

  test('a video that is ready is published at once', async () => {
    const assetId = await readyAsset(app, ana)
    const made = await post(ana, assetId, '  With @ben.b. and @nobody\r\n#Pond #Duck #pond\u0000 ')
    expect(made).toMatchObject({
      state: 'published',
      author: { handle: 'ana', displayName: 'ana' },
      caption: 'With @ben.b. and @nobody\n#Pond #Duck #pond',
      tags: ['pond', 'duck'],
      mentions: ['ben.b'],
      likes: 0,
      likedByMe: false,
      can: { delete: true, edit: true, seeMetrics: true, download: true },
      playback: {
        renditions: [{ name: '720', url: `/v1/media/${assetId}/720.mp4`, bytes: 900 }],
        durationMs: 10_000,
      },
    })
    const seen = await ben.call(getPost, { params: { postId: made.postId } })
    const can = { delete: false, edit: false, seeMetrics: false, download: true }
    expect(seen.post).toEqual({ ...made, can })
    const { post: seenByOperator } = await operator.call(getPost, { params: { postId: made.postId } })
    expect(seenByOperator).toEqual({ ...made, can: { ...can, delete: true, seeMetrics: true } })
  })
})

describe('waiting for the video', () => {
  test('only its author sees it', async () => {
    const made = await post(ana, await uploading(ana))
    expect(made).toMatchObject({ state: 'waiting' })
    const params = { postId: made.postId }
    expect((await ana.call(getPost, { params })).post).toEqual(made)
    for (const other of [ben, operator, createClient(app)]) {
      expect(await other.refusal(getPost, { params })).toBe('404 not_found')
      expect(await grid(other, 'ana')).not.toContain(made.postId)
    }
    expect(await grid(ana, 'ana')).toContain(made.postId)
    expect(await ben.refusal(deletePost, { params })).toBe('404 not_found')
    expect(await ben.refusal(likePost, { params })).toBe('404 not_found')
    await ana.call(deletePost, { params })
    expect(await ana.refusal(getPost, { params })).toBe('404 not_found')
  })

  test.skipIf(ffmpeg === null)('it publishes itself, once, however often the event comes', async () => {
    const assetId = await uploadClip(app, ana)
    const { postId, state } = await post(ana, assetId, 'Converted')
    expect(state).toBe('waiting')
    expect(await assetOf(ana, assetId)).toMatchObject({ state: 'queued' })
    app.clock.advance(1000)
    await app.jobs.runOnce()
    const { post: published } = await ben.call(getPost, { params: { postId } })
    expect(published).toMatchObject({ state: 'published', publishedAt: app.clock.now().toISOString() })

    const ready = { name: 'event:media.ready:posts', payload: events['media.ready'], maximumAttempts: 3 }
    const again = { assetId, ownerId: ana.me.personId }
    app.clock.advance(1000)
    await app.jobs.enqueue(app.engines.db.pool, defineJob(ready), again)
    await app.jobs.enqueue(app.engines.db.pool, defineJob(ready), again)
    await app.jobs.runOnce()
    expect((await ben.call(getPost, { params: { postId } })).post).toEqual(published)
    expect(await count('feed.inventory', postId)).toBe(1n)
    assert(published.state === 'published', 'it is published')
    const video = await ben.get(published.playback.renditions[0]?.url ?? '')
    expect(video.status).toBe(200)
  })

  test.skipIf(ffmpeg === null)(
    'a file that is no video refuses the post, and only its author knows',
    async () => {
      const file = join(app.folder, 'text.mp4')
      await writeFile(file, 'This is not a video.\n'.repeat(100))
      const { postId } = await post(ana, await uploadClip(app, ana, file))
      await app.jobs.runOnce()
      const params = { postId }
      const { post: refused } = await ana.call(getPost, { params })
      expect(refused).toMatchObject({ state: 'refused', code: 'unreadable_file' })
      expect(refused.state === 'refused' && refused.message).toMatch(/not a video we can read/)
      expect(await ben.refusal(getPost, { params })).toBe('404 not_found')
      expect(await grid(ben, 'ana')).not.toContain(postId)
      await ana.call(deletePost, { params })
    },
  )
})

describe('deleting', () => {
  test('who may', async () => {
    const params = { postId: await publishClip(app, ana) }
    expect(await createClient(app).refusal(deletePost, { params })).toBe('401 not_signed_in')
    expect(await ben.refusal(deletePost, { params })).toBe('403 forbidden')
    expect(await ana.refusal(deletePost, { params: { postId: 'x' } })).toBe('400 invalid_request')
    expect(await ana.refusal(deletePost, { params: { postId: app.ids.uuid() } })).toBe('404 not_found')
    await operator.call(deletePost, { params })
    expect(await ana.refusal(deletePost, { params })).toBe('404 not_found')
  })

  test.skipIf(ffmpeg === null)('takes files, likes and the place in the feed along', async () => {
    const assetId = await uploadClip(app, ana)
    const { postId } = await post(ana, assetId)
    await app.jobs.runOnce()
    const params = { postId }
    await ben.call(likePost, { params })
    const filesOf = async () => {
      const found = (await app.engines.blobs.stat(`originals/${assetId}`)) === null ? [] : ['original']
      for await (const { key } of app.engines.blobs.list(`media/${assetId}/`)) found.push(key)
      return found
    }
    expect(await filesOf()).toEqual(expect.arrayContaining(['original', `media/${assetId}/poster-1.webp`]))
    expect(await count('social.post_like', postId)).toBe(1n)

    await ana.call(deletePost, { params })
    const feed = await ben.call(getFeed, { query: { limit: 20 } })
    expect(feed.slots.map((slot) => slot.post.postId)).not.toContain(postId)
    await app.jobs.runOnce()
    expect(await filesOf()).toEqual([])
    for (const table of ['social.post_like', 'social.like_count', 'feed.inventory', 'feed.seen']) {
      expect(await count(table, postId)).toBe(0n)
    }
    expect((await ben.get(`/v1/media/${assetId}/72.mp4`)).status).toBe(404)
    expect(await ana.refusal(getPost, { params })).toBe('404 not_found')
  })
})

describe('the grid', () => {
  test('an unknown person, and what is no cursor', async () => {
    const list = (handle: string, query: Record<string, string>) =>
      createClient(app).refusal(listPostsOfPerson, { params: { handle }, query })
    expect(await list('nobody', {})).toBe('404 not_found')
    expect(await list('ana', { limit: '0' })).toBe('400 invalid_request')
    expect(await list('ana', { limit: '61' })).toBe('400 invalid_request')
    const timeless = JSON.stringify([Number.MAX_SAFE_INTEGER, app.ids.uuid()])
    const cursors = ['x', '%', '[]', '[1,"x"]', timeless].map((text) =>
      Buffer.from(text).toString('base64url'),
    )
    for (const cursor of ['garbage', ...cursors])
      expect(await list('ana', { cursor })).toBe('400 invalid_cursor')
  })

  test('pages one after another are all posts, newest first, also of one moment', async () => {
    const cleo = await signUp(app, 'cleo')
    const made: PostId[] = []
    for (let number = 0; number < 11; number += 1) {
      if (number % 4 === 0) app.clock.advance(1000)
      made.unshift((await post(cleo, await readyAsset(app, cleo), `Number ${number}`)).postId)
    }
    const waiting = await post(cleo, await uploading(cleo))
    const pages = async (by: Pick<Person, 'call'>, limit: number) => {
      const found: PostId[] = []
      let cursor: string | undefined
      for (let page = 0; page < 20; page += 1) {
        const query = { limit, ...(cursor === undefined ? {} : { cursor }) }
        const answer = await by.call(listPostsOfPerson, { params: { handle: 'cleo' }, query })
        expect(answer.posts.length).toBeLessThanOrEqual(limit)
        found.push(...answer.posts.map(({ postId }) => postId))
        if (answer.nextCursor === null) return found
        cursor = answer.nextCursor
      }
      return found
    }
    for (const limit of [1, 2, 3, 4, 5, 11, 12, 60]) {
      expect(await pages(ben, limit)).toEqual(made)
      expect(await pages(cleo, limit)).toEqual([waiting.postId, ...made])
    }
  })
})

describe('the latest posts of an author', () => {
  test('are the published ones with their lengths, newest first', async () => {
    const dora = await signUp(app, 'dora')
    const made: PostId[] = []
    for (let number = 0; number < 3; number += 1) {
      app.clock.advance(1000)
      made.unshift((await post(dora, await readyAsset(app, dora))).postId)
    }
    const waiting = await post(dora, await uploading(dora))
    const [newest = waiting.postId] = made
    const timed = (postId: PostId) => ({ postId, durationMs: 10_000 })
    const lookUp = (postId: PostId) => app.posts.lookUpLatest(app.engines.db.pool, postId)
    expect(await lookUp(newest)).toEqual({
      ...{ authorId: dora.me.personId, post: timed(newest), latest: made.map(timed) },
    })
    expect(await lookUp(waiting.postId)).toBeNull()
    expect(await lookUp(app.ids.uuid() as PostId)).toBeNull()
  })
})
