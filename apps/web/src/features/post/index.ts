import { lazy } from 'react'

export { postKeys, usePost, usePostChanges } from './queries.ts'

export const PostPage = lazy(() => import('./components/post-page.tsx'))
