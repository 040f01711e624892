import { createIdentity } from '#modules/identity'
import { createForwardingBus } from '#platform/bus'
import type { Config } from '#config'
import { StartError } from '#platform/errors'
import type { Ffmpeg } from '#platform/ffmpeg'
import type { Jobs } from '#platform/jobs'
import { openRelaySender } from '#platform/realtime'
import { wireMail } from './app-mail.ts'
import { findConfiguredFfmpeg, openQueue, wireMedia, type ProcessOptions } from './app-media.ts'
import { openWorkerEngines, type SharedEngines } from './engines.ts'

/** A process that encodes for a Busker elsewhere: no web server, no facts, no other module's work. */
export interface Worker {
  readonly config: Config
  readonly engines: SharedEngines
  readonly ffmpeg: Ffmpeg
  readonly jobs: Jobs
  /** Starts to take work. */
  work(): Promise<void>
  /** Lets what is under way finish or gives it back, then closes everything. Safe to call twice. */
  stop(): Promise<void>
}

const findNeededFfmpeg = async (config: Config): Promise<Ffmpeg> => {
  const ffmpeg = await findConfiguredFfmpeg(config)
  if (ffmpeg !== null) return ffmpeg
  throw new StartError(
    'A worker encodes videos, and there is no FFmpeg here. Install FFmpeg 5.1 or newer, or set FFMPEG_PATH.',
  )
}

const build = async (options: ProcessOptions, engines: SharedEngines): Promise<Worker> => {
  const { config, log } = options
  const ffmpeg = await findNeededFfmpeg(config)
  const jobs = await openQueue(options, engines)
  const relay = openRelaySender({ database: engines.db, log })
  const bus = createForwardingBus({ jobs })
  // Nobody signs in or out here, and nobody asks for a profile: only names are looked up.
  const identity = createIdentity({
    ...{ ...options, ...config, ...wireMail({ ...options, engines, jobs }), db: engines.db, bus },
    blobs: engines.blobs,
    onSignedOut: () => undefined,
    standings: { standingOf: async () => null },
  })
  const media = await wireMedia({
    ...{ ...options, engines, ffmpeg, jobs, bus, identity },
    publish: relay.publish,
  })
  media.encode()

  let hasStopped = false
  const stop = async () => {
    if (hasStopped) return
    hasStopped = true
    // What the last jobs have to tell goes out before the database is closed.
    await jobs.stop()
    await media.stop()
    await relay.close()
    await engines.close()
  }
  return { config, engines, ffmpeg, jobs, work: () => jobs.start(), stop }
}

/**
 * Builds a worker on its own data folder, the database of an api and the media folder that both share. The caller owns
 * the data folder and stops the worker.
 *
 * @example
 * const worker = await createWorker({ config: loadConfig(), clock, ids: systemIds(clock), log })
 * await worker.work()
 */
export const createWorker = async (options: ProcessOptions): Promise<Worker> => {
  const engines = await openWorkerEngines(options)
  try {
    return await build(options, engines)
  } catch (error) {
    await engines.close()
    throw error
  }
}
