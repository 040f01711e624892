import { lazy } from 'react'

export { AskToSignIn } from './components/ask-to-sign-in.tsx'
export { FollowButton } from './components/follow-button.tsx'
export { useCommentCount, useLike, useSave, useUnwanted } from './queries.ts'
export type { Interest } from './wish-queries.ts'
export { useTurnTopics } from './wish-queries.ts'
export { useGate } from './use-gate.ts'
export { useShare } from './use-share.ts'

/** What opens over the video loads when it is opened: the feed does not wait for it. */
export const CommentSheet = lazy(() => import('./components/comment-sheet.tsx'))
export const MoreSheet = lazy(() => import('./components/more-sheet.tsx'))
export const WishList = lazy(() => import('./components/wish-list.tsx'))
export const PeopleSheet = lazy(() => import('./components/people-sheet.tsx'))

export const ShareLandingPage = lazy(() => import('./components/share-landing-page.tsx'))
export const SavedPage = lazy(() => import('./components/saved-page.tsx'))
export const ReportsPage = lazy(() => import('./components/reports-page.tsx'))
export const HiddenPeoplePage = lazy(() => import('./components/hidden-people-page.tsx'))
