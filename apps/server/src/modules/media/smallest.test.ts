import { readFile } from 'node:fs/promises'
import { requestRendition, type AssetId } from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { probe } from '#platform/ffmpeg'
import { createHttp } from '#platform/http'
import { giveUpSmallest, makeSmallest, serveSmallest } from './smallest.ts'
import { findAsset, insertAsset, markQueued, saveExtras } from './store/assets.ts'
import { insertRenditions, markComplete, markReady } from './store/conversions.ts'
import { openBench, type Bench } from './test-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

interface Wish {
  readonly size?: { readonly width: number; readonly height: number }
  readonly complete?: boolean
  readonly restricted?: boolean
  /** What its row says instead of the truth. */
  readonly bytes?: number
}

/** A video whose conversion is over, of one size. */
const make = async (wish: Wish = {}): Promise<AssetId> => {
  const { size = { width: 540, height: 960 }, complete = true, restricted = false } = wish
  const { width, height } = size
  const assetId = bench.newId()
  const moving = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=25:duration=1`]
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac']
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
  const file = bench.makeFile(`${assetId}.mp4`, ...moving, ...sound, ...coding)
  const name = String(Math.min(width, height))
  const stored = await bench.blobs.put(`media/${assetId}/${name}.mp4`, { file })
  const bytes = wish.bytes ?? stored.bytes
  const ownerId = bench.person('anna')
  const asset = { assetId, ownerId, filename: 'a.mp4', totalBytes: 1n, createdAt: bench.clock.now() }
  const picture = { ...size, durationMs: 1000, hasAudio: true }
  await insertAsset(bench.db.pool, { ...asset, state: 'uploading' })
  await bench.db.transaction(async (tx) => {
    await markQueued(tx, assetId)
    await markReady(tx, assetId, { ...picture, stream: null })
    const rendition = { name, ...size, bytes, bitrate: bytes * 8, version: 1 }
    await insertRenditions(tx, assetId, { renditions: [rendition], at: bench.clock.now() })
    if (complete) await markComplete(tx, assetId, picture)
    await saveExtras(tx, assetId, { restricted })
  })
  return assetId
}

/** Anybody: there is no session. */
const ask = async (assetId: string): Promise<string> => {
  const path = requestRendition.path.replace(':assetId', assetId)
  const answer = await fetch(bench.address + path, { method: 'POST' })
  if (answer.status !== 200) return String(answer.status)
  return requestRendition.response.parse(await answer.json()).state
}

const work = (assetId: AssetId): Promise<void> =>
  makeSmallest(bench, bench.ffmpeg, { assetId, signal: new AbortController().signal })

test('who asks gets the size a little later, once, and its owner is told', { timeout: 30_000 }, async () => {
  const assetId = await make()
  expect(await Promise.all([ask(assetId), ask(assetId), ask(assetId)])).toEqual([
    'queued',
    'queued',
    'queued',
  ])
  await bench.jobs.runOnce()
  expect(await ask(assetId)).toBe('ready')
  const row = await findAsset(bench.db.pool, assetId)
  expect(row?.renditions.map(({ name, width, height }) => [name, width, height])).toEqual([
    ['360', 360, 640],
    ['540', 540, 960],
  ])
  const file = bench.blobs.localPath(`media/${assetId}/360.mp4`)
  const read = await probe(bench.ffmpeg, file)
  assert(read.kind === 'read', 'FFmpeg reads it')
  expect(read.probe).toMatchObject({ video: { width: 360, height: 640 }, audio: { codec: 'aac' } })
  const bytes = await readFile(file)
  expect(row?.renditions[0]?.bytes).toBe(bytes.length)
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
  const served = await fetch(`${bench.address}/v1/media/${assetId}/360.mp4`, {
    headers: { range: 'bytes=0-9' },
  })
  expect(served.status).toBe(206)
  const told = bench.published.filter(({ message }) => message.type === 'asset.changed').at(-1)
  expect(told).toMatchObject({ personId: bench.person('anna'), message: { asset: { assetId } } })
  // Run again after a crash it finds nothing to do.
  await work(assetId)
  expect((await findAsset(bench.db.pool, assetId))?.renditions).toHaveLength(2)
})

test(
  'there is none of what is small, unfinished, restricted, unknown or no id',
  { timeout: 30_000 },
  async () => {
    expect(await ask(await make({ size: { width: 270, height: 480 } }))).toBe('none')
    expect(await ask(await make({ complete: false }))).toBe('none')
    expect(await ask(await make({ restricted: true }))).toBe('404')
    expect(await ask(bench.newId())).toBe('404')
    expect(await ask('nothing')).toBe('400')
  },
)

test('one that would be no smaller is not kept, and nobody tries again', { timeout: 30_000 }, async () => {
  const assetId = await make({ bytes: 1 })
  await work(assetId)
  const row = await findAsset(bench.db.pool, assetId)
  expect(row).toMatchObject({ flags: ['no_smallest'], renditions: [{ name: '540' }] })
  expect(await bench.blobs.stat(`media/${assetId}/360.mp4`)).toBe(null)
  expect(await ask(assetId)).toBe('none')
})

test('after the last attempt there is none; other flags stay', { timeout: 30_000 }, async () => {
  const assetId = await make()
  await saveExtras(bench.db.pool, assetId, { flags: ['decode_errors'] })
  await giveUpSmallest(bench, assetId)
  await giveUpSmallest(bench, assetId)
  expect((await findAsset(bench.db.pool, assetId))?.flags).toEqual(['decode_errors', 'no_smallest'])
  expect(await ask(assetId)).toBe('none')
})

test('a source that cannot be read ends the attempts at once', { timeout: 30_000 }, async () => {
  const assetId = await make()
  await bench.blobs.put(`media/${assetId}/540.mp4`, Buffer.from('not a video at all'))
  await work(assetId)
  expect(await ask(assetId)).toBe('none')
})

test('without FFmpeg there is none', async () => {
  const assetId = await make()
  const app = await createHttp({
    ...{ version: '0', publicUrl: undefined, requestsPerMinute: 1000, trustedProxies: [] },
    ...{ ids: bench.ids, log: bench.log, authenticator: { personOf: async () => null }, isReady: () => true },
  })
  serveSmallest(app, { ...bench, ffmpeg: null })
  const answer = await app.inject({ method: 'POST', url: requestRendition.path.replace(':assetId', assetId) })
  expect(answer.json()).toEqual({ state: 'none' })
  await app.close()
})
