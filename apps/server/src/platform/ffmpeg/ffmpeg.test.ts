import { createReadStream } from 'node:fs'
import { readdir, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { featuresOff, lacks } from './features.ts'
import { examineFfmpeg, findFfmpeg, isNewEnough } from './find.ts'
import { safeInput, safePipe } from './input.ts'
import { parseProbe } from './parse-probe.ts'
import { probe } from './probe.ts'
import { outcomeOf, progressReader, run } from './run.ts'
import { scanPackets } from './scan-packets.ts'
import { pathWith, ffmpegBench } from './test-bench.ts'

// Runs take CPU seconds; on a busy machine the clock on the wall is no measure.
vi.setConfig({ testTimeout: 120_000 })

const bench = ffmpegBench()
const wallMs = 100_000
const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x36:rate=10:duration=2']

describe('run', () => {
  test('encodes, tells how far it is and ends with done', async () => {
    const { ffmpeg, writing } = bench()
    const seen: number[] = []
    const task = await writing((at) => [...picture, '-g', '5', at.output('a.mp4')])
    const result = await run(ffmpeg, task, { wallMs, onProgress: ({ outTimeMs }) => seen.push(outTimeMs) })
    expect(result).toMatchObject({ outcome: 'done', frames: 20, decodeErrors: 0 })
    expect(seen.length).toBeGreaterThan(0)
    const file = join(task.outputFolder, 'a.mp4')
    expect(await probe(ffmpeg, file)).toMatchObject({
      kind: 'read',
      probe: {
        durationMs: 2000,
        videoStreams: 1,
        audioStreams: 0,
        audio: null,
        video: {
          codec: 'h264',
          width: 64,
          height: 36,
          framesPerSecond: 10,
          fieldOrder: 'progressive',
          startMs: 0,
        },
      },
    })
    expect(await scanPackets(ffmpeg, file)).toEqual({
      frames: 20,
      keyframes: 4,
      startMs: 0,
      durationMs: 2000,
      longestKeyframeGapMs: 500,
      variableRate: false,
    })
  })

  test('reads raw frames from its input', async () => {
    const { ffmpeg, writing } = bench()
    const frames = async function* () {
      for (let frame = 0; frame < 5; frame++) yield new Uint8Array(16 * 16 * 3).fill(frame * 40)
    }
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '16x16', '-r', '5', '-i', 'pipe:0']
    const task = await writing((at) => [...raw, at.output('raw.mp4')])
    expect(await run(ffmpeg, { ...task, stdin: frames() }, { wallMs })).toMatchObject({
      outcome: 'done',
      frames: 5,
    })
  })

  test('takes a file as it arrives, and reads what it wrote itself', async () => {
    const { ffmpeg, writing } = bench()
    const task = await writing((at) => [
      ...[...picture, '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', at.output('fragments')],
    ])
    expect((await run(ffmpeg, task, { wallMs })).outcome).toBe('done')
    const stdin = createReadStream(join(task.outputFolder, 'fragments'))
    const piped = await writing((at) => [...safePipe(), '-c', 'copy', at.output('piped.mp4')])
    expect(await run(ffmpeg, { ...piped, stdin }, { wallMs })).toMatchObject({ outcome: 'done', frames: 20 })
    const again = {
      ...piped,
      args: (at: { output(name: string): string }) => [
        ...[...safeInput(at.output('piped.mp4')), '-c', 'copy', at.output('again.mp4')],
      ],
    }
    expect((await run(ffmpeg, again, { wallMs })).outcome).toBe('done')
    expect((await readdir(piped.outputFolder)).toSorted()).toEqual(['again.mp4', 'piped.mp4'])
  })

  test('an error of the frames’ source is passed on, not swallowed', async () => {
    const { ffmpeg, writing } = bench()
    const frames = async function* () {
      yield new Uint8Array(16)
      throw new RangeError('no more frames')
    }
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '16x16', '-i', 'pipe:0']
    const task = await writing((at) => [...raw, at.output('b.mp4')])
    await expect(run(ffmpeg, { ...task, stdin: frames() }, { wallMs })).rejects.toThrow('no more frames')
  })

  test.each(['ffmpeg', 'limited'] as const)('each limit has its own outcome (%s)', async (level) => {
    const { [level]: ffmpeg, writing, folder } = bench()
    const endless = await writing(() => [
      '-re',
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=320x240',
      '-f',
      'null',
      '-',
    ])
    expect((await run(ffmpeg, endless, { wallMs: 300 })).outcome).toBe('wall_limit')
    expect((await run(ffmpeg, endless, { wallMs, signal: AbortSignal.abort() })).outcome).toBe('aborted')
    const nothing = await writing(() => ['-i', '/nowhere', 'x.mp4'])
    expect((await run(ffmpeg, nothing, { wallMs })).outcome).toBe('failed')
    await expect(run(ffmpeg, { ...nothing, inputs: [join(folder, 'missing')] }, { wallMs })).rejects.toThrow(
      'ENOENT',
    )
    if (!ffmpeg.limiter.prlimit) return
    const busy = await writing(() => ['-f', 'lavfi', '-i', 'mandelbrot=size=640x480', '-f', 'null', '-'])
    expect((await run(ffmpeg, busy, { wallMs, limits: { cpuSeconds: 1 } })).outcome).toBe('cpu_limit')
    const big = await writing((at) => [
      ...['-f', 'lavfi', '-i', 'color=size=640x480', '-f', 'rawvideo', at.output('big.yuv')],
    ])
    const tooBig = await run(ffmpeg, big, { wallMs, limits: { outputBytes: 1_000_000 } })
    expect(tooBig.outcome).toBe('output_limit')
    expect((await stat(join(big.outputFolder, 'big.yuv'))).size).toBeLessThanOrEqual(1_000_000)
  })

  test('too little memory is tried once more with twice as much', async () => {
    const { ffmpeg, writing } = bench()
    if (!ffmpeg.limiter.prlimit) return
    const source = ['-f', 'lavfi', '-i', 'testsrc=size=640x360:rate=10:duration=1', '-threads', '1']
    const task = await writing((at) => [...source, at.output('x.mp4')])
    const results: string[] = []
    // Each round tries a size and its double. When one is done for the first time, the round before has shown that its
    // first size is too small: so it was the second try that did it.
    for (
      let memoryBytes = 64 * 1024 ** 2;
      memoryBytes < 2 ** 34 && !results.includes('done');
      memoryBytes *= 2
    ) {
      results.push((await run(ffmpeg, task, { wallMs, limits: { memoryBytes } })).outcome)
    }
    expect(results.length).toBeGreaterThan(1)
    expect(results.pop()).toBe('done')
    expect(new Set(results)).toEqual(new Set(['failed']))
  })
})

