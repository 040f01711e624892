import { lazy } from 'react'

export const StudioPage = lazy(() => import('./components/studio-page.tsx'))
/** When an audience watches, and who of it comes back: also shown on the page of a video. */
export const BestHours = lazy(() => import('./components/best-hours.tsx'))
export const Cohorts = lazy(() => import('./components/cohorts.tsx'))
