import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const TreasuryPage = lazy(withWords('money', () => import('./components/treasury-page.tsx')))
