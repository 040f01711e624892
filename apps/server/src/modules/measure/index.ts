export { measureRoutes, type PostAuthors } from './http.ts'
export { createMeasure, type Measure, type MeasureParts } from './measure.ts'
