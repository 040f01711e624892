import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { assert } from '#platform/assert'
import { findFfmpeg, probe } from '#platform/ffmpeg'
import { clipFileName, demoTown, readManifest, renderClip } from './index.ts'
import { Canvas } from './paint/canvas.ts'
import { randomOf } from './paint/random.ts'
import { scenes } from './scenes/all.ts'
import { performTune } from './sound/tunes.ts'

// Rendering takes CPU seconds; on a busy machine the clock on the wall is no measure.
vi.setConfig({ testTimeout: 120_000 })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-demo-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the town has 12 people with 3 clips each, all different', () => {
  const { people, clips } = demoTown()
  expect(people).toHaveLength(12)
  expect(clips).toHaveLength(36)
  expect(new Set(clips.map((clip) => clip.scene)).size).toBe(36)
  expect(new Set(clips.map(clipFileName)).size).toBe(36)
  expect(new Set(clips.map((clip) => clip.caption)).size).toBe(36)
  for (const person of people) {
    expect(person.handle).toMatch(/^[a-z][a-z0-9_.]{2,23}$/)
    expect(clips.filter((clip) => clip.author === person.handle)).toHaveLength(3)
  }
  for (const clip of clips) {
    expect(clip.seconds).toBeGreaterThanOrEqual(6)
    expect(clip.seconds).toBeLessThanOrEqual(30)
  }
  expect(demoTown()).toEqual(demoTown())
})

test('every scene paints something that moves, and paints it the same twice', () => {
  for (const [name, scene] of Object.entries(scenes)) {
    const canvas = new Canvas(36)
    const picture = (t: number) => {
      scene({ random: randomOf(5), seconds: 8 })(canvas, t)
      return Buffer.from(canvas.develop(1))
    }
    const first = picture(1)
    expect(new Set(first).size, name).toBeGreaterThan(20)
    expect(picture(3).equals(first), name).toBe(false)
    expect(picture(1).equals(first), name).toBe(true)
  }
})

test('tunes are as long as asked, audible and not clipped', () => {
  for (const clip of demoTown().clips) {
    const wav = performTune(clip.tune, 1)
    expect(wav.length, clip.id).toBe(44 + 48_000 * 4)
    let peak = 0
    for (let at = 44; at < wav.length; at += 2) peak = Math.max(peak, Math.abs(wav.readInt16LE(at)))
    expect(peak, clip.id).toBeGreaterThan(2000)
    expect(peak, clip.id).toBeLessThan(32_700)
  }
})

test('a clip becomes a vertical video with music, complete or not at all', async () => {
  const ffmpeg = await findFfmpeg()
  assert(ffmpeg !== null, 'this test needs FFmpeg')
  const clip = demoTown().clips.find((one) => one.scene === 'sequencer')
  assert(clip !== undefined, 'the town has a sequencer')
  const file = join(folder, clipFileName(clip))
  await renderClip({ ...clip, seconds: 0.5 }, ffmpeg, file)
  expect(await probe(ffmpeg, file)).toMatchObject({
    kind: 'read',
    probe: {
      video: { codec: 'h264', width: 540, height: 960, framesPerSecond: 24, frames: 12 },
      audio: { codec: 'aac', channels: 2, sampleRate: 48_000 },
    },
  })
  const stopped = renderClip(clip, ffmpeg, { file: join(folder, 'no.mp4'), signal: AbortSignal.abort() })
  await expect(stopped).rejects.toThrow()
  expect(await readdir(folder)).toEqual([clipFileName(clip)])
})

test('a manifest gives captions that name whom the licence asks to name', async () => {
  const clips = join(folder, 'clips')
  await mkdir(clips)
  await writeFile(join(clips, 'a.mp4'), 'x')
  const write = (content: string) => writeFile(join(clips, 'manifest.json'), content)
  await write(
    JSON.stringify({
      clips: [
        {
          file: 'a.mp4',
          description: 'A dog.',
          tags: ['Dog', 'codec-test'],
          attribution: 'none required',
          licence: 'CC0',
        },
        { file: 'a.mp4', description: 'A cat.', attribution: '(CC) Cat Films', licence: 'CC-BY-3.0' },
      ],
    }),
  )
  expect(await readManifest(clips)).toEqual([
    {
      file: join(clips, 'a.mp4'),
      caption: 'A dog.',
      tags: ['dog', 'codectest'],
      authorHint: 'dog',
    },
    {
      file: join(clips, 'a.mp4'),
      caption: 'A cat. ((CC) Cat Films, CC-BY-3.0)',
      tags: [],
      authorHint: 'clips',
    },
  ])
  await write(JSON.stringify({ clips: [{ file: '../secret' }] }))
  await expect(readManifest(clips)).rejects.toThrow('outside')
  await write(JSON.stringify({ clips: [{ file: 'b.mp4' }] }))
  await expect(readManifest(clips)).rejects.toThrow('no such file')
  await write('{')
  await expect(readManifest(clips)).rejects.toThrow('not valid JSON')
  await write('{}')
  await expect(readManifest(clips)).rejects.toThrow('"clips"')
  await expect(readManifest(folder)).rejects.toThrow('cannot be read')
})
