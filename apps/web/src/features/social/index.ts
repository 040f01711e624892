import { lazy } from 'react'
import type { KeyValueStorage } from '#shared/storage'
import { anyLateLikes } from './late-likes.ts'

export { AskToSignIn } from './components/ask-to-sign-in.tsx'
export { FollowButton } from './components/follow-button.tsx'
export { followScope, useCommentCount, useFollow, useLike, useSave, useUnwanted } from './queries.ts'
export type { Interest } from './wish-queries.ts'
export { useTurnTopics } from './wish-queries.ts'
export { useGate } from './use-gate.ts'

/** What opens over the video loads when it is opened: the feed does not wait for it. */
export const CommentSheet = lazy(() => import('./comments/comment-sheet.tsx'))
export const ShareSheet = lazy(() => import('./sharing/share-sheet.tsx'))
export const MoreSheet = lazy(() => import('./components/more-sheet.tsx'))
export const WishList = lazy(() => import('./components/wish-list.tsx'))
export const PeopleSheet = lazy(() => import('./components/people-sheet.tsx'))

export const ShareLandingPage = lazy(() => import('./components/share-landing-page.tsx'))
/** What the signed-in person saved or likes. */
export const KeptList = lazy(() => import('./components/kept-list.tsx'))
export const SavedPage = lazy(() => import('./components/saved-page.tsx'))
export const HiddenPeoplePage = lazy(() => import('./components/hidden-people-page.tsx'))

/** Sends what was liked without a network, as soon as there is one. The code for it is loaded only when it is needed. */
export const goOnWithLikes = (storage: KeyValueStorage): void => {
  const send = (): void => {
    if (!anyLateLikes(storage)) return
    void import('./send-late-likes.ts').then(({ sendLateLikes }) => sendLateLikes())
  }
  window.addEventListener('online', send)
  send()
}
