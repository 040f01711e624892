import type { ClientId, OwnMetric } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { listOwnMetrics } from '../store/own-metrics.ts'
import type { OwnDeps } from './deps.ts'
import { serveOwnMetrics } from './http.ts'
import { keepLooking } from './look.ts'
import { presentMetrics } from './own-metrics.ts'

/** What the members of clients composed, and their targets. Who may see them is for the caller to decide. */
export interface OwnMetrics {
  /** The composed metrics of a client by name, their windows ending with the last day of a period; for reports. */
  ownNumbers(clientId: ClientId, period: { readonly to: string }): Promise<OwnMetric[]>
  /** The numbers of a client were made anew: its targets will be looked at. */
  afterSettling(clientId: ClientId): Promise<void>
  serve(app: FastifyInstance): void
}

/**
 * Wires composed metrics and targets; before the jobs start.
 *
 * @example const own = createOwnMetrics({ db, clock, ids, log, jobs, measure, clients: outside, identity, publish })
 */
export const createOwnMetrics = (deps: OwnDeps): OwnMetrics => {
  const afterSettling = keepLooking(deps)
  return {
    ownNumbers: async (clientId, { to: through }) =>
      presentMetrics(deps, await listOwnMetrics(deps.db.pool, clientId), { clientId, through }),
    afterSettling,
    serve: (app) => serveOwnMetrics(app, deps),
  }
}
