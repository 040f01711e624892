import { lazy } from 'react'

export const UploadPage = lazy(() => import('./components/upload-page.tsx'))
