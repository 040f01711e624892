import { lazy } from 'react'

export const SettingsPage = lazy(() => import('./components/settings-page.tsx'))
