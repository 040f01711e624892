import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assert } from '#platform/assert'
import type { Ffmpeg } from './find.ts'
import { findFfmpeg } from './find.ts'
import { parseProbe, probe } from './probe.ts'
import { outcomeOf, progressReader, run } from './run.ts'

// Runs take CPU seconds; on a busy machine the clock on the wall is no measure.
vi.setConfig({ testTimeout: 120_000 })

let folder = ''
let ffmpeg: Ffmpeg

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-ffmpeg-'))
  const found = await findFfmpeg()
  assert(found !== null, 'these tests need FFmpeg')
  // A test waits for its runs: they need not step back for anybody.
  ffmpeg = { ...found, limiter: { ...found.limiter, lowersPriority: false } }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x36:rate=10:duration=2']

describe('run', () => {
  test('encodes, tells how far it is and ends with done', async () => {
    const seen: number[] = []
    const result = await run(ffmpeg, [...picture, join(folder, 'a.mp4')], {
      wallMs: 100_000,
      onProgress: (progress) => seen.push(progress.outTimeMs),
    })
    expect(result.outcome).toBe('done')
    expect(result.frames).toBe(20)
    expect(seen.length).toBeGreaterThan(0)
    const answer = await probe(ffmpeg, join(folder, 'a.mp4'))
    expect(answer).toMatchObject({
      kind: 'read',
      probe: { durationMs: 2000, audio: null, video: { width: 64, height: 36, framesPerSecond: 10 } },
    })
  })

  test('reads raw frames from its input', async () => {
    const frames = async function* () {
      for (let frame = 0; frame < 5; frame++) yield new Uint8Array(16 * 16 * 3).fill(frame * 40)
    }
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '16x16', '-r', '5', '-i', 'pipe:0']
    const result = await run(ffmpeg, [...raw, join(folder, 'raw.mp4')], { wallMs: 100_000, stdin: frames() })
    expect(result).toMatchObject({ outcome: 'done', frames: 5 })
  })

  test('an error of the frames’ source is passed on, not swallowed', async () => {
    const frames = async function* () {
      yield new Uint8Array(16)
      throw new RangeError('no more frames')
    }
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '16x16', '-i', 'pipe:0']
    const running = run(ffmpeg, [...raw, join(folder, 'b.mp4')], { wallMs: 100_000, stdin: frames() })
    await expect(running).rejects.toThrow('no more frames')
  })

  test('each limit has its own outcome', async () => {
    const endless = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=320x240', '-f', 'null', '-']
    expect((await run(ffmpeg, endless, { wallMs: 300 })).outcome).toBe('wall_limit')
    const aborted = AbortSignal.abort()
    expect((await run(ffmpeg, endless, { wallMs: 100_000, signal: aborted })).outcome).toBe('aborted')
    expect((await run(ffmpeg, ['-i', '/nowhere', 'x.mp4'], { wallMs: 5000 })).outcome).toBe('failed')
    if (!ffmpeg.limiter.limitsResources) return
    const busy = ['-f', 'lavfi', '-i', 'mandelbrot=size=640x480', '-f', 'null', '-']
    expect((await run(ffmpeg, busy, { wallMs: 100_000, limits: { cpuSeconds: 1 } })).outcome).toBe(
      'cpu_limit',
    )
    const big = ['-f', 'lavfi', '-i', 'color=size=640x480', '-f', 'rawvideo', join(folder, 'big.yuv')]
    const tooBig = await run(ffmpeg, big, { wallMs: 100_000, limits: { outputBytes: 1_000_000 } })
    expect(tooBig.outcome).toBe('output_limit')
  })
})

describe('probe', () => {
  test('text, an empty file, a playlist and a missing file are unreadable', async () => {
    const files = {
      'text.mp4': 'this is a letter, not a video',
      'empty.mp4': '',
      'list.mp4': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n',
      'concat.mp4': "ffconcat version 1.0\nfile '/etc/passwd'\n",
    }
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content)
      expect((await probe(ffmpeg, join(folder, name))).kind, name).toBe('unreadable')
    }
    expect((await probe(ffmpeg, join(folder, 'missing.mp4'))).kind).toBe('unreadable')
  })

  test('takes rotation from the display matrix or from the tag, and ignores cover pictures', () => {
    const cover = { codec_type: 'video', codec_name: 'mjpeg', disposition: { attached_pic: 1 } }
    const turned = { codec_type: 'video', codec_name: 'h264', side_data_list: [{ rotation: -90 }] }
    const tagged = { codec_type: 'video', codec_name: 'h264', tags: { rotate: '270' } }
    const read = (...streams: object[]) => parseProbe(JSON.stringify({ streams, format: {} }))?.video
    expect(read(cover)).toBeNull()
    expect(read(cover, turned)?.rotation).toBe(90)
    expect(read(tagged)?.rotation).toBe(270)
    expect(parseProbe('{')).toBeNull()
    expect(parseProbe('[]')).toBeNull()
  })
})

test('progress lines may be cut anywhere', () => {
  const progress = { outTimeMs: 0, frames: 0 }
  let blocks = 0
  const read = progressReader(progress, () => blocks++)
  for (const part of ['frame=1', '2\nout_time_us=5000', '00\nout_time_us=N/A\nprog', 'ress=end\n']) {
    read(Buffer.from(part))
  }
  expect({ ...progress, blocks }).toEqual({ frames: 12, outTimeMs: 500, blocks: 1 })
})

test('a full disk is told apart from a bad file', () => {
  const end = { exitCode: 1, exitSignal: null, endedBy: 'itself' as const }
  expect(outcomeOf({ ...end, stderrTail: 'av_interleaved_write_frame(): No space left on device' })).toBe(
    'disk_full',
  )
  expect(outcomeOf({ ...end, stderrTail: 'Invalid data' })).toBe('failed')
  expect(outcomeOf({ ...end, exitSignal: 'SIGKILL', exitCode: null, stderrTail: '' })).toBe('killed')
})

test('without FFmpeg there is none', async () => {
  expect(await findFfmpeg({ searchPath: folder })).toBeNull()
  expect(await findFfmpeg({ ffmpegPath: join(folder, 'no-such-program') })).toBeNull()
})
