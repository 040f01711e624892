import { lazy } from 'react'

export const ProfilePage = lazy(() => import('./components/profile-page.tsx'))
export { readTab } from './tabs.ts'
export { useProfile } from './queries.ts'
