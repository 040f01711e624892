import { lazy } from 'react'

export const FeedSettingsPage = lazy(() => import('./components/feed-settings-page.tsx'))
