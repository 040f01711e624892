import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  asset as assetSchema,
  signUp as signUpEndpoint,
  type Asset,
  type AssetId,
  type CallOf,
  type Endpoint,
  type Me,
  type Method,
  type PostId,
  type ResponseOf,
} from '@busker/contract'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { loadConfig, type Config } from '#config'
import { assert } from '#platform/assert'
import { fileBlobStore } from '#platform/blob'
import { sleep, virtualClock, type VirtualClock } from '#platform/clock'
import { seededIds, type Ids } from '#platform/ids'
import { openJournal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import type { RankerWay } from '#modules/feed'
import { createApp, type App } from '../app.ts'
import { dataPaths, type Engines } from '../engines.ts'
import { createTestClickhouse, createTestDatabase } from './engines.ts'

/** Virtual time starts in the past of the machine, because the queue compares due times with the server's clock. */
export const startOfTime = Date.parse('2026-01-10T12:00:00Z')

export interface TestApp extends App {
  readonly clock: VirtualClock
  readonly ids: Ids
  /** The temporary data folder. */
  readonly folder: string
}

const openTestEngines = async (folder: string, dataFolderId: string): Promise<Engines> => {
  const paths = dataPaths(folder)
  for (const path of [paths.blobs, paths.uploads, paths.work, paths.scratch])
    await mkdir(path, { recursive: true })
  const postgres = await createTestDatabase()
  const facts = await createTestClickhouse()
  const journal = await openJournal({ folder: paths.journal, log: silentLog() })
  return {
    db: postgres.database,
    postgres: postgres.address,
    postgresWay: 'the server of this test run',
    clickhouse: facts.clickhouse,
    journal,
    blobs: fileBlobStore({ folder: paths.blobs }),
    dataFolderId,
    paths,
    close: async () => {
      await journal.close()
      await facts.close()
      await postgres.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * The whole app on engines of its own, under virtual time and without running workers: `app.jobs.runOnce()` does what is
 * due. One for each test file is enough; the caller stops it. The feed is in the order of time unless a recommender is
 * asked for.
 *
 * @example
 * const app = await createTestApp()
 * afterAll(() => app.stop())
 */
export const createTestApp = async (
  changes: Partial<Config> = {},
  ranker: RankerWay = 'off',
): Promise<TestApp> => {
  const clock = virtualClock(startOfTime)
  const ids = seededIds(clock, 'test-app')
  const folder = await mkdtemp(join(tmpdir(), 'busker-app-'))
  const engines = await openTestEngines(folder, ids.uuid())
  const { ffmpegPath } = loadConfig()
  const config: Config = {
    ...loadConfig({ BUSKER_DATA: folder, BUSKER_REQUESTS_PER_MINUTE: '1000000' }),
    ffmpegPath,
    ...changes,
  }
  const app = await createApp({ config, clock, ids, log: silentLog(), engines, ranker })
  return { ...app, clock, ids, folder }
}

interface LooseInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: unknown
}

export interface Sent {
  readonly method: Method
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A browser with its cookies, at an address of its own: throttling by address sees different people. */
export interface Client {
  readonly cookies: Map<string, string>
  readonly address: string
  send(request: Sent): Promise<{ status: number; headers: Record<string, unknown>; body: string }>
  get(path: string): Promise<{ status: number; headers: Record<string, unknown>; body: string }>
  /** Calls an endpoint that must succeed, and checks the answer against the contract. */
  call<E extends Endpoint>(endpoint: E, input?: Partial<CallOf<E>>): Promise<ResponseOf<E>>
  /** Calls an endpoint that must fail, with anything at all: status and code, as `401 not_signed_in`. */
  refusal(endpoint: Endpoint, input?: LooseInput): Promise<string>
}

const pathOf = (endpoint: Endpoint, input: LooseInput): string => {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = input.params?.[name]
    assert(value !== undefined, `${endpoint.id} needs ${name}`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

let clients = 0

const nextAddress = (): string => {
  clients += 1
  return `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`
}

/** Somebody without an account, or the same browser again with the given cookies. */
export const createClient = (
  app: Pick<App, 'http'>,
  given: Partial<Pick<Client, 'address'>> = {},
): Client => {
  const cookies = new Map<string, string>()
  const address = given.address ?? nextAddress()
  const send = async ({ method, path, body, headers }: Sent) => {
    const answer = await app.http.inject({
      method,
      url: path,
      remoteAddress: address,
      cookies: Object.fromEntries(cookies),
      headers: { ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    for (const { name, value, expires } of answer.cookies) {
      if (expires !== undefined && expires.getTime() === 0) cookies.delete(name)
      else cookies.set(name, value)
    }
    return { status: answer.statusCode, headers: { ...answer.headers }, body: answer.body }
  }
  const sendTo = (endpoint: Endpoint, input: LooseInput) =>
    send({ method: endpoint.method, path: pathOf(endpoint, input), body: input.body })
  return {
    cookies,
    address,
    send,
    get: (path) => send({ method: 'GET', path }),
    call: async (endpoint, input = {}) => {
      // What the types of the contract allow is always something that can be sent.
      const answer = await sendTo(endpoint, input as LooseInput)
      expect(`${answer.status} ${answer.status === 200 ? '' : answer.body}`).toBe('200 ')
      return endpoint.response.parse(JSON.parse(answer.body)) as ResponseOf<typeof endpoint>
    },
    refusal: async (endpoint, input = {}) => {
      const answer = await sendTo(endpoint, input)
      const { error } = JSON.parse(answer.body) as { error?: { code: string } }
      return `${answer.status} ${error?.code}`
    },
  }
}

export const testPassword = 'a quiet street at noon'

export interface Person extends Client {
  readonly me: Me
}

/** A new account and the browser that is signed in to it. */
export const signUp = async (
  app: Pick<App, 'http'>,
  handle: string,
  birthDate = '1990-01-01',
): Promise<Person> => {
  const client = createClient(app)
  const body = { handle, password: testPassword, birthDate }
  const { me } = await client.call(signUpEndpoint, { body })
  return { ...client, me }
}

/**
 * A converted file of this person, without converting any: the row that a conversion leaves, and no files. Tests of the
 * files themselves use `uploadClip`.
 */
export const readyAsset = async (app: TestApp, owner: Person): Promise<AssetId> => {
  const assetId = app.ids.uuid() as AssetId
  const { pool } = app.engines.db
  await sql`insert into media.asset (asset_id, owner_id, filename, total_bytes, state, progress, width, height,
      duration_ms, has_audio, complete, poster, created_at)
    values (${assetId}, ${owner.me.personId}, 'clip.mp4', 1000, 'ready', 1, 720, 1280, 10000, true, true, 1,
      ${app.clock.now()})`.execute(within(pool))
  await sql`insert into media.rendition (asset_id, name, width, height, bytes, bitrate, created_at)
    values (${assetId}, '720', 720, 1280, 900, 720, ${app.clock.now()})`.execute(within(pool))
  return assetId
}

/** A published post that the feed knows of. */
export const publishClip = async (app: TestApp, owner: Person, caption = 'A clip'): Promise<PostId> => {
  const assetId = await readyAsset(app, owner)
  const postId = await app.posts.create({ authorId: owner.me.personId, assetId, caption })
  await app.jobs.runOnce()
  return postId
}

const clips = new WeakMap<object, Promise<string>>()

const renderClip = async (app: TestApp): Promise<string> => {
  assert(app.ffmpeg !== null, 'a test that renders is skipped where no FFmpeg is')
  const file = join(app.folder, 'clip.mp4')
  const inputs = ['testsrc2=size=72x128:rate=10:duration=1', 'sine=duration=1'].flatMap((source) => [
    ...['-f', 'lavfi', '-i', source],
  ])
  await promisify(execFile)(app.ffmpeg.path, ['-v', 'error', ...inputs, '-preset', 'ultrafast', file])
  return file
}

/** A second of real video, made once for each app. */
export const tinyClip = (app: TestApp): Promise<string> => {
  const known = clips.get(app.http) ?? renderClip(app)
  clips.set(app.http, known)
  return known
}

/** A real file that has arrived and waits for its conversion: the next `app.jobs.runOnce()` does it. */
export const uploadClip = async (
  app: TestApp,
  owner: Person,
  file: string | null = null,
): Promise<AssetId> => {
  const assetId = app.ids.uuid() as AssetId
  const ownerId = owner.me.personId
  await app.media.acceptFile({ assetId, ownerId, file: file ?? (await tinyClip(app)), filename: 'clip.mp4' })
  return assetId
}

/** The asset as its owner sees it now. */
export const assetOf = async (owner: Client, assetId: AssetId): Promise<Asset> => {
  const answer = await owner.get(`/v1/assets/${assetId}`)
  const body = JSON.parse(answer.body) as { asset: unknown }
  return assetSchema.parse(body.asset)
}

const mostWaits = 2000

/** Resolves when every fact that was acknowledged so far counts as seen by the feed. */
export const feedHasSeen = async (app: TestApp): Promise<void> => {
  const wanted = BigInt(app.engines.journal.end)
  for (let waits = 0; waits < mostWaits; waits += 1) {
    const found = await sql<{ reached: bigint }>`select journal_offset as reached from feed.progress`.execute(
      within(app.engines.db.pool),
    )
    if ((found.rows[0]?.reached ?? 0n) >= wanted) return
    await sleep(5)
  }
  assert(false, 'the feed reads the fact log')
}
