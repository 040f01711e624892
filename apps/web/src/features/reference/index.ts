import { lazy } from 'react'

export const ReferencePage = lazy(() => import('./components/reference-page.tsx'))
