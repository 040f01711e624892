import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export { readOrder } from './order.ts'

export const TagPage = lazy(withWords('topics', () => import('./components/tag-page.tsx')))
export const SoundPage = lazy(withWords('topics', () => import('./components/sound-page.tsx')))
export const FollowedPage = lazy(withWords('topics', () => import('./components/followed-page.tsx')))
/** The sound that new videos are to use. */
export const ChosenSound = lazy(withWords('topics', () => import('./components/chosen-sound.tsx')))
