import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { OwnDeps } from './deps.ts'
import {
  changeOwnMetric,
  createOwnMetric,
  getCourse,
  getOwnMetric,
  listOwnMetrics,
  previewOwnMetric,
  removeOwnMetric,
} from './own-metrics.ts'
import { changeTarget, createTarget, listTargets, removeTarget } from './targets.ts'

const serveMetrics = (app: FastifyInstance, deps: OwnDeps): void => {
  route(app, contract.listOwnMetrics, async ({ viewer, params }) => ({
    metrics: await listOwnMetrics(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.previewOwnMetric, ({ viewer, params, body }) =>
    previewOwnMetric(deps, { ...params, personId: viewer.personId }, body.recipe),
  )
  route(app, contract.createOwnMetric, async ({ viewer, params, body }) => ({
    metric: await createOwnMetric(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.getOwnMetric, ({ viewer, params }) =>
    getOwnMetric(deps, { ...params, personId: viewer.personId }),
  )
  route(app, contract.changeOwnMetric, async ({ viewer, params, body }) => ({
    metric: await changeOwnMetric(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.removeOwnMetric, async ({ viewer, params }) => {
    await removeOwnMetric(deps, { ...params, personId: viewer.personId })
    return {}
  })
  route(app, contract.getOwnMetricCourse, ({ viewer, params }) =>
    getCourse(deps, { ...params, personId: viewer.personId }),
  )
}

/** Endpoints of composed metrics and their targets. */
export const serveOwnMetrics = (app: FastifyInstance, deps: OwnDeps): void => {
  serveMetrics(app, deps)
  route(app, contract.listTargets, async ({ viewer, params }) => ({
    targets: await listTargets(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.createTarget, async ({ viewer, params, body }) => ({
    target: await createTarget(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.changeTarget, async ({ viewer, params, body }) => ({
    target: await changeTarget(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.removeTarget, async ({ viewer, params }) => {
    await removeTarget(deps, { ...params, personId: viewer.personId })
    return {}
  })
}
