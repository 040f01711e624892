import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** The mark: an upturned hat, and a coin that is a video falls in. */
export const Mark = ({ className }: { className?: string }): ReactNode => (
  <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
    <circle cx="32" cy="18.500" r="13" fill="var(--color-limelight)" />
    <path
      d="M28.200 12.600v11.800c0 1 1.100 1.600 1.900 1.100l9.300-5.900c.8-.5.8-1.700 0-2.200l-9.300-5.900c-.8-.5-1.900.1-1.900 1.100z"
      fill="#2a0f16"
    />
    <path
      d="M13.500 34h37l-2.300 14.500C47.200 55 40.500 58 32 58s-15.200-3-16.200-9.500z"
      fill="var(--color-curtain)"
    />
    <path d="M14.100 39.500h35.800l-.9 5.600H15z" fill="#2a0f16" />
    <rect x="4.500" y="28" width="55" height="8.400" rx="4.200" fill="var(--color-curtain)" />
  </svg>
)

const letters =
  'M5 4v28M5 21.500a9.500 9.500 0 1 1 19 0a9.500 9.500 0 1 1-19 0M34 12v11a8.500 8.500 0 0 0 17 0V12M51 23v9M75.500 15.200c-3-4-14-4-14 1.300c0 6.500 14.500 3.500 14.500 10c0 6.600-12.500 6.600-15.500 1.500M86.500 4v28M100 12L87 23.500M91.500 19.500L101 32M108.500 21.500h18.500a9.300 9.500 0 1 0-2.800 6.800M138 12v20M138 22c0-7.500 4.500-10.500 9.500-9.800'

/** The name, drawn as one line like chalk on the pavement. */
export const Wordmark = ({ className }: { className?: string }): ReactNode => (
  <svg viewBox="0 0 151 36" role="img" aria-label="Busker" className={className}>
    <path
      d={letters}
      fill="none"
      stroke="currentColor"
      strokeWidth="6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)

/** The striped awning over a page. Ornament only. */
export const Awning = ({ className }: { className?: string }): ReactNode => (
  <div aria-hidden="true" className={classes('awning', className)} />
)
