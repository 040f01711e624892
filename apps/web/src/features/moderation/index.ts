import { lazy } from 'react'
import { withWords } from '#shared/i18n'

/** Shown to few, so the pages around them do not wait for them. */
export const PostMarks = lazy(withWords('moderation', () => import('./components/post-marks.tsx')))
export const SuspensionBanner = lazy(
  withWords('moderation', () => import('./components/suspension-banner.tsx')),
)
export const QueuePage = lazy(withWords('moderation', () => import('./components/queue-page.tsx')))
export const CasePage = lazy(withWords('moderation', () => import('./components/case-page.tsx')))
export const AppealsPage = lazy(withWords('moderation', () => import('./components/appeals-page.tsx')))
export const NumbersPage = lazy(withWords('moderation', () => import('./components/numbers-page.tsx')))
export const TransparencyPage = lazy(
  withWords('moderation', () => import('./components/transparency-page.tsx')),
)
export const NoticesPage = lazy(withWords('moderation', () => import('./components/notices-page.tsx')))
export const NoticePage = lazy(withWords('moderation', () => import('./components/notice-page.tsx')))
export const OwnReportsPage = lazy(withWords('moderation', () => import('./components/own-reports-page.tsx')))
