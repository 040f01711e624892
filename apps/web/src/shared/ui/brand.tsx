import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** The mark: an upturned hat, and a coin that is a video falls in. */
export const Mark = ({ className }: { className?: string }): ReactNode => (
  <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
    <path d="M12 36h40v3.500C52 51 43 59 32 59S12 51 12 39.500z" fill="var(--color-curtain)" />
    <path
      d="M13.500 44.500c11.500 2.500 25.500 2.500 37 0"
      stroke="var(--color-paper)"
      strokeWidth="3.400"
      fill="none"
      opacity=".85"
    />
    <rect x="3" y="31.500" width="58" height="8.600" rx="4.300" fill="var(--color-curtain)" />
    <circle cx="32" cy="15.500" r="12.500" fill="var(--color-limelight)" />
    <path
      d="M28.300 9.800v11.400c0 1 1.100 1.600 1.900 1.100l8.900-5.700c.8-.5.8-1.700 0-2.200l-8.900-5.700c-.8-.5-1.900.1-1.900 1.100z"
      fill="#2a0f16"
    />
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
