import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Asset } from '@busker/contract'
import { expect, test } from 'vitest'
import { seededChance, type Chance } from './chance.ts'
import { makeClips, type Clip } from './clips.ts'
import { readDataFolder } from './data-folder-report.ts'
import { httpClient, signUp, type HttpClient } from './http-client.ts'
import { runCommand } from './run-command.ts'
import { startServer } from './server-process.ts'

const tus = { 'tus-resumable': '1.0.0' }

/** Sends the first `bytes` of a clip as one upload; all of them unless told. */
const upload = async (
  address: string,
  client: HttpClient,
  clip: Clip,
  bytes = clip.bytes.length,
): Promise<string> => {
  const headers = {
    ...tus,
    'upload-length': String(clip.bytes.length),
    'upload-metadata': `filename ${Buffer.from(clip.name).toString('base64')}`,
    'content-length': '0',
  }
  const created = await client.send(address, { method: 'POST', path: '/v1/uploads', headers })
  expect(created.status).toBe(201)
  const path = created.headers.location ?? ''
  const sent = await client.send(address, {
    method: 'PATCH',
    path,
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: clip.bytes.subarray(0, bytes),
  })
  expect(sent.status).toBe(204)
  return path.split('/').at(-1) ?? ''
}

interface Place {
  readonly address: string
  readonly client: HttpClient
  readonly data: string
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

/** Waits until nothing more is made of a video: from then on its files stay as they are. */
const settled = async ({ address, client, data }: Place, assetId: string): Promise<void> => {
  for (let polls = 0; polls < 1200; polls += 1) {
    const answer = await client.send(address, { method: 'GET', path: `/v1/assets/${assetId}` })
    const { asset } = answer.json<{ asset: Asset }>()
    if (
      asset.state === 'ready' &&
      asset.playback.complete &&
      asset.playback.sprites !== null &&
      asset.playback.previewUrl !== null &&
      (await isThere(join(data, 'blobs/originals', assetId)))
    )
      return
    await pause(100)
  }
  throw new Error(`${assetId} did not settle`)
}

const publish = async (place: Place, clip: Clip): Promise<string> => {
  const { address, client } = place
  const assetId = await upload(address, client, clip)
  const body = { assetId, caption: `${clip.name} #backup` }
  const posted = await client.send(address, { method: 'POST', path: '/v1/posts', body })
  const { postId } = posted.json<{ post: { postId: string } }>().post
  for (let polls = 0; polls < 600; polls += 1) {
    const answer = await client.send(address, { method: 'GET', path: `/v1/posts/${postId}` })
    if (answer.json<{ post: { state: string } }>().post.state === 'published') {
      await settled(place, assetId)
      return postId
    }
    await pause(100)
  }
  throw new Error(`${clip.name} was not published`)
}

interface Load {
  /** Event ids that were acknowledged. */
  readonly facts: string[]
  /** How many likes were given or taken back. */
  likes: number
  stop(): Promise<void>
}

/** Watches and likes without a pause until it is told to stop. */
const watch = async (
  place: { address: string; client: HttpClient; postId: string; chance: Chance },
  count: number,
) => {
  const { address, client, postId, chance } = place
  const at = new Date().toISOString()
  const events = Array.from({ length: count }, () => ({
    eventId: chance.uuid(),
    viewId: chance.uuid(),
    seq: 0,
    postId,
    slotId: null,
    surface: 'feed',
    startedAt: at,
    clientTime: at,
    visibleMs: 1200,
    played: [[0, 200 + chance.integer(800)]],
    durationMs: 1000,
    soundOn: true,
  }))
  const body = { sentAt: at, timeZone: 'Europe/Madrid', events }
  const answer = await client.send(address, { method: 'POST', path: '/v1/facts/views', body })
  expect(answer.status).toBe(200)
  return events.map(({ eventId }) => eventId)
}

const startLoad = (address: string, client: HttpClient, place: { postId: string; chance: Chance }): Load => {
  const { postId, chance } = place
  const facts: string[] = []
  let stopping = false
  const load = { facts, likes: 0, stop: async () => undefined as void }
  const watching = async (): Promise<void> => {
    while (!stopping) facts.push(...(await watch({ address, client, postId, chance }, 20)))
  }
  const liking = async (): Promise<void> => {
    for (let turn = 0; !stopping; turn += 1) {
      const method = turn % 2 === 0 ? 'PUT' : 'DELETE'
      const answer = await client.send(address, { method, path: `/v1/posts/${postId}/like` })
      expect(answer.status).toBe(200)
      load.likes += 1
    }
  }
  const all = Promise.all([watching(), watching(), liking()])
  all.catch(() => undefined)
  load.stop = async () => {
    stopping = true
    await all
  }
  return load
}

const hashesBelow = async (folder: string): Promise<Map<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hashes = new Map<string, string>()
  for (const file of files) {
    hashes.set(
      relative(folder, file),
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    )
  }
  return hashes
}

