import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const MediaPage = lazy(
  withWords(
    'making',
    withWords('boards', () => import('./components/media-page.tsx')),
  ),
)
