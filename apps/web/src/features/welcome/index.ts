import { lazy } from 'react'

export const WelcomePage = lazy(() => import('./components/welcome-page.tsx'))
