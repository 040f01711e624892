import { lazy } from 'react'

export { Avatar } from './avatar.tsx'
export { Awning, Mark, Wordmark } from './brand.tsx'
export { Button, buttonClass, IconButton } from './button.tsx'
export { classes } from './classes.ts'
export { EmptyState } from './empty-state.tsx'
export { Figures, type Figure } from './figures.tsx'
export { SelectField, TextField } from './field.tsx'
export { Hint } from './hint.tsx'
export { ObjectVideo, revokeSoon } from './object-video.tsx'
export { Icon } from './icon.tsx'
export type { IconName } from './icon.tsx'
export { Pill, type Tone } from './pill.tsx'
export { Page } from './page.tsx'
export { ProgressBar } from './progress-bar.tsx'
export { Scroller } from './scroller.tsx'
export { Spinner } from './spinner.tsx'
export { Toaster, toast } from './toast.tsx'

/** Sheets and dialogs load on demand: Radix is not part of the first page. */
export const Sheet = lazy(() => import('./sheet.tsx'))
export const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'))
export const InfoPopover = lazy(() => import('./info-popover.tsx'))
