import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const StatsPage = lazy(withWords('boards', () => import('./components/stats-page.tsx')))
