import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  assetId as assetIdSchema,
  getMediaStatus,
  personId as personIdSchema,
  type AssetId,
  type RealtimeMessage,
  type ResponseOf,
  type Role,
} from '@busker/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '#config'
import { fileBlobStore } from '#platform/blob'
import { createBus } from '#platform/bus'
import { virtualClock } from '#platform/clock'
import type { Ffmpeg } from '#platform/ffmpeg'
import { createHttp, type PersonViewer } from '#platform/http'
import { seededIds } from '#platform/ids'
import { openJobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { createTestDatabase } from '../../testing/engines.ts'
import type { MediaDeps } from './deps.ts'
import { convertJob, enrichJob, inspectJob, jobKey, sweepJob } from './jobs.ts'
import { countWithRests } from './operator.ts'
import { serveOperator } from './operator-http.ts'
import { findAsset, insertAsset, markRefused } from './store/assets.ts'
import type { MediaTables } from './store/tables.ts'

// In the past of the machine: the queue compares due times with the server's clock.
const startMs = Date.parse('2026-01-10T12:00:00.000Z')
const clock = virtualClock(startMs)
const ids = seededIds(clock, 'operator')
const log = silentLog()

const person = (role: Role): PersonViewer => ({
  kind: 'person',
  personId: personIdSchema.parse(ids.uuid()),
  role,
  sessionId: ids.uuid(),
})
const people = { operator: person('operator'), moderator: person('moderator'), anna: person('person') }

/** Plain data, as the boot check leaves it; nothing here starts FFmpeg. */
const ffmpeg: Ffmpeg = {
  ...{ path: '/usr/bin/ffmpeg', probePath: '/usr/bin/ffprobe', version: '5.1.9', searchPath: '/usr/bin' },
  missing: [{ kind: 'filter', name: 'bwdif' }],
  sandbox: { level: 'limited', network: true, reason: 'There is no bubblewrap.' },
  limiter: { prlimit: false, lowersPriority: false, setpriv: null, bubblewrap: null },
}

const open = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-operator-'))
  const own = await createTestDatabase()
  const db = own.database
  const uploadFolder = join(folder, 'uploads')
  await mkdir(uploadFolder)
  const jobs = await openJobs({ connection: own.address, database: db, clock, log, dataFolderId: 'operator' })
  const published: RealtimeMessage[] = []
  const { upload: limits } = loadConfig({ BUSKER_DATA: folder })
  const deps: MediaDeps = {
    ...{ db, clock, ids, log, jobs, ffmpeg, limits, uploadFolder, workFolder: folder },
    bus: createBus({ jobs }),
    blobs: fileBlobStore({ folder: join(folder, 'blobs') }),
    captionEngine: null,
    encoders: 2,
    settings: { rungs: [540], framesPerSecond: 30, keepsOriginals: true },
    secret: new Uint8Array(32),
    people: { handlesOf: async () => new Map([[people.anna.personId, 'anna']]) },
    publish: (_, message) => void published.push(message),
  }
  const app = await createHttp({
    ...{ version: '0', publicUrl: undefined, requestsPerMinute: 100_000, trustedProxies: [], ids, log },
    authenticator: { personOf: async (token) => new Map(Object.entries(people)).get(token) ?? null },
    isReady: () => true,
  })
  serveOperator(app, deps)
  const close = async () => {
    await app.close()
    await jobs.stop()
    await own.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...deps, app, published, close }
}

let house: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  house = await open()
})
afterAll(() => house.close())
beforeEach(async () => {
  await within<MediaTables>(house.db.pool).deleteFrom('media.asset').execute()
  house.published.length = 0
})

type Name = keyof typeof people | ''
const send = (method: 'GET' | 'POST', url: string, as: Name) =>
  house.app.inject({ method, url, cookies: as === '' ? {} : { busker_session: as } })
const answerOf = async (method: 'GET' | 'POST', url: string, as: Name = 'operator'): Promise<string> => {
  const { statusCode, body } = await send(method, url, as)
  const { error } = JSON.parse(body) as { error?: { code: string } }
  return `${statusCode}${error ? ` ${error.code}` : ''}`
}
const status = async (query = ''): Promise<ResponseOf<typeof getMediaStatus>> => {
  const answer = await send('GET', `/v1/operator/media${query}`, 'operator')
  expect(answer.statusCode, answer.body).toBe(200)
  return getMediaStatus.response.parse(JSON.parse(answer.body))
}

