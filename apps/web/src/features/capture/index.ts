import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const RecordPage = lazy(withWords('making', () => import('./components/record-page.tsx')))
