import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const ReferencePage = lazy(withWords('boards', () => import('./components/reference-page.tsx')))
