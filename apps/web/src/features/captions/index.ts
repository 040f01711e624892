import { lazy } from 'react'

export const CaptionsPage = lazy(() => import('./components/captions-page.tsx'))
export const CaptionEditorPage = lazy(() => import('./components/caption-editor-page.tsx'))
