import { spawnSync } from 'node:child_process'
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset, AssetId } from '@busker/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { assert } from '#platform/assert'
import { probe } from '#platform/ffmpeg'
import { convertJob } from '../jobs.ts'
import { insertAsset, markQueued } from '../store/assets.ts'
import { openBench, type Bench } from '../test-bench.ts'
import { convertAsset } from './convert.ts'
import { createEarlyConversions } from './early.ts'
import { inspectAsset } from './inspect.ts'

// Conversions take CPU seconds; on a busy machine the clock on the wall is no measure.
vi.setConfig({ testTimeout: 120_000 })

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const picture = (size: string, seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=${size}:rate=30:duration=${seconds}`,
]
const sound = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`]
/** Not fit to be copied: all sizes have to be made. */
const slow = ['-c:v', 'mpeg4', '-q:v', '4']
const fast = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']

const accept = async (file: string): Promise<AssetId> => {
  const assetId = bench.newId()
  await bench.media.acceptFile({ assetId, ownerId: bench.person('anna'), file, filename: 'clip.mp4' })
  return assetId
}
const stateOf = async (assetId: AssetId): Promise<Asset> => {
  const asset = (await bench.media.getAssets(bench.db.pool, [assetId])).get(assetId)
  assert(asset !== undefined, 'the asset exists')
  return asset
}
const convert = async (file: string): Promise<Asset> => {
  const assetId = await accept(file)
  await bench.jobs.runOnce()
  return stateOf(assetId)
}
/** The largest size of a complete asset. */
const rendition = async (asset: Asset) => {
  assert(asset.state === 'ready' && asset.playback.complete, `expected ready, is ${JSON.stringify(asset)}`)
  const largest = asset.playback.renditions.at(-1)
  assert(largest !== undefined, 'a complete asset has a rendition')
  const file = bench.blobs.localPath(`media/${asset.assetId}/${largest.url.split('/').at(-1) ?? ''}`)
  const answer = await probe(bench.ffmpeg, file)
  assert(answer.kind === 'read' && answer.probe.video !== null, 'the rendition is a video')
  return { playback: asset.playback, file, video: answer.probe.video, audio: answer.probe.audio }
}

test('an ordinary clip becomes a ladder of H.264/AAC files and a poster; the owner sees each step', async () => {
  const place = ['-metadata', 'location=+48.1+11.5/', '-metadata', 'title=home']
  const file = bench.makeFile('plain.mp4', ...picture('1080x1920', 1), ...sound(1), ...slow, ...place)
  const assetId = await accept(file)
  expect(await stateOf(assetId)).toMatchObject({ state: 'queued', filename: 'clip.mp4' })
  await bench.jobs.runOnce()
  const made = await rendition(await stateOf(assetId))
  expect(made.playback).toMatchObject({ width: 720, height: 1280, hasAudio: true })
  expect(Math.abs(made.playback.durationMs - 1000)).toBeLessThan(60)
  expect(made.video).toMatchObject({
    codec: 'h264',
    width: 720,
    height: 1280,
    colorTransfer: 'bt709',
    sampleAspect: 1,
  })
  expect(made.audio).toMatchObject({ codec: 'aac', channels: 2, sampleRate: 48_000 })
  const bytes = await readFile(made.file)
  expect(bytes.includes('+48.1')).toBe(false)
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
  expect(made.playback.renditions.map(({ name }) => name)).toEqual(['540', '720'])
  expect((await stat(made.file)).size).toBe(made.playback.renditions.at(-1)?.bytes)
  expect(made.playback).toMatchObject({ complete: true, streamUrl: null, hasAudio: true })
  expect(made.playback.posterUrl).toBe(`/v1/media/${assetId}/poster-1.webp`)
  expect(Buffer.from(made.playback.thumbhash ?? '', 'base64').length).toBeGreaterThan(10)
  expect(made.playback.sprites).toMatchObject({ count: 2, columns: 2, intervalMs: 500 })
  for (const name of ['poster-1.webp', 'sprites.webp', 'preview.mp4'])
    expect(await bench.blobs.stat(`media/${assetId}/${name}`), name).not.toBeNull()
  expect(await bench.blobs.stat(`originals/${assetId}`)).toEqual({ bytes: (await stat(file)).size })
  expect(await readdir(bench.uploadFolder)).toEqual([])
  expect(bench.events).toContain(`ready ${assetId}`)
  const states = bench.published.flatMap(({ message }) =>
    message.type === 'asset.changed' ? [message.asset.state] : [],
  )
  expect(states.at(0)).toBe('processing')
  expect(states.at(-1)).toBe('ready')
})

