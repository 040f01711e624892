export { telemetryRoutes } from './http.ts'
export { openTelemetry, type Telemetry } from './telemetry.ts'