interface Values {
  readonly values: readonly { metricId: string; value: unknown; sampleSize: number; status: string }[]
}

const metricsOf = async (dataFolder: string, postId: string) => {
  const end = await runCommand(dataFolder, ['metrics', 'get', '--post', postId])
  expect(end.code, end.complaints).toBe(0)
  return end
    .result<Values>()
    .values.map(({ metricId, value, sampleSize, status }) => ({ metricId, value, sampleSize, status }))
}

interface BackupResult {
  readonly rows: number
  readonly journalRecords: number
  readonly blobs: number
  readonly uploads: number
}

const backupUnderLoad = async (folder: string) => {
  const data = join(folder, 'data')
  const file = join(folder, 'monday.busker')
  await mkdir(join(folder, 'clips'))
  const [quiet, busy, cut] = await makeClips(join(folder, 'clips'), 3, 1)
  if (!quiet || !busy || !cut) throw new Error('three clips were made')
  const chance = seededChance(20_261_122)
  const server = startServer({ dataFolder: data })
  const address = await server.ready
  const [author, viewer] = [httpClient(), httpClient()]
  await signUp(author, address, 'anna')
  await signUp(viewer, address, 'bela')
  const place = { address, client: author, data }
  const quietPost = await publish(place, quiet)
  const busyPost = await publish(place, busy)
  const partial = await upload(address, author, cut, 5000)
  const early = await watch({ address, client: viewer, postId: quietPost, chance }, 40)
  const load = startLoad(address, viewer, { postId: busyPost, chance })
  while (load.facts.length < 500 || load.likes < 10) await pause(10)
  const before = [...early, ...load.facts]
  const factsBefore = load.facts.length
  const backup = await runCommand(data, ['backup', file])
  const factsDuring = load.facts.length - factsBefore
  await load.stop()
  const metrics = await metricsOf(data, quietPost)
  const blobs = await hashesBelow(join(data, 'blobs'))
  expect((await server.stop()).code).toBe(0)
  return { data, file, backup, before, factsDuring, metrics, blobs, quietPost, busyPost, partial, cut }
}

test('a backup under load is restored whole, and a damaged one is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-backup-'))
  try {
    const made = await backupUnderLoad(folder)
    expect(made.backup.code, made.backup.complaints).toBe(0)
    expect(made.factsDuring).toBeGreaterThan(0)
    const told = made.backup.result<BackupResult>()

    const bytes = await readFile(made.file)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    await writeFile(join(folder, 'flipped.busker'), bytes)
    const refused = await runCommand(join(folder, 'never'), ['restore', join(folder, 'flipped.busker')])
    expect(refused.code).toBe(1)
    expect(refused.complaints).toMatch(/is damaged/)
    expect((await readdir(folder)).filter((each) => each.startsWith('never'))).toEqual([])

    const data = join(folder, 'restored')
    const restored = await runCommand(data, ['restore', made.file])
    expect(restored.code, restored.complaints).toBe(0)
    expect(restored.result()).toMatchObject({
      ok: true,
      rows: told.rows,
      journalRecords: told.journalRecords,
      blobs: told.blobs,
      uploads: told.uploads,
    })
    expect(await hashesBelow(join(data, 'blobs'))).toEqual(made.blobs)
    expect(await readFile(join(data, 'uploads', made.partial))).toEqual(made.cut.bytes.subarray(0, 5000))
    expect(await metricsOf(data, made.quietPost)).toEqual(made.metrics)

    const report = await readDataFolder(data)
    expect(report.journalEnd).toBe(told.journalRecords)
    // The journal holds facts of other kinds, too.
    expect(report.facts.length).toBeGreaterThanOrEqual(made.before.length)
    expect(report.facts.filter(({ rows }) => rows !== 1)).toEqual([])
    const known = new Set(report.facts.map(({ eventId }) => eventId))
    expect(made.before.filter((eventId) => !known.has(eventId))).toEqual([])
    expect(report.posts.map(({ postId }) => postId).sort()).toEqual([made.quietPost, made.busyPost].sort())
    for (const { postId, likes } of report.likeCounts) {
      expect(likes).toBe(report.likes.filter((like) => like.postId === postId).length)
    }
    const server = startServer({ dataFolder: data })
    const address = await server.ready
    const client = httpClient()
    const body = { handle: 'anna', password: 'correct horse battery' }
    expect((await client.send(address, { method: 'POST', path: '/v1/auth/sign-in', body })).status).toBe(200)
    const head = await client.send(address, {
      method: 'HEAD',
      path: `/v1/uploads/${made.partial}`,
      headers: tus,
    })
    expect(head.headers['upload-offset']).toBe('5000')
    expect((await server.stop()).code).toBe(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
