import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assetId as assetIdSchema, personId as personIdSchema, type AssetId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileBlobStore, type BlobStore } from '#platform/blob'
import { virtualClock } from '#platform/clock'
import { createHttp } from '#platform/http'
import { systemIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { createAccessCache } from './serving/asset-access.ts'
import { serveFiles } from './serve-files.ts'
import { addressesOf } from './serving/addresses.ts'
import { insertAsset, markQueued, saveExtras } from './store/assets.ts'
import { insertRenditions, markReady } from './store/conversions.ts'

const clock = virtualClock(Date.parse('2026-11-22T10:30:00Z'))
const ids = systemIds(clock)
const log = silentLog()
const secret = new Uint8Array(32).fill(9)
const video = Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 251))
const large = Buffer.alloc(600_000, 'x')
const ownerId = personIdSchema.parse(ids.uuid())

let folder = ''
let workFolder = ''
let postgres: TestDatabase
let blobs: BlobStore
let http: FastifyInstance
let queries = 0

const open = async (): Promise<FastifyInstance> => {
  const db = postgres.database
  const counted = {
    ...db,
    get pool() {
      queries += 1
      return db.pool
    },
  }
  const app = await createHttp({
    ...{ version: '0', publicUrl: undefined, requestsPerMinute: 100_000, trustedProxies: [], ids, log },
    authenticator: { personOf: async () => null },
    isReady: () => true,
  })
  const access = createAccessCache({ db: counted, clock })
  serveFiles(app, { db: counted, clock, log, blobs, workFolder, secret, access })
  return app
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-serve-'))
  workFolder = join(folder, 'work')
  postgres = await createTestDatabase()
  blobs = fileBlobStore({ folder: join(folder, 'blobs') })
})
beforeEach(async () => {
  http = await open()
  queries = 0
  return () => http.close()
})
afterAll(async () => {
  await postgres.close()
  await rm(folder, { recursive: true, force: true })
})

/** A video that plays: one size, a poster, captions and the stream of a conversion that still runs. */
const make = async (options: { restricted?: boolean; bitrate?: number; bytes?: Buffer } = {}) => {
  const { restricted = false, bitrate = 8_000_000, bytes = video } = options
  const assetId = assetIdSchema.parse(ids.uuid())
  const asset = { assetId, ownerId, filename: 'a.mp4', totalBytes: 2000n, createdAt: clock.now() }
  const made = { width: 540, height: 960, durationMs: 2000, hasAudio: true, stream: 1 }
  const rendition = { name: '540', width: 540, height: 960, bytes: bytes.length, bitrate, version: 1 }
  await insertAsset(postgres.database.pool, { ...asset, state: 'uploading' })
  await postgres.database.transaction(async (tx) => {
    await markQueued(tx, assetId)
    await markReady(tx, assetId, made)
    await insertRenditions(tx, assetId, { renditions: [rendition], at: clock.now() })
    await saveExtras(tx, assetId, { restricted })
  })
  await blobs.put(`media/${assetId}/540.mp4`, bytes)
  await blobs.put(`media/${assetId}/poster-1.webp`, Buffer.from('poster'))
  await blobs.put(`media/${assetId}/captions-pt-br-2.vtt`, Buffer.from('WEBVTT\n'))
  const stream = join(workFolder, assetId, '1')
  await mkdir(stream, { recursive: true })
  await writeFile(join(stream, 'master.m3u8'), '#EXTM3U\n540.m3u8\n')
  await writeFile(join(stream, '540_000.m4s'), video)
  return assetId
}

const plain = (assetId: AssetId, file: string): string =>
  addressesOf({ clock, secret })({ assetId, restricted: false }, file)
const signed = (assetId: AssetId, file: string): string =>
  addressesOf({ clock, secret })({ assetId, restricted: true }, file)
const ask = (url: string, headers: Record<string, string> = {}) => http.inject({ url, headers })
const statusOf = async (url: string): Promise<number> => (await ask(url)).statusCode
const everything = [
  '540.mp4',
  'poster-1.webp',
  'captions-pt-BR-2.vtt',
  'stream/1/master.m3u8',
  'stream/1/540_000.m4s',
]

