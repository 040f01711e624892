import { lazy } from 'react'

export { goOnWith } from './after-sign-in.ts'
export { useInstance, useMe, useSignOut, useSignOutEverywhere } from './queries.ts'

export const SignInPage = lazy(() => import('./components/sign-in-page.tsx'))
export const SignUpPage = lazy(() => import('./components/sign-up-page.tsx'))
