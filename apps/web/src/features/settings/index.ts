import { lazy } from 'react'
import { withWords } from '#shared/i18n'

/** What the own profile says. */
export const EditProfilePage = lazy(withWords('self', () => import('./components/edit-profile-page.tsx')))
export const SettingsPage = lazy(withWords('self', () => import('./components/settings-page.tsx')))
