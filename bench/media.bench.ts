// CPU time of our ladder for 30 s 1080p30 sources, beside one process per size and beside one slow size, and the time of
// gate and copy. Ten subjects with a cut each three seconds, and the same with grain at 17 Mb/s.
// Run: npm run bench -- media [--seconds 30] [--only ten]
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const ladder = resolve(import.meta.dirname, '../apps/server/src/modules/media/test-ladder.ts')
const clips = resolve(import.meta.dirname, '../../shared/media/originals')
/** The bar of the issue: for three sizes with sound, poster and files. */
const budget = 1.35
const runFile = promisify(execFile)

/** Ten subjects: water, faces, text, drawn film, macro, hands. Enlarged to the size of a phone's picture. */
const subjects = [
  ...['drone-coast-cliffs.mp4', 'woman-plays-with-dog.mp4', 'water-pouring-into-glass-1080p.webm'],
  ...[
    'sintel-trailer-720p.mp4',
    'carpenter-bee-on-thistle.mp4',
    'jupiter-and-moons.mp4',
    'cup-shuffle-game.mp4',
  ],
  ...['red-admiral-butterfly.mp4', 'letter-blocks-rearranged.mp4', 'pouring-coffee-blue-mug.mp4'],
]

const ffmpeg = (...args: readonly string[]) =>
  runFile(ffmpegPath, ['-nostdin', '-v', 'error', '-y', ...args], { maxBuffer: 1024 * 1024 })

interface SourcePlan {
  readonly file: string
  readonly seconds: number
  /** Strength of the grain that a small sensor leaves. */
  readonly grain: number
  readonly rate: readonly string[]
}