test('a turned clip without sound stands upright, with square pixels and even sides', async () => {
  const flat = bench.makeFile('flat.mp4', ...picture('202x122', 1), '-an', ...fast)
  // Up to version 5 FFmpeg writes a rotation from the tag, since version 6 from the option: one of the two works.
  const turned = ['by-option.mp4', 'by-tag.mp4'].map((name) => join(bench.folder, name))
  const [byOption = '', byTag = ''] = turned
  const copy = ['-i', flat, '-c', 'copy']
  spawnSync(bench.ffmpeg.path, ['-v', 'error', '-y', '-display_rotation', '90', ...copy, byOption])
  spawnSync(bench.ffmpeg.path, ['-v', 'error', '-y', ...copy, '-metadata:s:v', 'rotate=90', byTag])
  const answers = await Promise.all(turned.map((file) => probe(bench.ffmpeg, file)))
  const index = answers.findIndex((one) => one.kind === 'read' && one.probe.video?.rotation !== 0)
  const made = await rendition(await convert(turned[index] ?? ''))
  expect(made.playback).toMatchObject({ width: 122, height: 202, hasAudio: false })
  expect(made.video).toMatchObject({ width: 122, height: 202, rotation: 0 })
  expect(made.audio).toBeNull()
})

test('sound that outlasts the picture is cut at its end', async () => {
  const file = bench.makeFile('long-sound.mp4', ...picture('64x64', 1), ...sound(4), ...fast)
  const { playback, audio } = await rendition(await convert(file))
  expect(playback.durationMs).toBeLessThan(1600)
  expect(audio?.durationMs).toBeLessThan(1600)
})

test('fast pictures become 30 a second, and a wide one is turned into no more than 720 lines', async () => {
  const file = bench.makeFile(
    'fast.mkv',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=1600x900:rate=60:duration=1',
    ...fast,
  )
  const { video } = await rendition(await convert(file))
  expect(video).toMatchObject({ width: 1280, height: 720, framesPerSecond: 30 })
})

test('a clip that begins late in its own time is not taken for a damaged one', async () => {
  const file = bench.makeFile('late.mkv', ...picture('64x64', 2), ...fast, '-output_ts_offset', '10')
  const { playback } = await rendition(await convert(file))
  expect(playback.durationMs).toBeGreaterThan(1800)
  expect(playback.durationMs).toBeLessThan(2300)
})

test('files that are no use are refused with the reason, at once', async () => {
  const whole = bench.makeFile(
    'whole.mp4',
    ...picture('320x240', 4),
    ...fast,
    '-g',
    '10',
    '-movflags',
    '+faststart',
  )
  const bytes = await readFile(whole)
  const files = {
    'text.mp4': 'only a letter',
    'empty.mp4': '',
    'playlist.mp4': '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
    'cut.mp4': bytes.subarray(0, Math.floor(bytes.length * 0.4)),
    'no-index.mp4': bytes.subarray(Math.floor(bytes.length / 2)),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(bench.folder, name), content)
  bench.makeFile('sound.m4a', ...sound(2))
  bench.makeFile('blink.mp4', ...picture('64x64', 0.2), ...fast)
  bench.makeFile('tiny.mkv', '-f', 'lavfi', '-i', 'color=size=8x8:duration=1', '-c:v', 'ffv1')
  bench.makeFile('long.mp4', '-f', 'lavfi', '-i', 'color=size=16x16:rate=1:duration=30', ...fast)
  bench.makeFile('rapid.mp4', '-f', 'lavfi', '-i', 'color=size=16x16:rate=1000:duration=1', ...fast)
  const expected = {
    'text.mp4': 'unreadable_file',
    'empty.mp4': 'unreadable_file',
    'playlist.mp4': 'unreadable_file',
    'no-index.mp4': 'unreadable_file',
    'cut.mp4': 'damaged',
    'sound.m4a': 'no_video_stream',
    'blink.mp4': 'too_short',
    'tiny.mkv': 'bad_dimensions',
    'long.mp4': 'too_long',
    'rapid.mp4': 'bad_frame_rate',
  }
  const accepted: AssetId[] = []
  for (const name of Object.keys(expected)) accepted.push(await accept(join(bench.folder, name)))
  await bench.jobs.runOnce()
  for (const [index, [name, code]] of Object.entries(expected).entries()) {
    const assetId = accepted[index]
    assert(assetId !== undefined, 'each file was accepted')
    const asset = await stateOf(assetId)
    expect(asset, name).toMatchObject({ state: 'refused', code })
    expect(bench.events, name).toContain(`${code} ${asset.assetId}`)
    const served: string[] = []
    for await (const { key } of bench.blobs.list(`media/${asset.assetId}/`)) served.push(key)
    expect(served, name).toEqual([])
  }
})

