import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const FundPage = lazy(withWords('money', () => import('./components/fund-page.tsx')))
