import type { OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { clientId as clientIdSchema, getInstance, realtimePath, type PostId } from '@busker/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Config } from '#config'
import type { Feed, RankerWay } from '#modules/feed'
import type { Identity } from '#modules/identity'
import {
  createMeasure,
  createOwnMetrics,
  dataQualityRoutes,
  definitionHistory,
  measureRoutes,
  type Measure,
  type OwnMetrics,
} from '#modules/measure'
import { createEmbed, type Embed } from '#modules/embed'
import type { Inbox } from '#modules/inbox'
import { createLedger, type Ledger } from '#modules/ledger'
import type { Media } from '#modules/media'
import type { Outside } from '#modules/outside'
import type { Payments, Sandbox } from '#modules/payments'
import type { Posts } from '#modules/posts'
import { createReference, type Reference } from '#modules/reference'
import type { Rewards } from '#modules/rewards'
import type { Search } from '#modules/search'
import type { Social } from '#modules/social'
import { telemetryRoutes, type Telemetry } from '#modules/telemetry'
import type { Wellbeing } from '#modules/wellbeing'
import type { Wallet } from '#modules/wallet'
import { createBus, deliverForwarded, type Bus } from '#platform/bus'
import { sleep } from '#platform/clock'
import { AppError, hasErrno, StartError } from '#platform/errors'
import type { Ffmpeg } from '#platform/ffmpeg'
import { createHttp, personIdOf, route, serveWebApp } from '#platform/http'
import type { Jobs } from '#platform/jobs'
import { createHub, listenToRelay, sendEvents, type Hub, type RelayListener } from '#platform/realtime'
import { findConfiguredFfmpeg, openQueue, type ProcessOptions } from './app-media.ts'
import { wireInbox } from './app-inbox.ts'
import { wireMail } from './app-mail.ts'
import { wireMoney } from './app-money.ts'
import { wireOutside } from './app-outside.ts'
import { authorOfPost, wirePeople } from './app-people.ts'
import { keepRecurring } from './app-recurring.ts'
import { wireWatching } from './app-watching.ts'
import { openEngines, type Engines } from './engines.ts'

export { createWorker, type Worker } from './app-worker.ts'
export { loadConfig, type Config } from '#config'
export { systemClock, virtualClock } from '#platform/clock'
export { seededIds, systemIds } from '#platform/ids'
export { createLog, silentLog } from '#platform/log'
export { startEmbeddedPostgres } from '#platform/postgres'

export interface AppOptions extends ProcessOptions {
  /** The embedded database server ended although nobody stopped it. */
  readonly onDatabaseLost?: (reason: string) => void
  /** Engines that are open already, in place of those of the data folder; from here on the app closes them. */
  readonly engines?: Engines
  /** How the recommender runs; left out: in a thread, unless the feed is in the order of time. */
  readonly ranker?: RankerWay
}

/** A whole Busker in this process, or all but the encoding when its role is `api`. Everything that has to be said to a module is said here. */
export interface App {
  readonly config: Config
  readonly engines: Engines
  readonly ffmpeg: Ffmpeg | null
  readonly jobs: Jobs
  readonly hub: Hub
  readonly bus: Bus
  readonly identity: Identity
  readonly ledger: Ledger
  readonly media: Media
  readonly posts: Posts
  readonly social: Social
  readonly telemetry: Telemetry
  readonly feed: Feed
  readonly wellbeing: Wellbeing
  readonly search: Search
  readonly reference: Reference
  readonly outside: Outside
  readonly embed: Embed
  readonly measure: Measure
  readonly payments: Payments
  readonly sandbox: Sandbox
  readonly wallet: Wallet
  readonly rewards: Rewards
  readonly inbox: Inbox
  readonly http: FastifyInstance
  /** Starts the workers. */
  work(): Promise<void>
  /** Starts to answer requests and returns the address. */
  listen(): Promise<string>
  /** Lets what is under way finish, then closes everything. Safe to call twice. */
  stop(): Promise<void>
}

interface Modules {
  readonly bus: Bus
  readonly identity: Identity
  readonly ledger: Ledger
  readonly media: Media
  readonly posts: Posts
  readonly social: Social
  readonly telemetry: Telemetry
  readonly feed: Feed
  readonly wellbeing: Wellbeing
  readonly search: Search
  readonly reference: Reference
  readonly outside: Outside
  readonly embed: Embed
  readonly measure: Measure
  readonly payments: Payments
  readonly sandbox: Sandbox
  readonly wallet: Wallet
  readonly rewards: Rewards
  readonly inbox: Inbox
  startMoney(): Promise<void>
  startInbox(): Promise<void>
}

interface Platform extends AppOptions {
  readonly engines: Engines
  readonly ffmpeg: Ffmpeg | null
  readonly jobs: Jobs
  readonly hub: Hub
}

const wireModules = async (platform: Platform, http: FastifyInstance): Promise<Modules> => {
  const { clock, ids, log, engines, jobs, hub } = platform
  const { db, clickhouse, journal } = engines
  const [bus, publish] = [createBus({ jobs }), hub.publish.bind(hub)]
  deliverForwarded({ jobs, bus, database: db })

  const mail = wireMail(platform)
  const { identity, media, social, posts, moderation } = await wirePeople({
    ...{ ...platform, ...mail, bus, publish, onSignedOut: (personId) => hub.disconnect(personId) },
    telemetry: () => telemetry,
    outside: () => outside,
  })
  const watching = await wireWatching({ ...platform, bus, identity, posts, social })
  const { feed, wellbeing, search } = watching
  const telemetry: Telemetry = watching.telemetry
  const ledger = createLedger({ db, clock, ids, keyFolder: engines.paths.ledger })
  const reference = createReference({ db, clock, ids, identity })
  const embed = createEmbed({ ...platform.config, db, clock, identity, media, posts, social })
  const outside: Outside = await wireOutside({
    ...{ ...platform, publish, identity, posts, telemetry, measure: () => measure },
    onSettled: (clientId) => ownMetrics.afterSettling(clientId),
  })
  const measure: Measure = createMeasure({
    ...{ clickhouse, clock, settled: telemetry, currency: platform.config.currency },
    ...{ outside: reference, history: definitionHistory({ db, clock }) },
    keeping: { log, position: () => journal.end },
    clients: { revisionOf: (id) => outside.revisionOf(db.pool, clientIdSchema.parse(id)) },
  })
  const ownMetrics: OwnMetrics = createOwnMetrics({
    ...{ db, clock, ids, log, jobs, measure, identity, publish, clients: outside },
  })

  const money = wireMoney({
    ...{ ...platform, bus, publish, identity, social, posts, telemetry, measure, ledger },
  })

  const { inbox, startInbox } = wireInbox(
    { ...platform, ...mail, bus, publish, identity, posts, social, telemetry },
    http,
  )
  for (const module of [posts, social, moderation]) module.listen()
  outside.listen(bus)
  await watching.listen()
  const people = [identity, media, posts, social, moderation]
  const others = [feed, wellbeing, search, reference, outside, ownMetrics, embed]
  for (const module of [
    ...[...people, ...others],
    ...[money.payments, money.sandbox, money.wallet, money.rewards],
  ])
    module.serve(http)
  telemetryRoutes(http, telemetry)
  const authorOf = (postId: string) => authorOfPost(db.pool, posts, postId)
  const latelyOf = (postId: string) => posts.lookUpLatest(db.pool, postId as PostId)
  measureRoutes(http, { measure, posts: { authorOf, latelyOf }, clients: outside })
  dataQualityRoutes(http, { database: db, clock, identity })
  const told = { ledger, ...money, inbox, startInbox }
  return {
    ...{ bus, identity, media, posts, social, ...watching },
    ...{ reference, outside, embed, measure, ...told },
  }
}

const serveInstance = (
  http: FastifyInstance,
  config: Config,
  { identity, payments }: Pick<Modules, 'identity' | 'payments'>,
): void => {
  route(http, getInstance, async () => ({
    name: config.instanceName,
    version: config.version,
    minimumAge: config.minimumAge,
    hasAccounts: await identity.hasAccounts(),
    payments: { provider: payments.providerId },
    upload: {
      maximumBytes: config.upload.maximumBytes,
      maximumDurationMs: config.upload.maximumDurationMs,
      maximumPixels: config.upload.maximumPixels,
      accept: 'video/*',
    },
  }))
}

/** Headers set by hooks, in the form that Node takes: a hijacked answer would lose them. */
const preparedHeaders = (reply: FastifyReply): OutgoingHttpHeaders =>
  Object.fromEntries(
    Object.entries(reply.getHeaders()).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : String(value),
    ]),
  )

