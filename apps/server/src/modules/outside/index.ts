import type { CallToAction, ClientId, ImportId, PersonId, PostId } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import type { Bus } from '#platform/bus'
import type { Queryable } from '#platform/postgres'
import { openClient } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import { openFolder } from './files.ts'
import { serveOutside } from './http.ts'
import { importJob, sweepJob } from './jobs.ts'
import { serveLinks } from './links/http.ts'
import { callsOf } from './links/links.ts'
import { endPlacement } from './store/links.ts'
import { readImport, refuseImport } from './read-import.ts'
import { listCountingLoads, type CountingLoad } from './store/imports.ts'
import { sweepImports } from './sweep.ts'

export type { OutsideDeps, Settling } from './deps.ts'
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
  serve(app: FastifyInstance): void
  /** Lets the copying under way finish. */
  stop(): Promise<void>
}

const sweepEveryMs = 3_600_000

const handleJobs = (deps: OutsideDeps): void => {
  const { jobs, clock, db } = deps
  const givenUp = (importId: ImportId) => refuseImport(deps, importId, { code: 'import_failed', detail: {} })
  jobs.handle(importJob, ({ importId }, { signal }) => readImport(deps, { importId, signal }), {
    onGivenUp: ({ importId }) => givenUp(importId),
  })
  jobs.handle(sweepJob, async () => {
    await sweepImports(deps)
    const runAt = new Date(clock.nowMs() + sweepEveryMs)
    await jobs.enqueue(db.pool, sweepJob, {}, { key: sweepJob.name, runAt })
  })
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
  callsOf,
  listen: (bus) => {
    bus.on('posts.deleted', 'outside', ({ postId }) =>
      deps.db.transaction(async (tx) => void (await endPlacement(tx, postId, deps.clock.now()))),
    )
  },
  stop: () => deps.settling.stop(),
  start: async () => {
    await openFolder(deps.folder)
    await sweepImports(deps)
    await deps.jobs.enqueue(deps.db.pool, sweepJob, {}, { key: sweepJob.name })
  },
  serve: (app) => {
    handleJobs(deps)
    serveOutside(app, deps)
    serveLinks(app, deps)
  },
})
