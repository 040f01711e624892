import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const TreasuryPage = lazy(withWords('money', () => import('./components/treasury-page.tsx')))
export const PayoutQueuePage = lazy(withWords('money', () => import('./components/payout-queue-page.tsx')))
export const FundAdminPage = lazy(withWords('money', () => import('./components/fund-admin-page.tsx')))
export const CoinsPage = lazy(withWords('money', () => import('./components/coins-page.tsx')))
export const JournalsPage = lazy(withWords('money', () => import('./components/journals-page.tsx')))
