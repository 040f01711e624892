import { lazy } from 'react'
import { withWords } from '#shared/i18n'

export { postKeys, usePost, usePostChanges } from './queries.ts'

export const EditPage = lazy(withWords('making', () => import('./components/edit-page.tsx')))
export const PostPage = lazy(() => import('./components/post-page.tsx'))
