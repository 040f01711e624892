export { metricDefinitions } from './definitions.ts'
export { measureRoutes } from './http.ts'
export type { OutsideTable, OutsideTables } from './outside.ts'
export { createMeasure, type BoardQuestion, type Measure } from './measure.ts'
