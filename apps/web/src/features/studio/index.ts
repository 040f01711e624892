import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const StudioPage = lazy(withWords('boards', () => import('./components/studio-page.tsx')))
/** When an audience watches, and who of it comes back: also shown on the page of a video. */
export const BestHours = lazy(withWords('boards', () => import('./components/best-hours.tsx')))
export const Cohorts = lazy(withWords('boards', () => import('./components/cohorts.tsx')))
