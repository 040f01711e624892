import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const LineagePage = lazy(withWords('topics', () => import('./components/lineage-page.tsx')))
/** The comment that a new video is to answer. */
export const ChosenComment = lazy(withWords('topics', () => import('./components/chosen-comment.tsx')))
