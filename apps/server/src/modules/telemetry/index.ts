export { telemetryRoutes } from './http.ts'
export { keepSettled } from './jobs.ts'
export type { Origin } from './rules/origin.ts'
export { openTelemetry, type Telemetry } from './telemetry.ts'
