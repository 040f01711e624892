import { lazy } from 'react'

export const DefinitionsPage = lazy(() => import('./components/definitions-page.tsx'))
export const PlatformPage = lazy(() => import('./components/platform-page.tsx'))
export const StudioPage = lazy(() => import('./components/studio-page.tsx'))
