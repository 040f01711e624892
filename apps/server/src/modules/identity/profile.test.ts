import {
  editProfile,
  getMe,
  getPost,
  getProfile,
  ownPicturePath,
  pictureMaximumBytes,
  removePicture,
} from '@busker/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assert } from '#platform/assert'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Person,
  type TestApp,
} from '../../testing/test-app.ts'

let app: TestApp
let ana: Person
beforeAll(async () => {
  app = await createTestApp()
  ana = await signUp(app, 'ana')
})
afterAll(() => app.stop())

const profileOf = async (handle: string) =>
  (await createClient(app).call(getProfile, { params: { handle } })).profile
const pngOf = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#cc3311' } })
    .withExif({ IFD0: { Artist: 'somebody secret' } })
    .png()
    .toBuffer()
const put = async (by: Pick<Person, 'cookies'> | null, payload: Buffer) => {
  const answer = await app.http.inject({
    ...{ method: 'PUT', url: ownPicturePath, payload },
    headers: { 'content-type': 'application/octet-stream' },
    ...(by && { cookies: Object.fromEntries(by.cookies) }),
  })
  return {
    status: answer.statusCode,
    body: answer.json<{ me?: { picture?: string }; error?: { code: string } }>(),
  }
}
const read = (url: string) => app.http.inject({ method: 'GET', url })

describe('what a profile says', () => {
  test('is changed by its owner, a part at a time, and is seen by everybody', async () => {
    expect(await profileOf('ana')).toMatchObject({ bio: '', link: null })
    await ana.call(editProfile, { body: { displayName: 'Ana   on stilts', bio: ' Juggles. ' } })
    await ana.call(editProfile, { body: { link: 'https://ana.example.org/shows' } })
    expect(await profileOf('ana')).toMatchObject({
      ...{ displayName: 'Ana on stilts', bio: 'Juggles.', link: 'https://ana.example.org/shows' },
    })
    await ana.call(editProfile, { body: { bio: '', link: null } })
    expect(await profileOf('ana')).toMatchObject({ displayName: 'Ana on stilts', bio: '', link: null })
    const { me } = await ana.call(getMe, {})
    expect(me?.displayName).toBe('Ana on stilts')
  })

  test('tells of a change only where something is another one', async () => {
    const told = vi.fn(() => Promise.resolve())
    app.bus.on('identity.changed', 'test', told)
    await ana.call(editProfile, { body: { displayName: 'Ana on stilts', bio: '' } })
    await ana.call(editProfile, { body: {} })
    await app.jobs.runOnce()
    expect(told).not.toHaveBeenCalled()
    await ana.call(editProfile, { body: { displayName: 'Ana on stilts', bio: 'Still juggles.' } })
    await app.jobs.runOnce()
    expect(told).toHaveBeenCalledTimes(1)
    await ana.call(editProfile, { body: { bio: '' } })
  })

  test.each([
    { displayName: '  ' },
    { displayName: 'x'.repeat(51) },
    { bio: 'x'.repeat(161) },
    ...['http://example.org', 'javascript:alert(1)', 'https://localhost', 'example.org', 'https://'].map(
      (link) => ({ link }),
    ),
  ])('refuses %o', async (body) => {
    expect(await ana.refusal(editProfile, { body })).toBe('400 invalid_request')
  })

  test('says to its owner alone that the account is suspended, and until when', async () => {
    const sam = await signUp(app, 'sam.suspended')
    expect((await sam.call(getMe)).me?.suspension).toBeUndefined()
    const suspend = (until: Date | null) =>
      app.engines.db.transaction((tx) =>
        app.identity.suspend(tx, sam.me.personId, { until, reason: 'Copied videos.' }),
      )
    await suspend(null)
    expect((await sam.call(getMe)).me?.suspension).toEqual({ until: null, reason: 'Copied videos.' })
    expect(await profileOf('sam.suspended')).not.toHaveProperty('suspension')
    const until = new Date(app.clock.nowMs() + 1000)
    await suspend(until)
    expect((await sam.call(getMe)).me?.suspension?.until).toBe(until.toISOString())
    app.clock.advance(1000)
    expect((await sam.call(getMe)).me?.suspension).toBeUndefined()
  })

  test('nobody changes it without an account', async () => {
    const guest = createClient(app)
    expect(await guest.refusal(editProfile, { body: { bio: 'x' } })).toBe('401 not_signed_in')
    expect(await guest.refusal(removePicture, {})).toBe('401 not_signed_in')
    expect((await put(null, await pngOf(32, 32))).status).toBe(401)
  })
})

describe('a picture', () => {
  test('is drawn anew as a small square, without what else was in the file, and stands wherever its owner does', async () => {
    const postId = await publishClip(app, ana)
    const { status, body } = await put(ana, await pngOf(900, 400))
    expect(status).toBe(200)
    const address = body.me?.picture ?? ''
    expect(await profileOf('ana')).toMatchObject({ picture: address })
    const { post } = await createClient(app).call(getPost, { params: { postId } })
    expect(post.author.picture).toBe(address)
    const answer = await read(address)
    expect(answer.headers).toMatchObject({
      ...{ 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable' },
    })
    const shape = await sharp(answer.rawPayload).metadata()
    expect(shape).toMatchObject({ width: 288, height: 288, format: 'webp' })
    expect(shape.exif).toBeUndefined()
    expect(answer.rawPayload.includes('secret')).toBe(false)
  })

  test('takes the place of the one before, whose bytes are gone, and can be taken away', async () => {
    const first = (await put(ana, await pngOf(64, 64))).body.me?.picture ?? ''
    const second = (await put(ana, await pngOf(64, 64))).body.me?.picture ?? ''
    expect(second).not.toBe(first)
    expect([(await read(first)).statusCode, (await read(second)).statusCode]).toEqual([404, 200])
    const { me } = await ana.call(removePicture, {})
    expect(me.picture).toBeUndefined()
    expect((await read(second)).statusCode).toBe(404)
    expect((await profileOf('ana')).picture).toBeUndefined()
  })

  test('is refused with the reason when it is none, damaged, a trap or too large', async () => {
    const whole = await pngOf(64, 64)
    const bomb = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    )
    for (const bad of [svg, whole.subarray(0, 60), bomb, await pngOf(8, 8), Buffer.alloc(0)])
      expect((await put(ana, bad)).body.error?.code).toBe('invalid_picture')
    const large = await put(ana, Buffer.concat([whole, Buffer.alloc(pictureMaximumBytes)]))
    expect(large.status).toBe(413)
    expect((await profileOf('ana')).picture).toBeUndefined()
  })

  test('of many at once one stays, with its bytes', async () => {
    const bytes = await pngOf(64, 64)
    await Promise.all(Array.from({ length: 6 }, () => put(ana, bytes)))
    const { picture } = await profileOf('ana')
    assert(picture !== undefined, 'one of them stays')
    expect((await read(picture)).statusCode).toBe(200)
  })

  test('that does not exist is not found, whatever is asked for', async () => {
    for (const path of [`${ana.me.personId}/x.webp`, `${ana.me.personId}/..%2f..%2fx.webp`, 'nobody/x.webp'])
      expect((await read(`/v1/pictures/${path}`)).statusCode).toBe(404)
  })
})
