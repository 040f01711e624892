import { reportActions, reportPlayback, reportViews } from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route, viewerKey, type Viewer } from '#platform/http'
import type { RequestHeaders } from './rules/origin.ts'
import type { Telemetry } from './telemetry.ts'

/** Endpoints of this module. */
export const telemetryRoutes = (app: FastifyInstance, telemetry: Telemetry): void => {
  const watcherOf = ({ viewer, request }: { viewer: Viewer; request: { headers: RequestHeaders } }) => ({
    id: viewerKey(viewer),
    kind: viewer.kind,
    origin: telemetry.originOf(request.headers),
  })
  route(app, reportViews, async (call) => telemetry.report(call.body, watcherOf(call)))
  route(app, reportPlayback, async (call) => telemetry.reportPlayback(call.body, watcherOf(call)))
  route(app, reportActions, async (call) => telemetry.reportActions(call.body, watcherOf(call)))
}
