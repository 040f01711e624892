import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export { typedTopic } from './topic-dials.ts'

export const FeedSettingsPage = lazy(withWords('self', () => import('./components/feed-settings-page.tsx')))
export const TastePage = lazy(withWords('self', () => import('./components/taste-page.tsx')))
export const ParametersPage = lazy(withWords('self', () => import('./components/parameters-page.tsx')))
