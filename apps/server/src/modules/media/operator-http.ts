import { getMediaStatus, retryAsset } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { MediaDeps } from './deps.ts'
import { countWithRests, mediaStatus, retryRefused } from './operator.ts'

/** What only the operator of an instance may see and do. */
export const serveOperator = (app: FastifyInstance, deps: MediaDeps): void => {
  const countAssets = countWithRests(deps)
  route(app, getMediaStatus, ({ query }) => mediaStatus(deps, { before: query.before, countAssets }))
  route(app, retryAsset, async ({ params, viewer }) => {
    await retryRefused(deps, { assetId: params.assetId, operatorId: viewer.personId })
    return {}
  })
}
