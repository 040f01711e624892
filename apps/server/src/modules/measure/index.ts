export { metricDefinitions } from './definitions.ts'
export { measureRoutes } from './http.ts'
export { createMeasure, type BoardQuestion, type Measure } from './measure.ts'
