import type {
  ClientId,
  ClientNames,
  MeasuredBoard,
  MetricSlice,
  PersonId,
  PostId,
  RealtimeMessage,
  ReportDefinition,
} from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { BlobStore } from '#platform/blob'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import type { Database, Tx } from '#platform/postgres'
import type { ExportReader } from './export-reader.ts'
import type { LinkCount, ToldBefore } from './store/link-facts.ts'

/** Makes the numbers of a client anew when what they are made of changed. */
export interface Settling {
  /** Called in the transaction of the change: what it enqueues exists exactly if the change does. */
  afterImport(tx: Tx, clientId: ClientId): Promise<void>
  /** What the files call the goods and videos of a client. */
  namesOf(clientId: ClientId): Promise<ClientNames>
  /** What the boards count for each link. */
  linkCounts(clientId: ClientId): Promise<LinkCount[]>
  /** Which of these events a shop told already. */
  toldBefore(clientId: ClientId, eventIds: readonly string[]): Promise<ToldBefore[]>
  stop(): Promise<void>
}

/** What is asked about a client's facts. */
export interface NumbersQuestion {
  readonly clientId: ClientId
  readonly metrics: readonly string[]
  readonly from: string
  readonly to: string
  readonly by?: MetricSlice
  readonly compare?: 'previous'
}

/** Where the numbers of a report come from; the composition root fills it. */
export interface ReportNumbers {
  ask(question: NumbersQuestion): Promise<MeasuredBoard>
  definitions(): readonly ReportDefinition[]
}

type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export interface OutsideDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly jobs: Jobs
  readonly journal: Journal
  readonly identity: Pick<
    Identity,
    'getAuthors' | 'findByHandle' | 'roleIn' | 'membershipsOf' | 'getOrganisations'
  >
  /** Null: there is no such post, or nobody may see it yet. */
  readonly posts: {
    authorOf(postId: PostId): Promise<PersonId | null>
    /** Whether the rights of its sound allow a link of a brand; they stay so for this transaction. */
    mayCarryLink(tx: Tx, postId: PostId): Promise<boolean>
  }
  /** Whether a request calls itself a program. */
  readonly isBot: (headers: RequestHeaders) => boolean
  readonly publish: (personId: PersonId, message: RealtimeMessage) => void
  readonly reader: ExportReader
  readonly settling: Settling
  readonly numbers: ReportNumbers
  /** Keeps the logos of agencies. */
  readonly blobs: BlobStore
  /** Where files wait until they are read; private to this process, and in no backup. */
  readonly folder: string
  /** The largest file that is taken. */
  readonly maximumBytes: number
}
