import { spawnSync } from 'node:child_process'
import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RefusalCode } from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { findFfmpeg, probe as probeWithFfmpeg, type Ffmpeg } from '#platform/ffmpeg'
import { claimedDurationMs, judgeResult } from '../rules/gate.ts'
import { inspectWithoutFfmpeg } from './inspect.ts'
import { remuxWithoutFfmpeg } from './remux.ts'
import { runCopy } from './run-copy.ts'

const limits = {
  maximumBytes: 2_000_000,
  maximumDurationMs: 10_000,
  minimumDurationMs: 500,
  maximumPixels: 1280 * 720,
  minimumSide: 16,
  maximumAspect: 5,
  maximumFrameRate: 120,
}
const patient = 30_000

let folder = ''
let ffmpeg: Ffmpeg
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-copy-'))
  const found = await findFfmpeg()
  assert(found !== null, 'these tests make their files with FFmpeg')
  ffmpeg = found
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The sources are made with FFmpeg; what is tested does without. */
const make = (name: string, ...args: string[]): string => {
  const file = join(folder, name)
  const made = spawnSync(ffmpeg.path, ['-v', 'error', '-y', ...args, file])
  assert(made.status === 0, `FFmpeg makes ${name}: ${made.stderr.toString()}`)
  return file
}
const picture = (size: string, seconds: number, rate = 25): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
]
const sound = (seconds: number): string[] => ['-f', 'lavfi', '-i', `sine=frequency=300:duration=${seconds}`]
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25', '-c:a', 'aac']

/** Writes the matrix that phones write: a quarter to the right. It stands 40 bytes into the header of the track. */
const turnRight = async (file: string): Promise<void> => {
  const bytes = await readFile(file)
  const matrix = bytes.indexOf('tkhd') + 4 + 40
  const quarter = [0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30]
  for (const [index, value] of quarter.entries()) bytes.writeInt32BE(value, matrix + 4 * index)
  await writeFile(file, bytes)
}

const codeOf = async (file: string): Promise<RefusalCode | 'fit'> => {
  const answer = await inspectWithoutFfmpeg(file, limits)
  return answer.kind === 'fit' ? 'fit' : answer.code
}

const copy = async (file: string) => {
  const answer = await inspectWithoutFfmpeg(file, limits)
  assert(answer.kind === 'fit', `${file} is fit: ${JSON.stringify(answer)}`)
  const output = `${file}.copy.mp4`
  const made = await remuxWithoutFfmpeg({ file, probe: answer.probe }, output)
  assert(made !== null, `${file} can be copied`)
  const read = await probeWithFfmpeg(ffmpeg, output)
  assert(read.kind === 'read', 'FFmpeg reads the copy')
  const complaints = spawnSync(ffmpeg.path, [
    '-v',
    'error',
    '-i',
    output,
    '-f',
    'null',
    '-',
  ]).stderr.toString()
  return { made, probe: read.probe, output, complaints, claimedMs: claimedDurationMs(answer.probe) }
}

