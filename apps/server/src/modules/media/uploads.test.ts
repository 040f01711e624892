import { request as httpRequest } from 'node:http'
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assetId as assetIdSchema, errorBody, type AssetId } from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { assert } from '#platform/assert'
import { sweepUploads } from './sweep.ts'
import { openBench, type Bench } from './test-bench.ts'

// Conversions take CPU seconds; on a busy machine the clock on the wall is no measure.
vi.setConfig({ testTimeout: 120_000 })

let bench: Bench
let clip = Buffer.alloc(0)
beforeAll(async () => {
  bench = await openBench()
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=128x128:rate=15:duration=1', '-c:v', 'libx264']
  clip = await readFile(bench.makeFile('clip.mp4', ...picture))
})
afterAll(() => bench.close())
beforeEach(() => {
  bench.events.length = 0
})

type Name = 'anna' | 'ben' | null
interface Sent {
  readonly as: Name
  readonly headers?: Record<string, string>
  readonly body?: Uint8Array | undefined
}
const send = (method: string, path: string, { as, headers, body }: Sent): Promise<Response> =>
  fetch(`${bench.address}${path}`, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...(as ? { cookie: `busker_session=${as}` } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  })
const begin = (as: Name, bytes: number, more: Record<string, string> = {}) => {
  const filename = Buffer.from('my clip.mp4').toString('base64')
  const headers = { 'upload-length': String(bytes), 'upload-metadata': `filename ${filename}`, ...more }
  return send('POST', '/v1/uploads', { as, headers })
}
const place = async (response: Response): Promise<{ path: string; assetId: AssetId }> => {
  expect(response.status).toBe(201)
  const path = response.headers.get('location') ?? ''
  return { path, assetId: assetIdSchema.parse(path.split('/').at(-1)) }
}
const append = (as: Name, path: string, piece: { offset: number; body: Uint8Array }) => {
  const headers = { 'upload-offset': String(piece.offset), 'content-type': 'application/offset+octet-stream' }
  return send('PATCH', path, { as, headers, body: piece.body })
}
const codeOf = async (response: Response): Promise<string> =>
  errorBody.parse(await response.json()).error.code
const offsetOf = async (path: string) => {
  const response = await send('HEAD', path, { as: 'anna' })
  return { status: response.status, offset: response.headers.get('upload-offset') }
}
const getState = async (assetId: AssetId) => {
  const response = await send('GET', `/v1/assets/${assetId}`, { as: 'anna' })
  if (response.status !== 200) return response.status
  const shape = z.object({ asset: z.looseObject({ state: z.string() }) })
  return shape.parse(await response.json()).asset
}

test('without a session nothing is accepted', async () => {
  const refused = await begin(null, 100)
  expect(refused.status).toBe(401)
  expect(await codeOf(refused)).toBe('not_signed_in')
  expect((await send('GET', '/v1/assets', { as: null })).status).toBe(401)
})

test('a file above the limit is refused before its first byte, in the words of the contract', async () => {
  const refused = await begin('anna', bench.limits.maximumBytes + 1)
  expect(refused.status).toBe(413)
  expect(await codeOf(refused)).toBe('upload_too_large')
  expect((await begin('anna', 0)).status).toBe(400)
  const unknown = await send('POST', '/v1/uploads', { as: 'anna', headers: { 'upload-defer-length': '1' } })
  expect(unknown.status).toBe(400)
  expect(await readdir(bench.uploadFolder)).toEqual([])
})

