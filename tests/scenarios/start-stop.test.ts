import { get, type IncomingMessage } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Asset, Post } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClips, makeSlowClip, type Clip } from './clips.ts'
import { httpClient, signUp, type HttpClient } from './http-client.ts'
import { leftProcesses, startServer, type ServerProcess } from './server-process.ts'
import { beginUpload, offsetOf, sendRest, uploadClip } from './tus-upload.ts'

// The tests of this file follow one instance through its life, so they run in order and share it.
let folder = ''
let dataFolder = ''
let clips: Clip[] = []
let server: ServerProcess
let address = ''
let client: HttpClient
/** The same kind twice: no player plays it as it is. One is soon converted, the other is caught in the middle. */
let foreignClip: Clip
let slowClip: Clip
const refused = { assetId: '', postId: '' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-life-'))
  dataFolder = join(folder, 'data')
  clips = await makeClips(folder, 1)
  foreignClip = await makeSlowClip(folder, 1)
  slowClip = await makeSlowClip(folder, 5)
})
afterAll(async () => {
  await server.kill()
  await leftProcesses(dataFolder)
  await rm(folder, { recursive: true, force: true })
})

const clipAt = (index: number): Clip => {
  const clip = clips[index]
  if (clip === undefined) throw new Error('the clips were made before')
  return clip
}

/** A start that must fail: one line for the operator, exit code 1. */
const refusedStart = async (
  env: Record<string, string>,
  folderOfIt = join(folder, 'other'),
): Promise<string> => {
  const failed = startServer({ dataFolder: folderOfIt, env })
  const end = await failed.ended
  expect(end).toEqual({ code: 1, signal: null })
  const lines = failed.complaints()
  expect(lines, failed.output()).toHaveLength(1)
  return lines[0] ?? ''
}

const getAsset = async (assetId: string): Promise<Asset> => {
  const answer = await client.send(address, { method: 'GET', path: `/v1/assets/${assetId}` })
  return answer.json<{ asset: Asset }>().asset
}

const untilState = async (assetId: string, state: Asset['state']): Promise<Asset> => {
  for (let poll = 0; poll < 1500; poll += 1) {
    const asset = await getAsset(assetId)
    if (asset.state === state) return asset
    if (asset.state === 'refused') break
    await pause(50)
  }
  throw new Error(`the asset never was ${state}: ${JSON.stringify(await getAsset(assetId))}`)
}

/** Playing already or not, but not at its end. */
const untilUnderWay = async (assetId: string): Promise<void> => {
  for (let poll = 0; poll < 2000; poll += 1) {
    const asset = await getAsset(assetId)
    if (asset.state === 'processing' || (asset.state === 'ready' && !asset.playback.complete)) return
    await pause(20)
  }
  throw new Error('the conversion did not begin')
}

/** The server tells how much of a file it has while the rest is on its way. */
const untilBytesArrive = async (assetId: string): Promise<void> => {
  for (let poll = 0; poll < 2000; poll += 1) {
    const asset = await getAsset(assetId)
    if (asset.state === 'uploading' && asset.receivedBytes > 0) return
    await pause(20)
  }
  throw new Error('nothing of the upload arrived')
}

const untilComplete = async (assetId: string): Promise<void> => {
  for (let poll = 0; poll < 2400; poll += 1) {
    const asset = await getAsset(assetId)
    if (asset.state === 'ready' && asset.playback.complete) return
    await pause(50)
  }
  throw new Error(`the conversion did not end: ${JSON.stringify(await getAsset(assetId))}`)
}

const postOf = async (assetId: string, caption: string): Promise<Post> => {
  const body = { assetId, caption }
  const answer = await client.send(address, { method: 'POST', path: '/v1/posts', body })
  return answer.json<{ post: Post }>().post
}

