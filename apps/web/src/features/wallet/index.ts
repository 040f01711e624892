import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export { BuyCoins } from './components/buy-coins.tsx'
export { useWallet } from './queries.ts'

export const WalletPage = lazy(withWords('money', () => import('./components/wallet-page.tsx')))
export const PurchasePage = lazy(withWords('money', () => import('./components/purchase-page.tsx')))
export const CheckoutBackPage = lazy(withWords('money', () => import('./components/checkout-back-page.tsx')))