describe('a fit file', () => {
  test(
    'becomes one MP4 that streams, turned as it was, without what the phone noted',
    { timeout: patient },
    async () => {
      const place = [
        '-metadata',
        'location=+48.1+11.5/',
        '-metadata',
        'title=home',
        '-metadata:s:v',
        'handler_name=iPhone',
      ]
      const plain = make('plain.mp4', ...picture('320x240', 2), ...sound(2), ...h264, ...place)
      const file = make('turned.mov', '-i', plain, '-c', 'copy', ...place)
      await turnRight(file)
      const { made, probe, output, complaints } = await copy(file)
      expect(made).toEqual({
        width: 240,
        height: 320,
        durationMs: 2000,
        hasAudio: true,
        bytes: (await stat(output)).size,
      })
      expect(probe.video).toMatchObject({ codec: 'h264', rotation: 90, width: 320, height: 240, frames: 50 })
      expect(probe.audio).toMatchObject({ codec: 'aac', sampleRate: 44_100 })
      expect(Math.abs((probe.durationMs ?? 0) - 2000)).toBeLessThan(60)
      expect(complaints).toBe('')
      const bytes = await readFile(output)
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
      for (const word of ['+48.1', 'home', 'iPhone']) expect(bytes.includes(word)).toBe(false)
    },
  )

  test('without sound and in fragments is one, too', { timeout: patient }, async () => {
    const fragments = ['-movflags', 'frag_keyframe+empty_moov']
    const { made, probe, complaints } = await copy(
      make('parts.mp4', ...picture('320x240', 2), ...h264, ...fragments),
    )
    expect(made).toMatchObject({ width: 320, height: 240, durationMs: 2000, hasAudio: false })
    expect(probe).toMatchObject({ audioStreams: 0, video: { frames: 50 } })
    expect(complaints).toBe('')
  })

  test('loses the sound that goes on behind the picture', { timeout: patient }, async () => {
    const { made, probe } = await copy(make('long-sound.mp4', ...picture('320x240', 1), ...sound(5), ...h264))
    expect(made.durationMs).toBe(1000)
    expect(probe.audio?.durationMs).toBeLessThanOrEqual(1550)
    expect(probe.audio?.durationMs).toBeGreaterThan(900)
  })

  test('does not show again what was cut away on the phone', { timeout: patient }, async () => {
    const whole = make('whole.mp4', ...picture('320x240', 4), ...sound(4), ...h264)
    // Cut without encoding: the second before the cut stays in the file, hidden.
    const file = make('cut.mp4', '-ss', '1.5', '-i', whole, '-c', 'copy')
    const { made, probe, complaints } = await copy(file)
    expect(probe.video?.frames).toBe(50)
    expect(made.durationMs).toBe(2000)
    expect(complaints).toBe('')
  })
})

describe('the gate', () => {
  test('has the limits and codes that always hold', { timeout: patient }, async () => {
    const files: [RefusalCode | 'fit', string][] = [
      ['fit', make('fit.mp4', ...picture('320x240', 1), ...h264)],
      ['too_long', make('long.mp4', ...picture('64x64', 11, 5), ...h264)],
      ['too_short', make('short.mp4', ...picture('64x64', 0.2), ...h264)],
      ['too_many_pixels', make('pixels.mp4', ...picture('1920x1080', 0.6, 5), ...h264)],
      ['bad_dimensions', make('wide.mp4', ...picture('640x64', 1), ...h264)],
      ['bad_frame_rate', make('rate.mp4', ...picture('64x64', 1, 240), ...h264)],
      ['no_video_stream', make('sound.mp4', ...sound(1), '-c:a', 'aac')],
      [
        'encoder_missing',
        make('other.webm', ...picture('64x64', 1), '-c:v', 'libvpx', '-deadline', 'realtime'),
      ],
      ['encoder_missing', make('other.avi', ...picture('64x64', 1), '-c:v', 'mpeg4')],
      ['encoder_missing', make('other.ts', ...picture('64x64', 1), ...h264)],
      ['encoder_missing', make('mpeg4.mp4', ...picture('64x64', 1), '-c:v', 'mpeg4')],
      ['encoder_missing', make('full.mp4', ...picture('64x64', 1), ...h264, '-pix_fmt', 'yuv444p')],
      [
        'encoder_missing',
        make('mp3.mp4', ...picture('64x64', 1), ...sound(1), ...h264, '-c:a', 'libmp3lame'),
      ],
    ]
    const large = join(folder, 'large.mp4')
    await copyFile(join(folder, 'fit.mp4'), large)
    const handle = await open(large, 'a')
    await handle.truncate(2_000_001).finally(() => handle.close())
    files.push(['too_large', large])
    for (const [code, file] of files) expect([file, await codeOf(file)]).toEqual([file, code])
  })
})

