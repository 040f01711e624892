import { lazy } from 'react'

export const DefinitionsPage = lazy(() => import('./components/definitions-page.tsx'))
export const PlatformPage = lazy(() => import('./components/platform-page.tsx'))
/** A board as part of another page. */
export const BoardView = lazy(async () => ({
  default: (await import('./components/board-view.tsx')).BoardView,
}))
export const Closed = lazy(async () => ({ default: (await import('./components/closed.tsx')).Closed }))
export { studioBoard } from './boards.ts'
export { Sparkline } from './components/sparkline.tsx'
export { lastDays, type Period } from './period.ts'
export { useDefinitions, useMeasured } from './queries.ts'
