import type { PersonId, RealtimeMessage } from '@busker/contract'
import type { UploadLimits } from '#config'
import type { BlobStore } from '#platform/blob'
import type { Bus } from '#platform/bus'
import type { Clock } from '#platform/clock'
import type { Ffmpeg } from '#platform/ffmpeg'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'

export interface MediaDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Jobs
  readonly bus: Bus
  readonly blobs: BlobStore
  /** Null: nothing can be converted; uploads wait in the queue until a start that finds one. */
  readonly ffmpeg: Ffmpeg | null
  readonly limits: UploadLimits
  /** Where bytes arrive. */
  readonly uploadFolder: string
  /** Where conversions write; emptied at start. */
  readonly scratchFolder: string
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
}
