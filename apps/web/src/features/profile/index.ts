import { lazy } from 'react'

export const ProfilePage = lazy(() => import('./components/profile-page.tsx'))