test('an upload resumes where it was cut and is converted once', async () => {
  const { path, assetId } = await place(await begin('anna', clip.length))
  const half = Math.floor(clip.length / 2)
  expect((await append('anna', path, { offset: 0, body: clip.subarray(0, half) })).status).toBe(204)
  expect(await getState(assetId)).toMatchObject({
    state: 'uploading',
    filename: 'my clip.mp4',
    receivedBytes: half,
    totalBytes: clip.length,
  })
  expect((await append('anna', path, { offset: 3, body: clip.subarray(3) })).status).toBe(409)
  expect(await offsetOf(path)).toEqual({ status: 200, offset: String(half) })
  expect((await append('anna', path, { offset: half, body: clip.subarray(half) })).status).toBe(204)
  expect(await getState(assetId)).toMatchObject({ state: 'queued' })
  await bench.jobs.runOnce()
  expect(await getState(assetId)).toMatchObject({ state: 'ready' })
  expect(bench.events).toEqual([`ready ${assetId}`, `complete ${assetId}`])
  // A client that lost the last answer asks again, and learns that it is done.
  expect(await offsetOf(path)).toEqual({ status: 200, offset: String(clip.length) })
})

test('an upload whose file a crash kept from being made begins at nothing', async () => {
  const { path, assetId } = await place(await begin('anna', clip.length))
  await rm(join(bench.uploadFolder, assetId))
  expect(await offsetOf(path)).toEqual({ status: 200, offset: '0' })
  expect((await append('anna', path, { offset: 0, body: clip })).status).toBe(204)
  await bench.jobs.runOnce()
  expect(await getState(assetId)).toMatchObject({ state: 'ready' })
})

test('bytes that arrived before a connection broke are kept', async () => {
  const { path } = await place(await begin('anna', clip.length))
  const half = Math.floor(clip.length / 2)
  await new Promise<void>((resolve) => {
    const headers = {
      'tus-resumable': '1.0.0',
      cookie: 'busker_session=anna',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': String(clip.length),
    }
    const request = httpRequest(`${bench.address}${path}`, { method: 'PATCH', headers })
    request.on('error', () => resolve())
    request.on('close', () => resolve())
    request.write(clip.subarray(0, half), () => setTimeout(() => request.destroy(), 50))
  })
  const { status, offset } = await offsetOf(path)
  expect(status).toBe(200)
  const from = Number(offset)
  expect(from).toBeLessThanOrEqual(half)
  expect((await append('anna', path, { offset: from, body: clip.subarray(from) })).status).toBe(204)
  await bench.jobs.runOnce()
  expect(bench.events.filter((event) => event.startsWith('ready'))).toHaveLength(1)
})

test('somebody else’s upload does not exist', async () => {
  const { path, assetId } = await place(await begin('anna', clip.length))
  for (const method of ['HEAD', 'DELETE']) expect((await send(method, path, { as: 'ben' })).status).toBe(404)
  expect((await append('ben', path, { offset: 0, body: clip })).status).toBe(404)
  expect((await send('GET', `/v1/assets/${assetId}`, { as: 'ben' })).status).toBe(404)
  expect((await send('DELETE', `/v1/assets/${assetId}`, { as: 'ben' })).status).toBe(404)
  expect((await send('HEAD', '/v1/uploads/../../etc/passwd', { as: 'anna' })).status).toBe(404)
  expect((await send('HEAD', '/v1/uploads/no-id', { as: 'anna' })).status).toBe(404)
})

test('cancelling forgets the upload, and a file in use cannot be deleted alone', async () => {
  const { path, assetId } = await place(await begin('anna', clip.length))
  expect((await append('anna', path, { offset: 0, body: clip.subarray(0, 10) })).status).toBe(204)
  expect((await send('DELETE', path, { as: 'anna' })).status).toBe(204)
  expect(await getState(assetId)).toBe(404)
  await bench.jobs.runOnce()
  expect((await readdir(bench.uploadFolder)).filter((name) => name.startsWith(assetId))).toEqual([])
  const used = await place(await begin('anna', clip.length))
  await bench.db.transaction((tx) => bench.media.claim(tx, used.assetId, bench.person('anna')))
  const refused = await send('DELETE', `/v1/assets/${used.assetId}`, { as: 'anna' })
  expect(refused.status).toBe(409)
  expect(await codeOf(refused)).toBe('asset_in_use')
})

