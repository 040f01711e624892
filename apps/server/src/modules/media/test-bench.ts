import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  assetId as assetIdSchema,
  personId as personIdSchema,
  type AssetId,
  type PersonId,
  type RealtimeMessage,
} from '@busker/contract'
import { assert } from '#platform/assert'
import { fileBlobStore } from '#platform/blob'
import { createBus } from '#platform/bus'
import { systemClock } from '#platform/clock'
import { findFfmpeg } from '#platform/ffmpeg'
import { createHttp } from '#platform/http'
import { systemIds } from '#platform/ids'
import { openJobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import { createTestDatabase } from '../../testing/engines.ts'
import type { CaptionEngine } from './caption-engine.ts'
import { createMedia } from './index.ts'

const clock = systemClock()
const ids = systemIds(clock)
const log = silentLog()

/** Module media on real engines, for its tests: two people, an HTTP server, a queue that runs when told to. */
export const openBench = async (given: { readonly captionEngine?: CaptionEngine } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-media-'))
  const own = await createTestDatabase()
  const [uploadFolder, workFolder] = [join(folder, 'uploads'), join(folder, 'work')]
  await mkdir(uploadFolder)
  await mkdir(workFolder)
  const jobs = await openJobs({
    connection: own.address,
    database: own.database,
    clock,
    log,
    dataFolderId: 'media-test',
  })
  const bus = createBus({ jobs })
  const events: string[] = []
  const published: { personId: PersonId; message: RealtimeMessage }[] = []
  bus.on('media.ready', 'test', async ({ assetId }) => void events.push(`ready ${assetId}`))
  bus.on('media.complete', 'test', async ({ assetId }) => void events.push(`complete ${assetId}`))
  bus.on('media.refused', 'test', async ({ assetId, code }) => void events.push(`${code} ${assetId}`))
  const found = await findFfmpeg()
  assert(found !== null, 'these tests need FFmpeg')
  // A test waits for its conversions: they need not step back for anybody.
  const ffmpeg = { ...found, limiter: { ...found.limiter, lowersPriority: false } }
  const blobs = fileBlobStore({ folder: join(folder, 'blobs') })
  const people = new Map(['anna', 'ben'].map((name) => [name, personIdSchema.parse(ids.uuid())]))
  const deps = {
    ...{ db: own.database, clock, ids, log, jobs, bus, blobs, ffmpeg, uploadFolder, workFolder },
    captionEngine: given.captionEngine ?? null,
    limits: {
      maximumBytes: 20_000_000,
      maximumDurationMs: 20_000,
      minimumDurationMs: 500,
      maximumPixels: 8192 * 4352,
      minimumSide: 16,
      maximumAspect: 5,
      maximumFrameRate: 240,
    },
    settings: { rungs: [540, 720], framesPerSecond: 30 as const, keepsOriginals: true },
    encoders: 1,
    secret: new Uint8Array(32),
    people: { handlesOf: async () => new Map([...people].map(([name, id]) => [id, name])) },
    publish: (personId: PersonId, message: RealtimeMessage) => void published.push({ personId, message }),
  }
  const media = createMedia(deps)
  const personOf = async (token: string) => {
    const personId = people.get(token)
    return personId ? { kind: 'person' as const, personId, role: 'person' as const, sessionId: token } : null
  }
  const http = await createHttp({
    ...{ version: '0', publicUrl: undefined, requestsPerMinute: 100_000, trustedProxies: [], ids, log },
    authenticator: { personOf },
    isReady: () => true,
  })
  media.serve(http)
  const address = await http.listen({ host: '127.0.0.1', port: 0 })
  const close = async () => {
    await http.close()
    await jobs.stop()
    await own.close()
    await rm(folder, { recursive: true, force: true })
  }
  const person = (name: 'anna' | 'ben'): PersonId => {
    const found = people.get(name)
    assert(found !== undefined, 'anna and ben exist')
    return found
  }
  const makeFile = (name: string, ...args: string[]): string => {
    const file = join(folder, name)
    const made = spawnSync(ffmpeg.path, ['-v', 'error', '-y', ...args, file])
    assert(made.status === 0, `FFmpeg makes ${name}: ${made.stderr.toString()}`)
    return file
  }
  const newId = (): AssetId => assetIdSchema.parse(ids.uuid())
  return { ...deps, folder, media, events, published, address, person, makeFile, newId, close }
}

export type Bench = Awaited<ReturnType<typeof openBench>>
