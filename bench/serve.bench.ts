// What serving video costs: 200 viewers who swipe every three seconds, paced and not, and small ranges per second. The
// viewers are a process of their own, so the processor time is that of the server alone. Run: npm run bench -- serve
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get, type IncomingMessage } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { assetId as assetIdSchema, personId as personIdSchema } from '@busker/contract'
import { systemClock, systemIds } from '@busker/server'
import { openInstance, type Instance } from './instance.ts'
import { quantile } from './quantile.ts'

const viewers = 200
const videosEach = 4
const watchMs = 3000
const rangeSeconds = 3
const rangesAtOnce = 32
const clipSeconds = 30
/** media.md, section F. */
const budgetBytesPerView = 1_400_000

const ask = (url: string, options: { agent?: Agent; range?: string } = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = options.range === undefined ? {} : { range: options.range }
    get(url, { agent: options.agent ?? false, headers }, resolve).once('error', reject)
  })

interface Watched {
  readonly firstMs: number
  readonly bytes: number
}

/** Takes what comes for three seconds and goes. */
const watch = async (url: string): Promise<Watched> => {
  const beganMs = performance.now()
  const answer = await ask(url)
  let [bytes, firstMs] = [0, 0]
  answer.on('data', (chunk: Buffer) => {
    if (bytes === 0) firstMs = performance.now() - beganMs
    bytes += chunk.length
  })
  answer.on('error', () => {
    // We are the ones who left.
  })
  await wait(watchMs)
  answer.destroy()
  return { firstMs, bytes }
}

const watchAll = async (url: string): Promise<Watched[]> => {
  const one = async (index: number): Promise<Watched[]> => {
    await wait((index * watchMs) / viewers)
    const seen: Watched[] = []
    for (let count = 0; count < videosEach; count += 1) seen.push(await watch(url))
    return seen
  }
  return (await Promise.all(Array.from({ length: viewers }, (_, index) => one(index)))).flat()
}

const askRanges = async (url: string): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: rangesAtOnce })
  const untilMs = performance.now() + rangeSeconds * 1000
  let answered = 0
  const keepAsking = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const answer = await ask(url, { agent, range: 'bytes=0-1023' })
      for await (const _ of answer);
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: rangesAtOnce }, keepAsking))
  agent.destroy()
  return Math.round(answered / rangeSeconds)
}

/** The other process: does one thing and prints one line. */
const beViewers = async (what: string, url: string): Promise<void> => {
  const result = what === 'ranges' ? { perSecond: await askRanges(url) } : { watched: await watchAll(url) }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

const inOtherProcess = async <T>(what: string, url: string): Promise<{ result: T; cpuSeconds: number }> => {
  const before = process.cpuUsage()
  const child = spawn(process.execPath, [import.meta.filename, what, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) text += String(chunk)
  const { user, system } = process.cpuUsage(before)
  // Checked boundary: written by `beViewers` above.
  return { result: JSON.parse(text) as T, cpuSeconds: Number(((user + system) / 1e6).toFixed(2)) }
}

/** A clip of about 0.9 Mb/s, as the smallest size of a video has. */
const makeClip = (file: string): void => {
  const picture = `testsrc2=size=540x960:rate=30:duration=${clipSeconds},noise=alls=6:allf=t`
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-b:v',
    '870k',
    '-maxrate',
    '1600k',
    '-bufsize',
    '3200k',
  ]
  const args = ['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, ...coding, '-pix_fmt', 'yuv420p']
  const made = spawnSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', [...args, '-movflags', '+faststart', file])
  if (made.status !== 0) throw new Error(`FFmpeg made no clip: ${made.stderr.toString()}`)
}

/** One file under two names: what is called a poster is never paced. */
const publish = async ({ app }: Instance, file: string) => {
  const ids = systemIds(systemClock())
  const assetId = assetIdSchema.parse(ids.uuid())
  await app.media.acceptFile({
    assetId,
    ownerId: personIdSchema.parse(ids.uuid()),
    file,
    filename: 'clip.mp4',
  })
  for (let seconds = 0; seconds < 300; seconds += 1) {
    const found = (await app.media.getAssets(app.engines.db.pool, [assetId])).get(assetId)
    if (found?.state === 'refused') throw new Error(`the clip was refused: ${found.code}`)
    const rendition =
      found?.state === 'ready' && found.playback.complete ? found.playback.renditions[0] : undefined
    if (rendition) {
      const path = app.engines.blobs.localPath(rendition.url.replace('/v1/', ''))
      if (path === null) throw new Error('the rendition is no file')
      const unpaced = rendition.url.replace(/[^/]+$/, 'poster-99.webp')
      await app.engines.blobs.put(unpaced.replace('/v1/', ''), { file: path })
      return { paced: rendition.url, unpaced, bitrate: rendition.bitrate }
    }
    await wait(1000)
  }
  throw new Error('the clip did not become ready')
}

const measure = async (url: string) => {
  const { result, cpuSeconds } = await inOtherProcess<{ watched: Watched[] }>('watch', url)
  const first = result.watched.map(({ firstMs }) => firstMs)
  const bytes = result.watched.reduce((sum, one) => sum + one.bytes, 0)
  const wire = Math.round(bytes / result.watched.length)
  const cpuMsPerView = Number(((1000 * cpuSeconds) / result.watched.length).toFixed(2))
  const times = { firstByteP50Ms: quantile(first, 0.5), firstByteP95Ms: quantile(first, 0.95) }
  return { views: result.watched.length, bytesPerView: wire, cpuSeconds, cpuMsPerView, ...times }
}

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-serve-'))
  const instance = await openInstance()
  try {
    const clip = join(folder, 'clip.mp4')
    makeClip(clip)
    const { paced, unpaced, bitrate } = await publish(instance, clip)
    const rounds = {
      paced: await measure(instance.address + paced),
      unpaced: await measure(instance.address + unpaced),
    }
    process.stderr.write(`${JSON.stringify(rounds)}\n`)
    const ranges = await inOtherProcess<{ perSecond: number }>('ranges', instance.address + paced)
    const value = rounds.paced.bytesPerView
    const result = {
      bench: 'serve',
      ok: value <= budgetBytesPerView,
      budget: `at most ${budgetBytesPerView} bytes for a view of three seconds`,
      value,
      saved: Number((1 - value / rounds.unpaced.bytesPerView).toFixed(3)),
      bitrate,
      ...rounds,
      ranges: { perSecond: ranges.result.perSecond, cpuSeconds: ranges.cpuSeconds },
      machineLoad: loadavg()[0],
      command: 'npm run bench -- serve',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await instance.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const [what, url] = process.argv.slice(2)
await (what !== undefined && url !== undefined ? beViewers(what, url) : main())