const serveRealtime = (http: FastifyInstance, hub: Hub): void => {
  http.get(realtimePath, { schema: { hide: true } }, async (request, reply) => {
    const personId = personIdOf(request)
    if (personId === null) throw new AppError('not_signed_in')
    reply.hijack()
    sendEvents(request.raw, reply.raw, { hub, personId, headers: preparedHeaders(reply) })
  })
}

const listenAt = async (http: FastifyInstance, config: Config): Promise<string> => {
  try {
    await http.listen({ host: config.host, port: config.port })
  } catch (cause) {
    if (hasErrno(cause, 'EADDRINUSE')) {
      throw new StartError(
        `Port ${config.port} on ${config.host} is in use. Stop the program that uses it, or set BUSKER_PORT to another port.`,
        { cause },
      )
    }
    if (hasErrno(cause, 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND')) {
      throw new StartError(
        `Busker cannot listen on ${config.host} port ${config.port}. Set BUSKER_HOST and BUSKER_PORT to an address of this machine.`,
        { cause },
      )
    }
    throw cause
  }
  const address = http.server.address() as AddressInfo
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}

/** A page that is still open must not hold up a stop: it reconnects to the next process. */
const closeHttp = async (http: FastifyInstance): Promise<void> => {
  const closed = http.close()
  const waiting = new AbortController()
  await Promise.race([closed, sleep(5000, waiting.signal)])
  // Else the rest of the five seconds would hold up the end of the process.
  waiting.abort()
  http.server.closeAllConnections()
  await closed
}

const build = async (options: AppOptions, engines: Engines): Promise<App> => {
  const { config, ids, log } = options
  const ffmpeg = await findConfiguredFfmpeg(config)
  const jobs = await openQueue(options, engines)
  const hub = createHub({ bootId: ids.uuid() })
  const state = { ready: false, stopping: false }
  const platform: Platform = { ...options, engines, ffmpeg, jobs, hub }
  const authenticator = { personOf: (token: string) => modules.identity.personOf(token) }
  const isReady = () => state.ready && !state.stopping
  const http = await createHttp({ ...config, ids, log, authenticator, isReady })
  const modules: Modules = await wireModules(platform, http)
  serveInstance(http, config, modules)
  serveRealtime(http, hub)
  const startRecurring = keepRecurring(platform, modules)
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url))
  await serveWebApp(http, { folder, headOf: modules.embed.headOf })

  let relay: RelayListener | null = null
  const work = async () => {
    // Only a database that is a server may have workers elsewhere, whose messages come through it.
    if (config.databaseUrl !== undefined) relay = listenToRelay({ address: engines.postgres, hub, log })
    await modules.media.start()
    await modules.outside.start()
    modules.feed.ranker.start()
    await jobs.start()
    await startRecurring()
    await modules.startMoney()
    await modules.startInbox()
  }
  const listen = async () => {
    const address = await listenAt(http, config)
    state.ready = true
    return address
  }
  const stop = async () => {
    if (state.stopping) return
    state.stopping = true
    hub.close()
    // All wait for what is under way, so they wait together: a stop is bounded by the longer one, not by the sum. A
    // request may still enqueue, because that needs the database alone.
    await Promise.all([closeHttp(http), jobs.stop(), modules.media.stop(), relay?.stop()])
    await Promise.all([
      ...[modules.telemetry.stop(), modules.feed.stop()],
      ...[modules.outside.stop(), modules.measure.idle()],
    ])
    await engines.close()
  }
  return { ...modules, config, engines, ffmpeg, jobs, hub, http, work, listen, stop }
}

/**
 * Builds a Busker on its data folder: opens the engines, migrates, wires the modules. The caller owns the folder (see
 * `platform/control`) and stops the app.
 *
 * @example
 * const app = await createApp({ config: loadConfig(), clock, ids: systemIds(clock), log })
 * await app.work()
 * const address = await app.listen()
 */
export const createApp = async (options: AppOptions): Promise<App> => {
  if (options.config.role === 'worker') {
    throw new StartError(
      'This command needs a whole Busker, and BUSKER_ROLE=worker is a part of one. Run it with the settings of the api.',
    )
  }
  const engines = options.engines ?? (await openEngines(options))
  try {
    return await build(options, engines)
  } catch (error) {
    await engines.close()
    throw error
  }
}