interface Upload {
  readonly filename?: string
  readonly state?: 'uploading' | 'queued'
  readonly hasFile?: boolean
}

const upload = async ({ filename = 'clip.mp4', state = 'queued', hasFile = true }: Upload = {}) => {
  const assetId = assetIdSchema.parse(ids.uuid())
  const { personId: ownerId } = people.anna
  const row = { assetId, ownerId, filename, state, totalBytes: 1234n, createdAt: clock.now() }
  await house.db.transaction((tx) => insertAsset(tx, row))
  if (hasFile) await writeFile(join(house.uploadFolder, assetId), 'bytes')
  return assetId
}

const refuse = async (assetId: AssetId, atMs: number = startMs, detail: string | null = null) => {
  const refusal = { code: 'damaged' as const, detail, at: new Date(atMs) }
  await house.db.transaction((tx) => markRefused(tx, assetId, refusal))
}

const retryPath = (assetId: string) => `/v1/operator/media/assets/${assetId}/retry`

test('only operators get in, and nobody learns what there is', async () => {
  const assetId = await upload()
  await refuse(assetId)
  for (const [method, path] of [
    ['GET', '/v1/operator/media'],
    ['POST', retryPath(assetId)],
    ['POST', retryPath('nonsense')],
  ] as const) {
    expect(await answerOf(method, path, '')).toBe('401 not_signed_in')
    expect(await answerOf(method, path, 'anna')).toBe('403 forbidden')
    expect(await answerOf(method, path, 'moderator')).toBe('403 forbidden')
  }
  expect((await findAsset(house.db.pool, assetId))?.state).toBe('refused')
})

test('what does not have the shape of the contract is a 400', async () => {
  expect(await answerOf('GET', '/v1/operator/media?before=yesterday')).toBe('400 invalid_request')
  expect(await answerOf('POST', retryPath('nonsense'))).toBe('400 invalid_request')
})

test('an instance without anything', async () => {
  const shown = await status()
  expect(shown).toMatchObject({
    ...{ queue: [], queued: [], failures: [], more: false, workers: [] },
    asOf: clock.now().toISOString(),
    ffmpeg: { path: '/usr/bin/ffmpeg', version: '5.1.9' },
    sandbox: { level: 'limited', network: true, reason: 'There is no bubblewrap.' },
    encoders: 2,
    counts: { uploading: 0, waiting: 0, ready: 0, refused: 0 },
  })
  expect(shown.featuresOff.map(({ feature }) => feature)).toEqual(['deinterlacing'])
  expect(shown.disk?.freeBytes).toBeGreaterThan(0)
  expect(shown.disk?.totalBytes).toBeGreaterThanOrEqual(shown.disk?.freeBytes ?? 0)
})

test('the queue: jobs in their order with the names of their files, housekeeping left out', async () => {
  const [first, second, third, gone] = await Promise.all([
    upload({ filename: 'first.mp4' }),
    upload({ filename: 'second.mp4' }),
    upload({ filename: 'third.mp4', state: 'uploading' }),
    upload(),
  ])
  const { db, jobs } = house
  await db.transaction(async (tx) => {
    await jobs.enqueue(tx, convertJob, { assetId: second, isSeed: false, judged: null }, { priority: 20 })
    await jobs.enqueue(tx, enrichJob, { assetId: gone }, { priority: 30 })
    await jobs.enqueue(tx, convertJob, { assetId: first, isSeed: false, judged: null }, { priority: 10 })
    const runAt = new Date(clock.nowMs() + 60_000)
    await jobs.enqueue(
      tx,
      inspectJob,
      { assetId: third, isSeed: false },
      { key: jobKey(inspectJob, third), runAt },
    )
    await jobs.enqueue(tx, sweepJob, {})
  })
  await within<MediaTables>(db.pool).deleteFrom('media.asset').where('asset_id', '=', gone).execute()
  const shown = await status()
  expect(shown.queue.map(({ kind, filename, state }) => [kind, filename, state])).toEqual([
    ['media.convert', 'first.mp4', 'waiting'],
    ['media.convert', 'second.mp4', 'waiting'],
    ['media.enrich', null, 'waiting'],
    ['media.process', 'third.mp4', 'delayed'],
  ])
  expect(shown.queue[0]).toMatchObject({
    ...{ assetId: first, progress: null, attempt: 0, maximumAttempts: 3, lastError: null },
    since: clock.now().toISOString(),
  })
  expect(shown.queued).toEqual([
    { kind: 'media.convert', count: 2 },
    { kind: 'media.enrich', count: 1 },
    { kind: 'media.process', count: 1 },
  ])
  expect(shown.counts).toEqual({ uploading: 1, waiting: 2, ready: 0, refused: 0 })
})

