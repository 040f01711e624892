import { lazy } from 'react'

export const RecordPage = lazy(() => import('./components/record-page.tsx'))