describe('who may see what', () => {
  test('a public asset is for everybody, also behind a signature that holds', async () => {
    const assetId = await make()
    for (const file of everything) {
      expect([file, await statusOf(plain(assetId, file))]).toEqual([file, 200])
      expect([file, await statusOf(signed(assetId, file))]).toEqual([file, 200])
    }
  })

  test('a restricted one is for bearers of its own signature alone, while it holds', async () => {
    const [assetId, other] = [await make({ restricted: true }), await make({ restricted: true })]
    for (const file of everything) {
      const url = signed(assetId, file)
      const refused = [
        plain(assetId, file),
        url.replace(/\.(.)/, (_, letter: string) => `.${letter === 'A' ? 'B' : 'A'}`),
        url.replace(/~(\d+)/, (_, expiry: string) => `~${Number(expiry) + 3600}`),
        signed(other, file).replace(other, assetId),
        url.replace(/~[^/]+/, '~'),
        url.replace(/~[^/]+\//, '~1.A/'),
      ]
      expect([file, await statusOf(url)]).toEqual([file, 200])
      for (const one of refused) expect([one, await statusOf(one)]).toEqual([one, 404])
    }
  })

  test('an expired signature is as good as none, and the answer is that of an asset that does not exist', async () => {
    const assetId = await make({ restricted: true })
    const url = signed(assetId, '540.mp4')
    clock.advance(6 * 3_600_000)
    expect(await statusOf(url)).toBe(200)
    clock.advance(3_600_000)
    const [expired, unknown] = [await ask(url), await ask(plain(assetIdSchema.parse(ids.uuid()), '540.mp4'))]
    const told = ({ statusCode, json, headers }: typeof expired) => {
      const { requestId: _, ...error } = json<{ error: { requestId: string } }>().error
      return {
        statusCode,
        error,
        cache: headers['cache-control'],
        tag: headers.etag,
        names: Object.keys(headers),
      }
    }
    expect(told(expired)).toEqual(told(unknown))
    expect(told(expired)).toMatchObject({ statusCode: 404, cache: 'no-store' })
  })

  test('a change is noticed within five seconds', async () => {
    const assetId = await make()
    expect(await statusOf(plain(assetId, '540.mp4'))).toBe(200)
    await saveExtras(postgres.database.pool, assetId, { restricted: true })
    clock.advance(5000)
    expect(await statusOf(plain(assetId, '540.mp4'))).toBe(404)
    expect(await statusOf(signed(assetId, '540.mp4'))).toBe(200)
  })

  test('what is not ready, not there or not a name is not found', async () => {
    const assetId = await make()
    const unfinished = assetIdSchema.parse(ids.uuid())
    const asset = { ownerId, filename: 'a.mp4', totalBytes: 1n, createdAt: clock.now() }
    await insertAsset(postgres.database.pool, { ...asset, assetId: unfinished, state: 'queued' })
    await blobs.put(`media/${unfinished}/540.mp4`, video)
    const stream = join(workFolder, assetId, '1')
    await symlink('/etc/passwd', join(stream, 'evil.m4s'))
    await symlink('/etc/passwd', join(stream, 'evil.m3u8'))
    await mkdir(join(stream, 'folder.m4s'))
    await writeFile(join(stream, 'sound.pcm'), 'secret')
    const urls = [
      plain(unfinished, '540.mp4'),
      ...['720.mp4', 'original', '..%2f..%2fmedia-secret', '../media-secret', 'stream/2/master.m3u8'].map(
        (file) => plain(assetId, file),
      ),
      ...['evil.m4s', 'evil.m3u8', 'folder.m4s', 'sound.pcm', '..%2f540_000.m4s', '540_001.m4s'].map((file) =>
        plain(assetId, `stream/1/${file}`),
      ),
      '/v1/media/not-an-id/540.mp4',
      `/v1/media/${assetId}/`,
    ]
    for (const url of urls) expect([url, await statusOf(url)]).toEqual([url, 404])
  })
})

describe('what is said about a file', () => {
  test('it may be kept for ever by everybody, and does nothing by itself', async () => {
    const assetId = await make()
    const { headers } = await ask(plain(assetId, '540.mp4'))
    expect(headers).toMatchObject({
      'content-type': 'video/mp4',
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'content-length': '2000',
      'content-disposition': `inline; filename="${assetId}-540.mp4"`,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
    })
    // A shared cache keeps it only if it depends on nothing but the address.
    for (const name of ['vary', 'set-cookie', 'access-control-allow-origin'])
      expect(headers[name]).toBeUndefined()
    const types = await Promise.all(everything.map(async (file) => (await ask(plain(assetId, file))).headers))
    expect(types.map((one) => one['content-type'])).toEqual([
      ...['video/mp4', 'image/webp', 'text/vtt; charset=utf-8', 'application/vnd.apple.mpegurl', 'video/mp4'],
    ])
  })

  test('with a key it is for its bearer, as long as the key holds', async () => {
    const assetId = await make({ restricted: true })
    const cache = (await ask(signed(assetId, '540.mp4'))).headers['cache-control'] ?? ''
    const seconds = Number(/^private, max-age=(\d+), immutable$/.exec(cache)?.[1])
    expect(seconds).toBeGreaterThanOrEqual(6 * 3600)
    expect(seconds).toBeLessThanOrEqual(7 * 3600)
  })

  test('a playlist grows, its segments do not', async () => {
    const assetId = await make()
    const url = plain(assetId, 'stream/1/master.m3u8')
    const first = await ask(url)
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store' })
    expect(first.headers.etag).toBeUndefined()
    await writeFile(join(workFolder, assetId, '1', 'master.m3u8'), '#EXTM3U\n540.m3u8\n720.m3u8\n')
    expect((await ask(url, { range: 'bytes=0-3' })).body).toBe('#EXTM3U\n540.m3u8\n720.m3u8\n')
    const head = await http.inject({ method: 'HEAD', url })
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '26'])
    const segment = await ask(plain(assetId, 'stream/1/540_000.m4s'))
    expect(segment.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(segment.rawPayload.equals(video)).toBe(true)
  })
})

