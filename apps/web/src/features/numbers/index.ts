import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const DefinitionsPage = lazy(withWords('boards', () => import('./components/definitions-page.tsx')))
export const PlatformPage = lazy(withWords('boards', () => import('./components/platform-page.tsx')))
/** A board as part of another page. */
export const BoardView = lazy(
  withWords('boards', async () => ({
    default: (await import('./components/board-view.tsx')).BoardView,
  })),
)
/** Cohorts of the people of any scope. */
export const RetentionTriangle = lazy(
  withWords('boards', async () => ({
    default: (await import('./charts/retention-triangle.tsx')).RetentionTriangle,
  })),
)
export { studioBoard } from './boards.ts'
export { Behind, ChartSlot, NothingYet, type Measured } from './charts/chart-slot.tsx'
export { courseFinding } from './charts/course.ts'
export { cohortsOf, type Cohort } from './charts/retention.ts'
export { csvOf } from './csv.ts'
export { LoadFailed } from './components/load-failed.tsx'
export { Near } from './components/near.tsx'
export { PeriodChoice } from './components/period-choice.tsx'
export { Sparkline } from './components/sparkline.tsx'
export { lastDays, stepsOf, type Period } from './period.ts'
export { useDefinitions, useMeasured } from './queries.ts'
export { numberText } from './words.ts'