test('a failure tells its file, its owner, its reason and what the programs said', async () => {
  const assetId = await upload({ filename: 'holiday.mov' })
  await refuse(assetId, startMs, 'moov atom not found')
  const { failures, counts } = await status()
  expect(failures).toEqual([
    {
      ...{ assetId, filename: 'holiday.mov', totalBytes: 1234, code: 'damaged', canRetry: true },
      owner: { personId: people.anna.personId, handle: 'anna' },
      message: 'The file ends too early, it was probably cut off while copying. Upload the original again.',
      detail: 'moov atom not found',
      failedAt: '2026-01-10T12:00:00.000Z',
    },
  ])
  expect(counts.refused).toBe(1)
})

test('pages of failures, newest first, lose none and repeat none, also where many failed at once', async () => {
  const atMs = (index: number) => startMs + (index < 45 ? index : index < 62 ? 45 : index) * 1000
  const made: AssetId[] = []
  for (let index = 0; index < 110; index += 1) {
    const assetId = await upload({ hasFile: false })
    await refuse(assetId, atMs(index))
    made.push(assetId)
  }
  const seen: string[] = []
  const sizes: number[] = []
  let query = ''
  for (let pages = 0; pages < 5; pages += 1) {
    const { failures, more } = await status(query)
    seen.push(...failures.map(({ assetId }) => assetId))
    sizes.push(failures.length)
    const times = failures.map(({ failedAt }) => failedAt)
    expect(times).toEqual(times.toSorted().toReversed())
    query = `?before=${encodeURIComponent(times.at(-1) ?? '')}`
    if (!more) break
  }
  // The fiftieth is one of seventeen of the same second: they all belong to its page.
  expect(sizes).toEqual([65, 45])
  expect(seen.toSorted()).toEqual(made.toSorted())
})

test('a refused upload is tried again: row, job and the message to its owner, once', async () => {
  const assetId = await upload()
  await refuse(assetId)
  expect(await Promise.all([1, 2].map(() => answerOf('POST', retryPath(assetId))))).toEqual(['200', '200'])
  const row = await findAsset(house.db.pool, assetId)
  expect(row).toMatchObject({ state: 'queued', refusalCode: null, progress: 0 })
  const { queue, failures } = await status()
  expect(queue.filter((job) => job.assetId === assetId).map(({ kind }) => kind)).toEqual(['media.process'])
  expect(failures).toEqual([])
  expect(house.published).toMatchObject([{ type: 'asset.changed', asset: { assetId, state: 'queued' } }])
})

test('an original that is kept among the blobs is enough', async () => {
  const assetId = await upload({ hasFile: false })
  await house.blobs.put(`originals/${assetId}`, new TextEncoder().encode('bytes'))
  await refuse(assetId)
  expect(await answerOf('POST', retryPath(assetId))).toBe('200')
  expect((await findAsset(house.db.pool, assetId))?.state).toBe('queued')
})

test('without its original an upload stays refused, and the list says so from then on', async () => {
  const assetId = await upload({ hasFile: false })
  await refuse(assetId)
  expect((await status()).failures[0]?.canRetry).toBe(true)
  expect(await answerOf('POST', retryPath(assetId))).toBe('409 original_gone')
  expect((await status()).failures).toMatchObject([{ assetId, canRetry: false }])
})

test('what is not there is not found; what is not refused stays as it is', async () => {
  expect(await answerOf('POST', retryPath(ids.uuid()))).toBe('404 not_found')
  const assetId = await upload({ state: 'uploading' })
  expect(await answerOf('POST', retryPath(assetId))).toBe('200')
  expect((await findAsset(house.db.pool, assetId))?.state).toBe('uploading')
})

test('a count that took long is used again for a while', async () => {
  const counting = virtualClock(startMs)
  // Reading the clock is what takes time here: a count begins at one reading and ends at the next, 50 ms later.
  const slow = { now: counting.now, nowMs: () => (counting.advance(50), counting.nowMs()) }
  const countAssets = countWithRests({ db: house.db, clock: slow })
  expect((await countAssets()).get('queued')).toBeUndefined()
  await upload()
  expect((await countAssets()).get('queued')).toBeUndefined()
  counting.advance(1000)
  expect((await countAssets()).get('queued')).toBe(1)
})