describe('probe', () => {
  test('what is no media file is unreadable, with or without FFmpeg’s help', async () => {
    const { ffmpeg, write, folder } = bench()
    const box = (type: string, bytes: number): Buffer => {
      const head = Buffer.alloc(bytes)
      head.writeUInt32BE(bytes)
      head.write(type, 4, 'latin1')
      return head
    }
    const files = {
      'text.mp4': 'this is a letter, not a video',
      'empty.mp4': '',
      'list.mp4': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n',
      'concat.mp4': "ffconcat version 1.0\nfile '/etc/passwd'\n",
      'picture.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'picture.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'archive.gz': Buffer.from('1f8b0800000000000003', 'hex'),
      'no-moov.mp4': Buffer.concat([box('ftyp', 24), box('free', 8), box('mdat', 5000)]),
      'cut.mp4': Buffer.concat([box('ftyp', 24), box('mdat', 5000).subarray(0, 3000)]),
      'damaged.mp4': Buffer.concat([box('ftyp', 24), Buffer.alloc(500, 7)]),
      'zeros.mp4': Buffer.alloc(10_000),
    }
    for (const [name, content] of Object.entries(files)) {
      expect((await probe(ffmpeg, await write(name, content))).kind, name).toBe('unreadable')
    }
    expect((await probe(ffmpeg, join(folder, 'missing.mp4'))).kind).toBe('unreadable')
    expect(await scanPackets(ffmpeg, join(folder, 'zeros.mp4'))).toBeNull()
  })

  test('a machine that cannot ask does not blame the file', async () => {
    const { ffmpeg, write } = bench()
    if (ffmpeg.limiter.bubblewrap === null) return
    const broken = { ...ffmpeg, limiter: { ...ffmpeg.limiter, bubblewrap: ['--ro-bind', '/no/such', '/x'] } }
    await expect(probe(broken, await write('x.mp4', Buffer.alloc(100)))).rejects.toThrow('on our side')
    const task = { inputs: [], outputFolder: null, args: () => ['-version'] }
    expect((await run(broken, task, { wallMs })).outcome).toBe('killed')
  })

  test('takes rotation from the display matrix or from the tag, and ignores cover pictures', () => {
    const cover = { codec_type: 'video', codec_name: 'mjpeg', disposition: { attached_pic: 1 } }
    const turned = { codec_type: 'video', codec_name: 'h264', side_data_list: [{ rotation: -90 }] }
    const tagged = { codec_type: 'video', codec_name: 'h264', tags: { rotate: '270' } }
    const read = (...streams: object[]) => parseProbe(JSON.stringify({ streams, format: {} }))
    expect(read(cover)).toMatchObject({ video: null, videoStreams: 0 })
    expect(read(cover, turned)?.video?.rotation).toBe(90)
    expect(read(tagged)?.video?.rotation).toBe(270)
    expect(parseProbe('{')).toBeNull()
    expect(parseProbe('[]')).toBeNull()
  })

  test('what a file does not say is null', () => {
    const picture = {
      codec_type: 'video',
      codec_name: 'h264',
      level: -99,
      field_order: 'unknown',
      profile: 'High',
    }
    const sound = {
      codec_type: 'audio',
      codec_name: 'aac',
      profile: 'LC',
      start_time: '-0.021',
      bit_rate: '96000',
    }
    const answer = parseProbe(
      JSON.stringify({ streams: [picture, sound, sound], format: { bit_rate: 'N/A' } }),
    )
    expect(answer).toMatchObject({ bitsPerSecond: null, videoStreams: 1, audioStreams: 2 })
    expect(answer?.video).toMatchObject({ level: null, fieldOrder: null, profile: 'High', startMs: null })
    expect(answer?.audio).toMatchObject({ profile: 'LC', startMs: -21, bitsPerSecond: 96_000 })
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

test('how a child ended is told apart, directly or through bubblewrap', () => {
  const end = {
    exitCode: 1,
    exitSignal: null,
    endedBy: 'itself' as const,
    stderrTail: 'Invalid data',
    stderrLines: 1,
    wantedMemory: false,
    possibleCpuMs: 50_000,
  }
  const outcome = (change: Partial<Parameters<typeof outcomeOf>[0]>, cpuSeconds = 20) =>
    outcomeOf({ ...end, ...change }, { cpuSeconds })
  const byExit = (exitCode: number, cpuSeconds = 20) => outcome({ exitCode, stderrTail: '' }, cpuSeconds)
  expect(outcome({})).toBe('failed')
  expect(outcome({ stderrTail: 'av_interleaved_write_frame(): No space left on device' })).toBe('disk_full')
  expect(outcome({ stderrTail: 'bwrap: Creating new namespace failed' })).toBe('killed')
  expect(outcome({ exitSignal: 'SIGXFSZ', exitCode: null })).toBe('output_limit')
  expect(byExit(153)).toBe('output_limit')
  // FFmpeg after a polite signal, after four, ffprobe after one, and the kill.
  for (const code of [255, 123, 152, 137]) {
    expect(byExit(code), `${code}`).toBe('cpu_limit')
    expect(byExit(code, 300), `${code} too early for the limit`).toBe('killed')
  }
  expect(outcome({ exitSignal: 'SIGKILL', exitCode: null })).toBe('cpu_limit')
  expect(outcome({ exitSignal: 'SIGKILL', exitCode: null }, 300)).toBe('killed')
  expect(outcome({ exitSignal: 'SIGTERM', exitCode: null })).toBe('killed')
  // A crash speaks about the file.
  expect(outcome({ exitSignal: 'SIGSEGV', exitCode: null })).toBe('failed')
  expect(byExit(139)).toBe('failed')
})

describe('what is found', () => {
  test('without FFmpeg there is none, and a sentence says so', async () => {
    const { folder } = bench()
    expect(await findFfmpeg({ searchPath: join(folder, 'nothing') })).toBeNull()
    expect(await findFfmpeg({ ffmpegPath: join(folder, 'no-such-program') })).toBeNull()
    expect(await examineFfmpeg({ ffmpegPath: join(folder, 'no-such-program') })).toEqual({
      fault: `There is no FFmpeg at ${join(folder, 'no-such-program')}.`,
    })
  })

  test('a program of that name that is something else', async () => {
    const { folder } = bench()
    const searchPath = await pathWith(join(folder, 'else'), ['true'])
    for (const name of ['ffmpeg', 'ffprobe']) await symlink('/bin/true', join(searchPath, name))
    expect(await examineFfmpeg({ searchPath })).toEqual({
      fault: `The FFmpeg at ${join(searchPath, 'ffmpeg')} does not run.`,
    })
  })

  test('versions', () => {
    expect(isNewEnough('ffmpeg version 5.1.9\n  libavutil      57. 28.100 / 57. 28.100')).toBe(true)
    expect(isNewEnough('ffmpeg version N-109468\n  libavutil      59. 1.100 / 59. 1.100')).toBe(true)
    expect(isNewEnough('ffmpeg version 5.0.1\n  libavutil      57. 17.100 / 57. 17.100')).toBe(false)
    expect(isNewEnough('')).toBe(false)
  })

  test('what is missing is told by what it costs', () => {
    const { ffmpeg } = bench()
    const poor = { ...ffmpeg, missing: [{ kind: 'filter', name: 'zscale' } as const] }
    expect(lacks(poor, { kind: 'filter', name: 'zscale' })).toBe(true)
    expect(lacks(poor, { kind: 'muxer', name: 'zscale' })).toBe(false)
    expect(featuresOff(poor)).toEqual([
      {
        feature: 'HDR colours',
        reason:
          'This FFmpeg lacks the filter zscale: HDR videos keep flat colours. Install a full build of FFmpeg.',
      },
    ])
    // Few builds recognise speech; that is no finding.
    expect(featuresOff({ ...ffmpeg, missing: [{ kind: 'filter', name: 'whisper' }] })).toEqual([])
    expect(featuresOff(null).map(({ feature }) => feature)).toContain('conversion')
  })
})