test('a conversion that was stopped and run again gives one result and one event', async () => {
  const assetId = await accept(bench.makeFile('again.mp4', ...picture('64x64', 1), ...slow))
  // Only judged so far, as if the process had ended here.
  await bench.db.transaction((tx) =>
    bench.jobs.enqueue(tx, convertJob, { assetId, isSeed: false, judged: null }),
  )
  const stopped = convertAsset(bench, bench.ffmpeg, {
    assetId,
    isSeed: false,
    judged: null,
    signal: AbortSignal.abort(),
  })
  await expect(stopped).rejects.toThrow()
  expect((await stateOf(assetId)).state).toBe('processing')
  await bench.jobs.runOnce()
  await bench.jobs.runOnce()
  expect(await stateOf(assetId)).toMatchObject({ state: 'ready', playback: { complete: true } })
  expect(bench.events.filter((event) => event === `ready ${assetId}`)).toHaveLength(1)
  expect(bench.events.filter((event) => event === `complete ${assetId}`)).toHaveLength(1)
})

test('a fit file plays as a copy at once, gets a smaller size and the common loudness', async () => {
  const loud = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2,volume=18dB']
  const place = ['-metadata', 'location=+48.1+11.5/', '-c:a', 'aac', '-t', '2']
  const file = bench.makeFile('fit.mp4', ...picture('720x1280', 2), ...loud, ...fast, '-g', '30', ...place)
  const assetId = await accept(file)
  await inspectAsset(bench, bench.ffmpeg, {
    ...{ assetId, isSeed: false, early: null },
    signal: new AbortController().signal,
  })
  const early = await stateOf(assetId)
  assert(early.state === 'ready', 'a copy plays at once')
  expect(early.playback).toMatchObject({ complete: false, width: 720, height: 1280, streamUrl: null })
  expect(early.playback.renditions.map(({ url }) => url)).toEqual([`/v1/media/${assetId}/720.mp4`])
  const copy = await readFile(bench.blobs.localPath(`media/${assetId}/720.mp4`))
  expect(copy.includes('+48.1')).toBe(false)
  await bench.jobs.runOnce()
  const late = await stateOf(assetId)
  assert(late.state === 'ready', 'and stays ready')
  // The copy was too loud: its picture is the same, its sound is new, and so is its address.
  expect(late.playback.renditions.map(({ url }) => url)).toEqual([
    `/v1/media/${assetId}/540.mp4`,
    `/v1/media/${assetId}/720-2.mp4`,
  ])
  expect(await bench.blobs.stat(`media/${assetId}/720.mp4`)).not.toBeNull()
})

test('an upload is encoded while it arrives', async () => {
  const file = bench.makeFile(
    'arriving.mkv',
    ...picture('540x960', 3),
    ...sound(3),
    '-c:v',
    'mjpeg',
    '-q:v',
    '2',
  )
  const bytes = await readFile(file)
  assert(bytes.length > 4_000_000, 'the file is large enough to be worth it')
  const assetId = bench.newId()
  const row = { assetId, ownerId: bench.person('anna'), filename: 'a.mkv', state: 'uploading' as const }
  await insertAsset(bench.db.pool, {
    ...{ ...row, totalBytes: BigInt(bytes.length) },
    createdAt: bench.clock.now(),
  })
  const early = createEarlyConversions(bench, bench.ffmpeg, 1)
  early.begin({ assetId, totalBytes: bytes.length })
  const path = join(bench.uploadFolder, assetId)
  for (let at = 0; at < bytes.length; at += 1_000_000) {
    await appendFile(path, bytes.subarray(at, at + 1_000_000))
    // The encoder begins as soon as the head is here; only then comes the rest.
    if (at === 2_000_000) expect((await early.take(assetId))?.kind).toBe('encode')
  }
  await bench.db.transaction((tx) => markQueued(tx, assetId))
  const signal = new AbortController().signal
  await inspectAsset(bench, bench.ffmpeg, { assetId, isSeed: false, early, signal })
  const made = await rendition(await stateOf(assetId))
  expect(made.playback.renditions.map(({ name }) => name)).toEqual(['540'])
  expect(Math.abs(made.playback.durationMs - 3000)).toBeLessThan(60)
  expect(made.audio?.codec).toBe('aac')
  await early.stop()
})