const makeSource = async ({ file, seconds, grain, rate }: SourcePlan): Promise<void> => {
  const each = seconds / subjects.length
  const inputs = subjects.flatMap((name) => ['-ss', '1', '-t', String(each), '-i', join(clips, name)])
  const cover = 'scale=1080:1920:force_original_aspect_ratio=increase:flags=lanczos,crop=1080:1920,setsar=1'
  const length = `tpad=stop_mode=clone:stop_duration=1,trim=duration=${each},setpts=PTS-STARTPTS,format=yuv420p`
  const parts = subjects.map((_name, index) => `[${index}:v]fps=30,${cover},${length}[v${index}]`)
  const joined = subjects.map((_name, index) => `[v${index}]`).join('')
  const noise = grain > 0 ? `,noise=alls=${grain}:allf=t` : ''
  const graph = [...parts, `${joined}concat=n=${subjects.length}:v=1${noise}[v]`].join(';')
  const sound = [
    '-f',
    'lavfi',
    '-i',
    `anoisesrc=color=pink:amplitude=0.1:sample_rate=48000:duration=${seconds}`,
  ]
  await ffmpeg(
    ...[...inputs, ...sound, '-filter_complex', graph, '-map', '[v]', '-map', `${subjects.length}:a`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', ...rate, '-g', '60', '-c:a', 'aac', '-ac', '2'],
    ...['-t', String(seconds), '-movflags', '+faststart', file],
  )
}

interface Measured {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly stdout: string
}

/** A shell counts the CPU time of everything that it started and that ended. */
const measure = (command: readonly string[]): Promise<Measured> =>
  new Promise((settle, reject) => {
    const began = performance.now()
    const child = spawn('/bin/sh', ['-c', '"$@" || exit 1; times >&2', 'sh', ...command])
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => void (said.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => void (said.stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      const times = [...(said.stderr.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
      if (code !== 0) return reject(new TypeError(`${command.join(' ')}\n${said.stderr.slice(-2000)}`))
      const cpuSeconds = times.reduce(
        (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
        0,
      )
      settle({ cpuSeconds, wallSeconds: (performance.now() - began) / 1000, stdout: said.stdout })
    })
  })

const plain = [ffmpegPath, '-nostdin', '-v', 'error', '-y', '-i']

/** One process for each size, one after the other, as PeerTube's runner does: veryfast, CRF, capped. */
const onePerSize = async (source: string, folder: string): Promise<Measured> => {
  const sizes = [
    { size: '540:960', rate: '1600k', twice: '3200k' },
    { size: '720:1280', rate: '3M', twice: '6M' },
    { size: '1080:1920', rate: '6M', twice: '12M' },
  ]
  const total = { cpuSeconds: 0, wallSeconds: 0, stdout: '' }
  for (const { size, rate, twice } of sizes) {
    const picture = ['-vf', `scale=${size}`, '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p']
    const limits = ['-crf', '23', '-maxrate', rate, '-bufsize', twice, '-g', '60']
    const file = ['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', join(folder, 'per-size.mp4')]
    const one = await measure([...plain, source, ...picture, ...limits, ...file])
    total.cpuSeconds += one.cpuSeconds
    total.wallSeconds += one.wallSeconds
  }
  return total
}

/** One size at 720, `slow` and tuned for film: the way of Loops. */
const oneSlowSize = (source: string, folder: string): Promise<Measured> => {
  const picture = [
    '-vf',
    'scale=720:1280:flags=lanczos',
    '-c:v',
    'libx264',
    '-preset',
    'slow',
    '-tune',
    'film',
  ]
  const file = ['-crf', '23', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart']
  return measure([...plain, source, ...picture, ...file, join(folder, 'slow.mp4')])
}

const ours = (source: string, folder: string, ...more: readonly string[]): Promise<Measured> =>
  measure([process.execPath, ladder, source, join(folder, 'ours'), '--bare', ...more])

const rounded = (value: number): number => Number(value.toFixed(3))

const compare = async (source: string, folder: string, seconds: number) => {
  const per = ({ cpuSeconds, wallSeconds }: Measured) => ({
    cpuPerSecond: rounded(cpuSeconds / seconds),
    wallSeconds: rounded(wallSeconds),
  })
  const decode = await measure([...plain, source, '-an', '-f', 'null', '-'])
  const whole = await ours(source, folder)
  const apart = await onePerSize(source, folder)
  const slow = await oneSlowSize(source, folder)
  const facts: unknown = JSON.parse(whole.stdout)
  const shareOfOnePerSize = rounded(whole.cpuSeconds / apart.cpuSeconds)
  return {
    shareOfOnePerSize,
    decode: per(decode),
    ours: per(whole),
    onePerSize: per(apart),
    oneSlowSize: per(slow),
    facts,
  }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '30' }, only: { type: 'string' } },
  })
  const seconds = Number(values.seconds)
  if (!existsSync(clips)) {
    process.stdout.write(
      `${JSON.stringify({ bench: 'media', ok: false, reason: 'the real clips are not there' })}\n`,
    )
    process.exitCode = 1
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-'))
  try {
    const light = ['-crf', '20', '-maxrate', '7M', '-bufsize', '14M']
    const sources: readonly SourcePlan[] = [
      { file: 'ten.mp4', seconds, grain: 0, rate: light },
      {
        ...{ file: 'heavy.mp4', seconds, grain: 8 },
        rate: ['-b:v', '17M', '-maxrate', '20M', '-bufsize', '34M'],
      },
    ]
    const measured: Record<string, Awaited<ReturnType<typeof compare>> & { copy: unknown }> = {}
    for (const source of sources.filter(({ file }) => file.startsWith(values.only ?? ''))) {
      const file = join(folder, source.file)
      await makeSource({ ...source, file })
      const copied = await ours(file, folder, '--remux')
      const name = source.file.replace('.mp4', '')
      measured[name] = {
        ...(await compare(file, folder, seconds)),
        copy: JSON.parse(copied.stdout) as unknown,
      }
      process.stderr.write(`${name} ${JSON.stringify(measured[name])}\n`)
    }
    const value = measured['ten']?.ours.cpuPerSecond ?? Number.NaN
    const result = {
      bench: 'media',
      ok: value <= budget,
      budget: `at most ${budget} CPU-s per second of video for three sizes`,
      ...{ value, seconds, measured },
      machineLoad: loadavg()[0],
      command: 'npm run bench -- media',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
    process.exitCode = result.ok ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
