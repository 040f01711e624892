import type { PersonId, RealtimeMessage } from '@busker/contract'
import type { MediaSettings, UploadLimits } from '#config'
import type { BlobStore } from '#platform/blob'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ffmpeg } from '#platform/ffmpeg'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { CaptionEngine } from './caption-engine.ts'

/** What other modules know of the people here. */
export interface People {
  handlesOf(ids: readonly PersonId[]): Promise<Map<PersonId, string>>
}

export interface MediaDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Jobs
  readonly bus: Bus
  readonly blobs: BlobStore
  /** Null: compatible files are copied unchanged, others are refused with the reason. */
  readonly ffmpeg: Ffmpeg | null
  /** Null: there is no speech model, so captions are uploaded and written. */
  readonly captionEngine: CaptionEngine | null
  /** Conversions that may run at once in this process; 0 where others convert. */
  readonly encoders: number
  readonly limits: UploadLimits
  readonly settings: MediaSettings
  /** Where bytes arrive. */
  readonly uploadFolder: string
  /** Where conversions write and from where their streams are played; a folder for each asset. */
  readonly workFolder: string
  /** Signs the addresses of files that are not for everybody. */
  readonly secret: Uint8Array
  readonly people: People
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}
