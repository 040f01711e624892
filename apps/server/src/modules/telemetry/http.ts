import { reportPlayback, reportViews } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route, viewerKey } from '#platform/http'
import type { Telemetry } from './telemetry.ts'

/** Endpoints of this module. */
export const telemetryRoutes = (app: FastifyInstance, telemetry: Telemetry): void => {
  route(app, reportViews, async ({ body, viewer }) =>
    telemetry.report(body, { id: viewerKey(viewer), kind: viewer.kind }),
  )
  route(app, reportPlayback, async ({ body, viewer }) =>
    telemetry.reportPlayback(body, { id: viewerKey(viewer), kind: viewer.kind }),
  )
}
