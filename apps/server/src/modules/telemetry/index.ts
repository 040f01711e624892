export { telemetryRoutes } from './http.ts'
export { openTelemetry, type Telemetry, type TelemetryParts } from './telemetry.ts'
export type { PostLookup, Watcher } from './report-views.ts'
export type { KnownPost } from './rules/accept-view.ts'
