import { closeReport, listReports, report } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import type { ModerationDeps } from './deps.ts'
import { fileReport, listReports as readPage } from './reports.ts'
import { closeRow, forgetPost } from './store/reports.ts'

export type { ModerationDeps, Reportable } from './deps.ts'

/** What people report, and what moderators do about it. For now: the list of reports. */
export interface Moderation {
  /** Registers the reactions to `posts`; before the jobs start. */
  listen(): void
  serve(app: FastifyInstance): void
}

/**
 * Wires the module.
 *
 * @example const moderation = createModeration({ db, clock, ids, bus, identity, content })
 */
export const createModeration = (deps: ModerationDeps): Moderation => ({
  listen: () => {
    deps.bus.on('posts.deleted', 'moderation', ({ postId }) => forgetPost(deps.db.pool, postId))
  },
  serve: (app) => {
    route(app, report, ({ body, query, viewer }) => fileReport(deps, { ...body, viewer, told: query }))
    route(app, listReports, ({ query }) => readPage(deps, { ...query, before: query.before ?? null }))
    route(app, closeReport, async ({ params, viewer }) => {
      const closed = { at: deps.clock.now(), by: viewer.personId }
      if (!(await closeRow(deps.db.pool, params.reportId, closed))) throw new AppError('not_found')
      return {}
    })
  },
})
