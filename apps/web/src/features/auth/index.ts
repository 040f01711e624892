import { lazy } from 'react'

export { goOnWith, takeGoingOn } from './after-sign-in.ts'
export { followOtherWindows } from './change-of-account.ts'
export { useInstance, useMe, useSignOut, useSignOutEverywhere } from './queries.ts'

export const SignInPage = lazy(() => import('./components/sign-in-page.tsx'))
export const SignUpPage = lazy(() => import('./components/sign-up-page.tsx'))
export const AccountsPanel = lazy(() => import('./components/accounts-panel.tsx'))