test('a compatible upload is copied while its bytes arrive', async () => {
  // Filled up to a steady rate: the picture alone would be too small.
  const rate = [
    '-b:v',
    '6M',
    '-minrate',
    '6M',
    '-maxrate',
    '6M',
    '-bufsize',
    '3M',
    '-x264-params',
    'nal-hrd=cbr',
  ]
  const coding = [...fast, '-g', '30', ...rate, '-movflags', '+faststart']
  const file = bench.makeFile('fit.mp4', ...picture('720x1280', 8), ...sound(8), ...coding)
  const bytes = await readFile(file)
  assert(bytes.length > 4_000_000, 'the file is large enough to be worth it')
  const assetId = bench.newId()
  const row = { assetId, ownerId: bench.person('anna'), filename: 'a.mp4', state: 'uploading' as const }
  const createdAt = bench.clock.now()
  await insertAsset(bench.db.pool, { ...row, totalBytes: BigInt(bytes.length), createdAt })
  const early = createEarlyConversions(bench, bench.ffmpeg, 1)
  early.begin({ assetId, totalBytes: bytes.length })
  const path = join(bench.uploadFolder, assetId)
  for (let at = 0; at < bytes.length; at += 1_000_000) {
    await appendFile(path, bytes.subarray(at, at + 1_000_000))
    if (at === 2_000_000) expect((await early.take(assetId))?.kind).toBe('copy')
  }
  await bench.db.transaction((tx) => markQueued(tx, assetId))
  const signal = new AbortController().signal
  await inspectAsset(bench, bench.ffmpeg, { assetId, isSeed: false, early, signal })
  const asset = await stateOf(assetId)
  assert(asset.state === 'ready', 'a copy plays at once')
  expect(asset.playback).toMatchObject({ complete: false, width: 720, height: 1280, hasAudio: true })
  expect(Math.abs(asset.playback.durationMs - 8000)).toBeLessThan(40)
  const copy = await probe(bench.ffmpeg, bench.blobs.localPath(`media/${assetId}/720.mp4`))
  assert(copy.kind === 'read', 'the copy can be read')
  expect(copy.probe).toMatchObject({ video: { frames: 240 }, audio: { codec: 'aac' } })
  await early.stop()
  await bench.jobs.runOnce()
  expect((await rendition(await stateOf(assetId))).playback.renditions).toHaveLength(2)
})

test('deleting before and after the conversion leaves no file behind', async () => {
  const file = bench.makeFile('gone.mp4', ...picture('64x64', 1), ...fast)
  const early = await accept(file)
  await bench.db.transaction((tx) => bench.media.removeAsset(tx, early))
  const late = await accept(file)
  await bench.jobs.runOnce()
  expect((await stateOf(late)).state).toBe('ready')
  await bench.db.transaction((tx) => bench.media.removeAsset(tx, late))
  await bench.jobs.runOnce()
  for (const assetId of [early, late]) {
    expect((await bench.media.getAssets(bench.db.pool, [assetId])).size).toBe(0)
    const left: string[] = []
    for await (const { key } of bench.blobs.list('')) if (key.includes(assetId)) left.push(key)
    expect(left).toEqual([])
  }
  expect(await readdir(bench.uploadFolder)).toEqual([])
})

test('a file is claimed once, and only by its owner', async () => {
  const file = bench.makeFile('claimed.mp4', ...picture('64x64', 1), ...fast)
  const assetId = await accept(file)
  // Accepting the same again, as a repeated seeding does, changes nothing.
  await bench.media.acceptFile({ assetId, ownerId: bench.person('ben'), file, filename: 'other.mp4' })
  const claim = (name: 'anna' | 'ben') =>
    bench.db.transaction((tx) => bench.media.claim(tx, assetId, bench.person(name)))
  expect(await claim('ben')).toBeNull()
  expect(await claim('anna')).toMatchObject({ state: 'queued', assetId })
  expect(await claim('anna')).toBe('in_use')
})
