// From the last byte of an upload to the first playable second and to all sizes, through a real server.
// Run: npm run bench -- upload [part of a case's name]
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Asset } from '@busker/contract'
import { httpClient, signUp, type HttpClient } from '../tests/scenarios/http-client.ts'
import { startServer } from '../tests/scenarios/server-process.ts'
import { beginUpload, sendRest } from '../tests/scenarios/tus-upload.ts'
import { quantile } from './quantile.ts'

const seconds = 30
const rounds = 3
const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const clipOf = process.env['BUSKER_SHARED'] ?? '../shared'
const bytesPerMegabit = 125_000

interface Case {
  readonly name: string
  readonly file: string
  readonly codec: readonly string[]
  /** Megabits per second of the line; null: as fast as the loopback. */
  readonly uplink: number | null
  readonly budgets: { readonly playableMs: number; readonly completeMs: number | null }
}

const h264 = (rate: string) => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '60'],
  ...['-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-movflags', '+faststart'],
]

const cases: readonly Case[] = [
  {
    ...{ name: 'compatible, loopback', file: 'fit.mp4', codec: h264('6M'), uplink: null },
    budgets: { playableMs: 300, completeMs: null },
  },
  {
    ...{ name: 'compatible at 20 Mb/s', file: 'fit.mp4', codec: h264('6M'), uplink: 20 },
    budgets: { playableMs: 300, completeMs: null },
  },
  {
    ...{ name: 'any source, loopback', file: 'any.mp4', codec: h264('17M'), uplink: null },
    budgets: { playableMs: 1500, completeMs: null },
  },
  {
    ...{ name: '17 Mb/s source at 20 Mb/s', file: 'any.mp4', codec: h264('17M'), uplink: 20 },
    budgets: { playableMs: 1500, completeMs: 500 },
  },
]

/** A real moving camera, upright, again and again for half a minute, with sound. */
const makeSource = async (folder: string, { file, codec }: Case): Promise<void> => {
  const clip = join(clipOf, 'media/originals/drone-coast-cliffs.mp4')
  const picture = ['-stream_loop', '20', '-i', clip]
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=330,volume=8dB,tremolo=f=3']
  const filter = ['-vf', 'crop=ih*9/16:ih,scale=1080:1920,fps=30', '-map', '0:v', '-map', '1:a']
  const args = ['-v', 'error', '-y', ...picture, ...sound, ...filter, '-t', String(seconds), ...codec]
  await promisify(execFile)(ffmpeg, [...args, '-c:a', 'aac', '-ac', '2', join(folder, file)])
}

interface Sent {
  readonly playableMs: number
  readonly completeMs: number
}

const isPlayable = (asset: Asset): boolean =>
  asset.state === 'ready' && (asset.playback.renditions.length > 0 || asset.playback.streamUrl !== null)
const isComplete = (asset: Asset): boolean => asset.state === 'ready' && asset.playback.complete

interface Uploader {
  readonly client: HttpClient
  readonly address: string
}

const upload = async ({ client, address }: Uploader, one: Case, bytes: Buffer): Promise<Sent> => {
  const clip = { name: one.file, bytes, sha256: '' }
  const path = (await beginUpload(client, address, clip)).headers.location ?? ''
  const assetId = path.split('/').at(-1) ?? ''
  const pieceMs = 50
  const pieceBytes = one.uplink === null ? bytes.length : (one.uplink * bytesPerMegabit * pieceMs) / 1000
  const pieces = Math.ceil(bytes.length / pieceBytes)
  await sendRest(client, address, { path, offset: 0, bytes, pieces, pieceMs })
  const lastByteMs = performance.now()
  let playableMs: number | null = null
  for (let polls = 0; polls < 20_000; polls += 1) {
    const answer = await client.send(address, { method: 'GET', path: `/v1/assets/${assetId}` })
    const { asset } = answer.json<{ asset: Asset }>()
    const sinceMs = performance.now() - lastByteMs
    if (asset.state === 'refused') throw new Error(`${one.name} was refused: ${asset.code}`)
    if (playableMs === null && isPlayable(asset)) playableMs = sinceMs
    if (playableMs !== null && isComplete(asset)) return { playableMs, completeMs: sinceMs }
    await pause(10)
  }
  throw new Error(`${one.name} was never complete`)
}

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-'))
  const server = startServer({ dataFolder: join(folder, 'data') })
  try {
    const address = await server.ready
    const client = httpClient()
    await signUp(client, address, 'bench')
    const results = []
    const made = new Set<string>()
    const wanted = process.argv[2] ?? ''
    for (const one of cases.filter(({ name }) => name.includes(wanted))) {
      if (!made.has(one.file)) await makeSource(folder, one)
      made.add(one.file)
      const bytes = await readFile(join(folder, one.file))
      const sent: Sent[] = []
      for (let round = 0; round < rounds; round += 1) {
        const each = await upload({ client, address }, one, bytes)
        sent.push(each)
        process.stderr.write(`${one.name}: ${JSON.stringify(each)}\n`)
        // What is made of it besides must not disturb the next one.
        await pause(6000)
      }
      const playableMs = quantile(
        sent.map((each) => each.playableMs),
        0.5,
      )
      const completeMs = quantile(
        sent.map((each) => each.completeMs),
        0.5,
      )
      const { budgets } = one
      const ok =
        playableMs <= budgets.playableMs && (budgets.completeMs === null || completeMs <= budgets.completeMs)
      results.push({
        case: one.name,
        ok,
        playableMs,
        completeMs,
        megabytes: bytes.length / 1e6,
        budgets,
        sent,
      })
    }
    const result = {
      bench: 'upload',
      ok: results.every(({ ok }) => ok),
      value: results[0]?.playableMs,
      ...{ seconds, results, machineLoad: loadavg()[0], command: 'npm run bench -- upload' },
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await server.stop().catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
