import { lazy } from 'react'

export const MediaPage = lazy(() => import('./components/media-page.tsx'))
