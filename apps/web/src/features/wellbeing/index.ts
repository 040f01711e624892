import { lazy } from 'react'
import { withWords } from '#shared/i18n'

/** In place of the feed when the time of the day is up. */
export const TimeUp = lazy(withWords('self', () => import('./components/time-up.tsx')))
export const TimePage = lazy(withWords('self', () => import('./components/time-page.tsx')))
/** Parents and teens who are linked. */
export const FamilyPage = lazy(withWords('self', () => import('./components/family-page.tsx')))
