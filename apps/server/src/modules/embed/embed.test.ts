import {
  editPost,
  getOembed,
  getPost,
  sharePost,
  type Audience,
  type AssetId,
  type PostId,
} from '@busker/contract'
import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let author: Person
let ana: Person
let guest: Client
beforeAll(async () => {
  app = await createTestApp({ publicUrl: 'https://busker.example', instanceName: 'Pond & Co' })
  author = await signUp(app, 'author')
  ana = await signUp(app, 'ana')
  guest = createClient(app)
})
afterAll(() => app.stop())

const attack = `"><script>alert(1)</script><img src=x onerror=alert(2)> $& $1 '`
const addressOf = (postId: PostId) => `https://busker.example/p/${postId}`
const setAudience = (postId: PostId, audience: Audience) =>
  author.call(editPost, { params: { postId }, body: { audience } })
const headOf = (url: string) =>
  app.embed.headOf({ url, protocol: 'https', host: 'busker.example' } as FastifyRequest)

test('any site may frame the player, which does nothing but play, and sets no cookie', async () => {
  const postId = await publishClip(app, author, attack)
  const page = await guest.get(`/embed/${postId}`)
  expect(page.status).toBe(200)
  expect(page.headers['content-security-policy']).toContain('frame-ancestors *')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.headers['x-frame-options']).toBeUndefined()
  expect(page.headers['set-cookie']).toBeUndefined()
  expect(page.body.match(/<script/g)).toHaveLength(1)
  expect(page.body).not.toContain('<img')
  expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  const { post } = await guest.call(getPost, { params: { postId } })
  expect(page.body).toContain(`src="/v1/media/${post.assetId}/720.mp4"`)
  for (const file of ['player.js', 'player.css']) expect((await guest.get(`/embed/${file}`)).status).toBe(200)
  const other = await guest.get('/healthz')
  expect(other.headers['content-security-policy']).toContain("frame-ancestors 'none'")
})

test('what not everybody may see is neither embedded nor previewed', async () => {
  const postId = await publishClip(app, author)
  const { token } = await ana.call(sharePost, { params: { postId } })
  for (const audience of ['followers', 'friends', 'private'] as const) {
    await setAudience(postId, audience)
    app.clock.advance(30_001)
    expect((await guest.get(`/embed/${postId}`)).status).toBe(404)
    expect((await author.get(`/embed/${postId}`)).status).toBe(404)
    expect(await author.refusal(getOembed, { query: { url: addressOf(postId) } })).toBe('404 not_found')
    expect(await headOf(`/p/${postId}`)).toBeNull()
    expect(await headOf(`/s/${token}`)).toBeNull()
  }
  await setAudience(postId, 'public')
  app.clock.advance(30_001)
  expect((await guest.get(`/embed/${postId}`)).status).toBe(200)
  expect((await headOf(`/s/${token}`))?.markup).toContain(`href="${addressOf(postId)}"`)
  expect((await guest.get(`/embed/${app.ids.uuid()}`)).status).toBe(404)
  expect((await guest.get('/embed/x')).status).toBe(404)
})

test('oEmbed keeps within the limits it is given and says no in the words of its specification', async () => {
  const postId = await publishClip(app, author, attack)
  const url = addressOf(postId)
  const found = await guest.call(getOembed, { query: { url, maxwidth: 300, maxheight: 400 } })
  expect(found).toMatchObject({
    ...{ version: '1.0', type: 'video', width: 225, height: 400, author_name: 'author' },
    ...{ author_url: 'https://busker.example/@author', provider_name: 'Pond & Co' },
    thumbnail_url: expect.stringMatching(/^https:\/\/busker\.example\/v1\/media\//),
  })
  expect(found.html).toMatch(
    new RegExp(
      `^<iframe src="https://busker.example/embed/${postId}" width="225" height="400" title="[^"<>]*" `,
    ),
  )
  expect(found.html.match(/</g)).toHaveLength(2)
  const answer = await guest.get(`/v1/oembed?url=${encodeURIComponent(url)}`)
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(await guest.refusal(getOembed, { query: { url, format: 'xml' } })).toBe('501 format_not_served')
  expect(await guest.refusal(getOembed, { query: { url, maxwidth: 0 } })).toBe('400 invalid_request')
  expect(await guest.refusal(getOembed)).toBe('400 invalid_request')
  for (const other of ['https://other.example/p/x', addressOf(app.ids.uuid() as PostId), 'x', `${url}/x`])
    expect(await guest.refusal(getOembed, { query: { url: other } })).toBe('404 not_found')
})

test('heads of pages tell of posts and people, escaped, and are made once in a while', async () => {
  const postId = await publishClip(app, author, attack)
  const head = await headOf(`/p/${postId}?x=1`)
  expect(head?.title).toBe('author (@author) · Pond &amp; Co')
  expect(head?.markup).toContain('application/json+oembed')
  expect(head?.markup).toContain(`property="og:video" content="https://busker.example/embed/${postId}"`)
  expect(head?.markup.match(/<script|<img/g)).toBeNull()
  for (const line of (head?.markup ?? '').split('\n'))
    expect(line).toMatch(/^<(meta|link)( [\w:]+="[^"<>]*")+ \/>$/)
  await author.call(editPost, { params: { postId }, body: { caption: 'Another' } })
  expect((await headOf(`/p/${postId}`))?.markup).not.toContain('Another')
  app.clock.advance(30_001)
  expect((await headOf(`/p/${postId}`))?.markup).toContain('Another')
  expect((await headOf('/@author'))?.markup).toContain('property="og:type" content="profile"')
  expect(await headOf('/@nobody_at_all')).toBeNull()
  expect(await headOf('/')).toBeNull()
})

test('a video is downloaded whole under its author’s name, if they allow it; one’s own always', async () => {
  const postId = await publishClip(app, author, 'A pond / mañana')
  const path = `/v1/posts/${postId}/download`
  const { post } = await guest.call(getPost, { params: { postId } })
  expect((await guest.get(path)).status).toBe(409)
  const assetId: AssetId = post.assetId
  await app.engines.blobs.put(`media/${assetId}/720.mp4`, new TextEncoder().encode('a video'))
  const answer = await guest.get(path)
  expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([200, 'a video', '7'])
  expect(answer.headers['content-disposition']).toBe(
    `attachment; filename="author - A pond ma_ana.mp4"; filename*=UTF-8''author%20-%20A%20pond%20ma%C3%B1ana.mp4`,
  )
  await author.call(editPost, { params: { postId }, body: { allowDownload: false } })
  const refused = await ana.get(path)
  expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('download_not_allowed')])
  expect((await author.get(path)).status).toBe(200)
  await setAudience(postId, 'private')
  expect((await ana.get(path)).status).toBe(404)
  expect((await guest.get('/v1/posts/x/download')).status).toBe(400)
})
