import { lazy } from 'react'

export { readSearch } from './kinds.ts'

export const SearchPage = lazy(() => import('./components/search-page.tsx'))
export const DiscoverPage = lazy(() => import('./components/discover-page.tsx'))
export const GapsPage = lazy(() => import('./components/gaps-page.tsx'))
