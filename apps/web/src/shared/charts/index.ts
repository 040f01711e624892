/** Charts: one drawing style, one frame with finding, table and CSV. The library behind it loads with the first chart. */
export { ChartCard, CsvLink } from './chart-card.tsx'
export type { ChartTable } from './chart-card.tsx'
export { Chart } from './chart.tsx'
export type { Series } from './drawing.ts'
export { lookOf, onLookChange, type Look } from './look.ts'
export type { Span } from './floating.ts'
