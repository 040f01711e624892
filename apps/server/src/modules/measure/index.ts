export { measureRoutes } from './http.ts'
export { createMeasure, metricDefinitions, type Measure } from './measure.ts'
