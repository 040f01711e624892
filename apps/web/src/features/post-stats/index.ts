import { lazy } from 'react'

export const StatsPage = lazy(() => import('./components/stats-page.tsx'))
