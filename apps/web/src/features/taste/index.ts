import { lazy } from 'react'

export const FeedSettingsPage = lazy(() => import('./components/feed-settings-page.tsx'))
export const TastePage = lazy(() => import('./components/taste-page.tsx'))
export const ParametersPage = lazy(() => import('./components/parameters-page.tsx'))