test('the sweep completes what a crash cut off and clears what nobody needs', async () => {
  const complete = await place(await begin('anna', clip.length))
  const abandoned = await place(await begin('anna', clip.length))
  const resting = await place(await begin('anna', clip.length))
  const orphan = bench.newId()
  const fileOf = (assetId: AssetId) => join(bench.uploadFolder, assetId)
  // All bytes are on disk, but the process ended before it could say so.
  await writeFile(fileOf(complete.assetId), clip)
  await writeFile(fileOf(resting.assetId), clip.subarray(0, 5))
  await writeFile(fileOf(orphan), 'nobody knows me')
  const longAgo = new Date(bench.clock.nowMs() - 25 * 3_600_000)
  await utimes(fileOf(orphan), longAgo, longAgo)
  await sweepUploads(bench)
  expect(await getState(complete.assetId)).toMatchObject({ state: 'queued' })
  expect(await getState(resting.assetId)).toMatchObject({ state: 'uploading', receivedBytes: 5 })
  expect(await readdir(bench.uploadFolder)).not.toContain(orphan)
  const tomorrow = { ...bench, clock: { ...bench.clock, nowMs: () => bench.clock.nowMs() + 25 * 3_600_000 } }
  await sweepUploads(tomorrow)
  await sweepUploads(tomorrow)
  await bench.jobs.runOnce()
  expect(await getState(abandoned.assetId)).toBe(404)
  expect(await getState(complete.assetId)).toMatchObject({ state: 'ready' })
  expect(bench.events.filter((event) => event === `ready ${complete.assetId}`)).toHaveLength(1)
})

test('files are served whole, in parts, for ever, and not after they are deleted', async () => {
  const { path, assetId } = await place(await begin('anna', clip.length))
  await append('anna', path, { offset: 0, body: clip })
  await bench.jobs.runOnce()
  const asset = (await bench.media.getAssets(bench.db.pool, [assetId])).get(assetId)
  assert(asset?.state === 'ready', 'it was converted')
  const videoName = asset.playback.renditions.at(-1)?.url.split('/').at(-1) ?? ''
  const url = `/v1/media/${assetId}/${videoName}`
  const stored = await readFile(bench.blobs.localPath(`media/${assetId}/${videoName}`))
  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    send(method, url, { as: null, headers })
  const whole = await get()
  expect(whole.status).toBe(200)
  expect(whole.headers.get('content-type')).toBe('video/mp4')
  expect(whole.headers.get('accept-ranges')).toBe('bytes')
  expect(whole.headers.get('cache-control')).toContain('immutable')
  expect(Buffer.from(await whole.arrayBuffer()).equals(stored)).toBe(true)
  const part = await get({ range: 'bytes=10-19' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 10-19/${stored.length}`)
  expect(Buffer.from(await part.arrayBuffer()).equals(stored.subarray(10, 20))).toBe(true)
  const beyond = await get({ range: `bytes=${stored.length}-` })
  expect(beyond.status).toBe(416)
  expect(beyond.headers.get('content-range')).toBe(`bytes */${stored.length}`)
  const head = await get({}, 'HEAD')
  expect(head.headers.get('content-length')).toBe(String(stored.length))
  const tag = whole.headers.get('etag')
  assert(tag !== null, 'files have a tag')
  expect((await get({ 'if-none-match': tag })).status).toBe(304)
  expect(
    (await send('GET', `/v1/media/${assetId}/poster-1.webp`, { as: null })).headers.get('content-type'),
  ).toBe('image/webp')
  expect((await send('GET', `/v1/media/${assetId}/other.mp4`, { as: null })).status).toBe(404)
  expect((await send('DELETE', `/v1/assets/${assetId}`, { as: 'anna' })).status).toBe(200)
  await bench.jobs.runOnce()
  expect((await get()).status).toBe(404)
})