test('without FFmpeg it starts, plays compatible files unchanged and says why it refuses others', async () => {
  server = startServer({ dataFolder, env: { FFMPEG_PATH: join(folder, 'no-ffmpeg-here') } })
  address = await server.ready
  expect(server.output()).toContain('no FFmpeg')
  client = httpClient()
  await signUp(client, address, 'anna')
  const fit = await uploadClip(client, address, clipAt(0))
  const asset = await untilState(fit, 'ready')
  expect(asset).toMatchObject({
    playback: { complete: true, renditions: [{ name: '270' }], posterUrl: null },
  })
  expect((await postOf(fit, 'as it is')).state).toBe('published')
  refused.assetId = await uploadClip(client, address, foreignClip)
  for (let poll = 0; poll < 600 && (await getAsset(refused.assetId)).state !== 'refused'; poll += 1)
    await pause(50)
  expect(await getAsset(refused.assetId)).toMatchObject({ state: 'refused', code: 'encoder_missing' })
  refused.postId = (await postOf(refused.assetId, 'patience')).postId
})

test('a second start on the same data folder says who runs there', async () => {
  const line = await refusedStart({}, dataFolder)
  expect(line).toContain(`process ${server.pid}`)
  expect(line).toContain(address)
})

test('a port in use is named', async () => {
  const { port } = new URL(address)
  const line = await refusedStart({ BUSKER_PORT: port })
  expect(line).toContain(`Port ${port} on 127.0.0.1 is in use`)
  expect(await leftProcesses(join(folder, 'other'))).toEqual([])
})

test('a value that does not fit is named', async () => {
  expect(await refusedStart({ BUSKER_PORT: 'eighty' })).toContain('BUSKER_PORT must be a whole number')
})

test('a data folder that cannot be one is explained', async () => {
  const file = join(folder, 'file')
  await writeFile(file, 'not a folder')
  // Also root cannot make folders below /proc.
  const places = [file, join(file, 'below'), '/proc/busker-data']
  const [same, below, proc] = await Promise.all(places.map((place) => refusedStart({}, place)))
  expect(same).toContain('is a file')
  expect(below).toContain('is a file')
  expect(proc).toMatch(/cannot be created|not writable/)
})

test('a later start with FFmpeg publishes what was refused, when the operator tries it again', async () => {
  expect(await server.stop()).toEqual({ code: 0, signal: null })
  expect(server.complaints()).toEqual([])
  server = startServer({ dataFolder })
  address = await server.ready
  // The first account of an instance is its operator.
  const retry = `/v1/operator/media/assets/${refused.assetId}/retry`
  expect((await client.send(address, { method: 'POST', path: retry })).status).toBe(200)
  // Its conversion shall not stand in the way of what comes next.
  await untilComplete(refused.assetId)
  const path = `/v1/posts/${refused.postId}`
  for (let poll = 0; poll < 200; poll += 1) {
    const answer = await httpClient().send(address, { method: 'GET', path })
    if (answer.status === 200) return
    await pause(50)
  }
  throw new Error('the post was not published')
})

const openStream = (): Promise<IncomingMessage> =>
  new Promise((settle, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    get(new URL('/v1/realtime', address), { headers: { cookie } }, settle).once('error', reject)
  })

test('SIGTERM drains: streams end, uploads and conversions go on at the next start', async () => {
  const stream = await openStream()
  expect(stream.statusCode).toBe(200)
  const streamEnded = new Promise<void>((settle) => stream.once('close', settle))
  stream.resume()
  const converting = await uploadClip(client, address, slowClip)
  await untilUnderWay(converting)
  const begun = await beginUpload(client, address, clipAt(0))
  const path = begun.headers.location ?? ''
  const begunId = path.split('/').at(-1) ?? ''
  const slow = { path, offset: 0, bytes: clipAt(0).bytes, pieces: 100, pieceMs: 500 }
  const sending = sendRest(client, address, slow).catch(() => null)
  await untilBytesArrive(begunId)

  const beganMs = performance.now()
  expect(await server.stop()).toEqual({ code: 0, signal: null })
  // Ten seconds are the promise; on a busy machine the test allows more.
  expect(performance.now() - beganMs).toBeLessThan(25_000)
  expect(server.complaints()).toEqual([])
  await streamEnded
  await sending
  expect(await leftProcesses(dataFolder)).toEqual([])

  server = startServer({ dataFolder })
  address = await server.ready
  const offset = await offsetOf(client, address, path)
  expect(offset).toBeGreaterThan(0)
  expect(offset).toBeLessThan(clipAt(0).bytes.length)
  const rest = await sendRest(client, address, { path, offset, bytes: clipAt(0).bytes })
  expect(rest.status).toBe(204)
  await untilComplete(converting)
  await untilComplete(begunId)
})