describe('a hostile file', () => {
  const write = async (name: string, content: string | Buffer): Promise<string> => {
    const file = join(folder, name)
    await writeFile(file, content)
    return file
  }
  test('that lists other files opens none of them', { timeout: patient }, async () => {
    let calls = 0
    const server = createServer((_request, response) => {
      calls += 1
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    assert(address !== null && typeof address === 'object', 'the server listens')
    const url = `http://127.0.0.1:${address.port}/x.ts`
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
      '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
      `ffconcat version 1.0\nfile '${url}'\n`,
    ]
    for (const [index, text] of lists.entries()) {
      expect(await codeOf(await write(`list-${index}.mp4`, text))).toBe('unreadable_file')
    }
    expect(calls).toBe(0)
    server.close()
  })

  test('that is none at all is unreadable', { timeout: patient }, async () => {
    const contents = ['', 'hello, this is a text\n'.repeat(100), '<svg xmlns="http://www.w3.org/2000/svg"/>']
    for (const [index, text] of contents.entries()) {
      expect(await codeOf(await write(`text-${index}.mp4`, text))).toBe('unreadable_file')
    }
    expect(await codeOf(await write('zeros.mp4', Buffer.alloc(100_000)))).toBe('unreadable_file')
  })

  test(
    'that breaks off is damaged, or unreadable when its index is what is missing',
    { timeout: patient },
    async () => {
      const moves = ['-movflags', '+faststart']
      const bytes = await readFile(
        make('front.mp4', ...picture('320x240', 4), ...sound(4), ...h264, ...moves),
      )
      const part = await write('part.mp4', bytes.subarray(0, Math.floor(0.4 * bytes.length)))
      const { made, claimedMs } = await copy(part)
      expect(judgeResult(made, claimedMs, limits)).toBe('damaged')
      expect(made.durationMs).toBeLessThan(3000)
      const behind = await readFile(make('behind.mp4', ...picture('320x240', 2), ...h264))
      const headless = await write('headless.mp4', behind.subarray(0, Math.floor(0.9 * behind.length)))
      expect(await codeOf(headless)).toBe('unreadable_file')
    },
  )

  test(
    'that claims sizes beyond all measure costs a refusal and no memory of ours',
    { timeout: 4 * patient },
    async () => {
      const small = await readFile(make('small.mp4', ...picture('64x64', 1), ...sound(1), ...h264))
      // Of the index itself, of the number of pictures, and of every picture.
      const places = [small.indexOf('moov') - 4, small.indexOf('stsz') + 12, small.indexOf('stsz') + 8]
      const before = process.memoryUsage().rss
      for (const [index, at] of places.entries()) {
        const bytes = Buffer.from(small)
        bytes.writeUInt32BE(0xffff_ffff, at)
        const file = await write(`claim-${index}.mp4`, bytes)
        const answer = await inspectWithoutFfmpeg(file, limits)
        const made =
          answer.kind === 'fit'
            ? await remuxWithoutFfmpeg({ file, probe: answer.probe }, `${file}.copy`)
            : null
        const verdict = made && judgeResult(made, 1000, limits)
        expect([index, answer.kind === 'refused' || made === null || verdict !== null]).toEqual([index, true])
      }
      // So many times of pictures keep the child busy until it is killed.
      const bytes = Buffer.from(small)
      bytes.writeUInt32BE(0xffff_ffff, small.indexOf('stts') + 12)
      const busy = await write('claim-times.mp4', bytes)
      expect(await runCopy({ command: 'facts', file: busy, wallMs: 1500 })).toMatchObject({
        kind: 'unreadable',
      })
      expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
    },
  )

  test('whose bytes were turned over is answered in any case', { timeout: 4 * patient }, async () => {
    const whole = await readFile(make('source.mp4', ...picture('64x64', 1), ...sound(1), ...h264))
    const index = whole.indexOf('moov')
    for (let round = 0; round < 4; round += 1) {
      const bytes = Buffer.from(whole)
      // Eight places of the index, always the same ones.
      for (let count = 0; count < 8; count += 1) {
        const at = index + ((round * 7919 + count * 104_729) % (bytes.length - index))
        bytes.writeUInt8(255 - bytes.readUInt8(at), at)
      }
      const file = await write(`turned-${round}.mp4`, bytes)
      const answer = await inspectWithoutFfmpeg(file, limits)
      if (answer.kind !== 'fit') continue
      const made = await remuxWithoutFfmpeg({ file, probe: answer.probe }, `${file}.copy`)
      expect(made === null || made.durationMs >= 0).toBe(true)
    }
  })

  test('is read by a process that may write nowhere else', { timeout: patient }, async () => {
    const file = make('mine.mp4', ...picture('64x64', 1), ...h264)
    const answer = await runCopy({ command: 'copy', file, target: join(folder, 'missing', 'copy.mp4') })
    expect(answer.kind).toBe('unreadable')
  })

  test('is let go when the work is stopped', { timeout: patient }, async () => {
    const file = make('stop.mp4', ...picture('64x64', 1), ...h264)
    expect(await runCopy({ command: 'facts', file, signal: AbortSignal.abort() })).toEqual({
      kind: 'aborted',
    })
  })
})
