import type { PersonId } from '@busker/contract'
import type { Config } from '#config'
import type { Identity } from '#modules/identity'
import {
  createMedia,
  openCaptionEngine,
  readMediaSecret,
  type CaptionEngine,
  type Media,
  type MediaDeps,
} from '#modules/media'
import type { Clock } from '#platform/clock'
import { findFfmpeg, type Ffmpeg } from '#platform/ffmpeg'
import type { Ids } from '#platform/ids'
import { openJobs, type JobPool, type Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { SharedEngines } from './engines.ts'

/** What a process of any role is made from. */
export interface ProcessOptions {
  readonly config: Config
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

const poolsOf: Readonly<Record<Config['role'], readonly JobPool[]>> = {
  all: ['light', 'heavy'],
  api: ['light'],
  worker: ['heavy'],
}

/** The queue as this role works on it. */
export const openQueue = (options: ProcessOptions, engines: SharedEngines): Promise<Jobs> => {
  const { config, clock, log } = options
  return openJobs({
    ...{ clock, log, dataFolderId: engines.dataFolderId, role: config.role },
    connection: engines.postgres,
    database: engines.db,
    pools: poolsOf[config.role],
    heavyConcurrency: config.encoders,
  })
}

/** FFmpeg of this machine, or the one that the operator names. */
export const findConfiguredFfmpeg = ({ ffmpegPath }: Config): Promise<Ffmpeg | null> =>
  findFfmpeg(ffmpegPath === undefined ? {} : { ffmpegPath })

export interface MediaParts extends ProcessOptions, Pick<MediaDeps, 'jobs' | 'bus' | 'publish' | 'ffmpeg'> {
  readonly engines: SharedEngines
  readonly identity: Identity
}

/** Null when the operator gave no speech model, or one that cannot be used: then the log says why. */
const findCaptionEngine = async ({ config, ffmpeg, log }: MediaParts): Promise<CaptionEngine | null> => {
  const opened = await openCaptionEngine({ ffmpeg, ...config.captions })
  if ('engine' in opened) return opened.engine
  if (config.captions.model !== undefined) log.warn('media.no_speech_model', { reason: opened.fault })
  return null
}

/** Module media, which an api and its workers wire alike: they do its work between them. */
export const wireMedia = async (parts: MediaParts): Promise<Media> => {
  const { config, ids, engines, identity } = parts
  const { db, blobs, paths } = engines
  const handlesOf = async (people: readonly PersonId[]) => {
    const authors = await identity.getAuthors(db.pool, people)
    return new Map([...authors].map(([personId, { handle }]) => [personId, handle]))
  }
  return createMedia({
    ...{ ...parts, db, blobs },
    limits: config.upload,
    settings: config.media,
    captionEngine: await findCaptionEngine(parts),
    uploadFolder: paths.uploads,
    workFolder: paths.work,
    secret: await readMediaSecret(config.mediaFolder, ids),
    people: { handlesOf },
    encoders: poolsOf[config.role].includes('heavy') ? config.encoders : 0,
  })
}
