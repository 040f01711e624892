import { lazy } from 'react'
import { withWords } from '#shared/i18n'

/** How much is new; loaded after the first picture. */
export const InboxBadge = lazy(withWords('inbox', () => import('./components/inbox-badge.tsx')))
export const InboxPage = lazy(withWords('inbox', () => import('./components/inbox-page.tsx')))
export const InboxSettingsPage = lazy(
  withWords('inbox', () => import('./components/inbox-settings-page.tsx')),
)
export const ConfirmMailPage = lazy(withWords('inbox', () => import('./components/confirm-mail-page.tsx')))
export const MailOffPage = lazy(withWords('inbox', () => import('./components/mail-off-page.tsx')))
/** Hear of each new video of somebody. */
export const BellButton = lazy(withWords('inbox', () => import('./components/bell-button.tsx')))
