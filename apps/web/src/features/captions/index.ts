import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export const CaptionsPage = lazy(withWords('making', () => import('./components/captions-page.tsx')))
export const CaptionEditorPage = lazy(
  withWords('making', () => import('./components/caption-editor-page.tsx')),
)
