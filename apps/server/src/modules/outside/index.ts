import type { CallToAction, Client, ClientId, ImportId, PersonId, PostId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Bus } from '#platform/bus'
import { keepRepeating } from '#platform/jobs'
import type { Queryable, Tx } from '#platform/postgres'
import { openClient, openForChange } from './access.ts'
import { createClient, listClients, type NewClient } from './clients.ts'
import type { OutsideDeps } from './deps.ts'
import { openFolder } from './files.ts'
import { giveFile, type GivenFile } from './give-file.ts'
import { serveOutside } from './http.ts'
import { importJob, reportJob, reportJobKey, reportsJob, sweepJob } from './jobs.ts'
import { serveLinks } from './links/http.ts'
import { callsOf } from './links/links.ts'
import { listReaders } from './members.ts'
import { clientsWithDueReports, makeScheduled } from './reports/make-scheduled.ts'
import { endPlacement } from './store/links.ts'
import { readImport, refuseImport } from './read-import.ts'
import { findCurrency, findRevision, lockClient } from './store/clients.ts'
import { listCountingLoads, type CountingLoad } from './store/imports.ts'
import { sweepImports } from './sweep.ts'

export type { NumbersQuestion, OutsideDeps, ReportNumbers, Settling } from './deps.ts'
export { createExportReader } from './read-exports.ts'
export type { LinkedPosts } from './links/settle-links.ts'
export { openSettling, type ClientSettler, type SettlingParts } from './settle-client.ts'
export type { CountingLoad } from './store/imports.ts'

/** Agencies' clients, and what is imported for them from files of other platforms. */
export interface Outside {
  /**
   * The loads whose rows count for a client, in the order in which they were imported. Rows of other loads in the
   * journal are of attempts that broke off or imports that were undone.
   */
  countingLoads(handle: Queryable, clientId: ClientId): Promise<CountingLoad[]>
  /** The buttons of posts that carry a tracked link. */
  callsOf(handle: Queryable, postIds: readonly PostId[]): Promise<Map<PostId, CallToAction>>
  /** Registers the reactions to `posts`; before the jobs start. */
  listen(bus: Bus): void
  /** Clears what an earlier process left; before the jobs start. */
  start(): Promise<void>
  /** Resolves for who may read the numbers of this client; for anybody else there is no such client: `not_found`. */
  requireReader(clientId: ClientId, personId: PersonId): Promise<void>
  /**
   * The same for who may change what belongs to a client, and its currency. Until the transaction ends other changes of
   * the client wait.
   */
  requireAnalyst(tx: Tx, clientId: ClientId, personId: PersonId): Promise<{ readonly currency: string }>
  /** In which its numbers are told; undefined: there is no such client. */
  currencyOf(handle: Queryable, clientId: ClientId): Promise<string | undefined>
  /** Another text whenever the facts of a client are others; null: there is no such client. */
  revisionOf(handle: Queryable, clientId: ClientId): Promise<string | null>
  /** Everybody who may read the numbers of a client. */
  readersOf(handle: Queryable, clientId: ClientId): Promise<PersonId[]>
  /** The clients that this person may see. */
  listClients(personId: PersonId): Promise<readonly Client[]>
  /** Makes a client whose files are generated; its pages say so. For an owner of the organisation. */
  createDemoClient(personId: PersonId, given: NewClient): Promise<Client>
  /** Imports a file on the ordinary way, once by its name; what it does not say is answered beside it. */
  giveFile(asked: { clientId: ClientId; personId: PersonId }, file: GivenFile): Promise<void>
  serve(app: FastifyInstance): void
  /** Lets the copying under way finish. */
  stop(): Promise<void>
}

const sweepEveryMs = 3_600_000

const handleJobs = (deps: OutsideDeps): void => {
  const { jobs, db } = deps
  const givenUp = (importId: ImportId) => refuseImport(deps, importId, { code: 'import_failed', detail: {} })
  jobs.handle(importJob, ({ importId }, { signal }) => readImport(deps, { importId, signal }), {
    onGivenUp: ({ importId }) => givenUp(importId),
  })
  keepRepeating(deps, { job: sweepJob, everyMs: sweepEveryMs, work: () => sweepImports(deps) })
  jobs.handle(reportJob, ({ clientId }) => makeScheduled(deps, clientId))
  const askForReports = async (): Promise<void> => {
    for await (const clientId of clientsWithDueReports(deps))
      await jobs.enqueue(db.pool, reportJob, { clientId }, { key: reportJobKey(clientId) })
  }
  keepRepeating(deps, { job: reportsJob, everyMs: sweepEveryMs, work: askForReports })
}

/**
 * Wires the module.
 *
 * @example const outside = createOutside({ db, clock, ids, log, jobs, journal, identity, reader, settling, … })
 */
export const createOutside = (deps: OutsideDeps): Outside => ({
  countingLoads: listCountingLoads,
  requireReader: async (clientId, personId) => {
    await openClient(deps, deps.db.pool, { clientId, personId, ability: 'read' })
  },
  requireAnalyst: async (tx, clientId, personId) => {
    const { client } = await openForChange(deps, tx, { clientId, personId, ability: 'import' })
    await lockClient(tx, clientId)
    return client
  },
  currencyOf: findCurrency,
  revisionOf: findRevision,
  readersOf: (handle, clientId) => listReaders(deps, handle, clientId),
  callsOf,
  listen: (bus) => {
    bus.on('posts.deleted', 'outside', ({ postId }) =>
      deps.db.transaction(async (tx) => void (await endPlacement(tx, postId, deps.clock.now()))),
    )
  },
  listClients: async (personId) => (await listClients(deps, personId)).clients,
  createDemoClient: (personId, given) => createClient(deps, personId, { ...given, isDemo: true }),
  giveFile: (asked, file) => giveFile(deps, asked, file),
  stop: () => deps.settling.stop(),
  start: async () => {
    await openFolder(deps.folder)
    await sweepImports(deps)
    for (const job of [sweepJob, reportsJob])
      await deps.jobs.enqueue(deps.db.pool, job, {}, { key: job.name })
  },
  serve: (app) => {
    handleJobs(deps)
    serveOutside(app, deps)
    serveLinks(app, deps)
  },
})
