export { metricDefinitions } from './definitions.ts'
export { dataQualityRoutes, measureRoutes } from './http.ts'
export { keepWatching } from './jobs.ts'
export { createMeasure, type BoardQuestion, type Measure } from './measure.ts'