describe('parts of a file', () => {
  const part = async (url: string, headers: Record<string, string>) => {
    const answer = await ask(url, headers)
    return { status: answer.statusCode, range: answer.headers['content-range'], body: answer.rawPayload }
  }

  test.each(['540.mp4', 'stream/1/540_000.m4s'])('%s: one range, all, none and too far', async (file) => {
    const url = plain(await make(), file)
    const whole = { status: 200, range: undefined, body: video }
    expect(await part(url, {})).toEqual(whole)
    const ranges: [string, number, number][] = [
      ['bytes=0-99', 0, 99],
      ['bytes=100-', 100, 1999],
      ['bytes=-10', 1990, 1999],
      ['bytes=1500-99999', 1500, 1999],
    ]
    for (const [range, start, end] of ranges) {
      const body = video.subarray(start, end + 1)
      expect(await part(url, { range })).toEqual({ status: 206, range: `bytes ${start}-${end}/2000`, body })
    }
    expect(await part(url, { range: 'bytes=0-1,5-6' })).toEqual(whole)
    const far = await part(url, { range: 'bytes=2000-' })
    expect([far.status, far.range, far.body.length]).toEqual([416, 'bytes */2000', 0])
  })

  test('a caller who has it gets nothing, one who has another version gets all', async () => {
    const url = plain(await make(), '540.mp4')
    const etag = (await ask(url)).headers.etag ?? ''
    const kept = await ask(url, { 'if-none-match': `"x", ${etag}` })
    expect([kept.statusCode, kept.body]).toEqual([304, ''])
    expect(kept.headers['cache-control']).toContain('immutable')
    const range = 'bytes=0-9'
    expect((await part(url, { range, 'if-range': etag })).status).toBe(206)
    expect((await part(url, { range, 'if-range': '"other"' })).status).toBe(200)
    const head = await http.inject({ method: 'HEAD', url, headers: { range } })
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '2000'])
  })

  test('many of them cost one query', async () => {
    const url = plain(await make(), '540.mp4')
    await Promise.all(Array.from({ length: 10 }, () => ask(url, { range: 'bytes=0-9' })))
    for (let count = 0; count < 10; count += 1) await ask(url, { range: 'bytes=100-199' })
    expect(queries).toBe(1)
    clock.advance(5000)
    await ask(url)
    expect(queries).toBe(2)
  })
})

describe('pacing', () => {
  const answerOf = (url: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => get(url, { agent: false }, resolve).once('error', reject))

  const untilBytes = async (answer: IncomingMessage, atLeast: number): Promise<number> => {
    let bytes = 0
    for await (const chunk of answer.iterator({ destroyOnReturn: false })) {
      // Checked boundary: without an encoding a response gives buffers.
      bytes += (chunk as Buffer).length
      if (bytes >= atLeast) break
    }
    return bytes
  }

  test('a viewer gets the burst at once and the rest slowly; a server that stops sends it', async () => {
    // A second of this video has 125 bytes: at its pace the answer would take half an hour.
    const assetId = await make({ bytes: large, bitrate: 1000 })
    const address = await http.listen({ host: '127.0.0.1', port: 0 })
    const answer = await answerOf(address + plain(assetId, '540.mp4'))
    const burst = await untilBytes(answer, 350_000)
    expect(burst).toBeLessThan(450_000)
    const [, rest] = await Promise.all([http.close(), untilBytes(answer, large.length)])
    expect(burst + rest).toBe(large.length)
  })

  test('a viewer who leaves leaves nothing behind', async () => {
    const assetId = await make({ bytes: large, bitrate: 1000 })
    const address = await http.listen({ host: '127.0.0.1', port: 0 })
    const answer = await answerOf(address + plain(assetId, '540.mp4'))
    await untilBytes(answer, 350_000)
    answer.destroy()
    // Would wait for the answer if it were still held.
    await http.close()
    expect(http.server.listening).toBe(false)
  })
})
