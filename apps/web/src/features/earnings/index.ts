import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const EarningsPage = lazy(withWords('money', () => import('./components/earnings-page.tsx')))
export const PayoutsPage = lazy(withWords('money', () => import('./components/payouts-page.tsx')))
export const StatementsPage = lazy(withWords('money', () => import('./components/statements-page.tsx')))
export const StatementPage = lazy(withWords('money', () => import('./components/statement-page.tsx')))
export const EarnedGiftsPage = lazy(withWords('money', () => import('./components/gifts-page.tsx')))
