import type { ReactNode } from 'react'

/** A turning arc; put words beside it when the wait may be long. */
export const Spinner = ({ className }: { className?: string }): ReactNode => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className={`animate-spin ${className ?? 'size-6'}`}>
    <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="3" opacity=".2" />
    <path d="M12 3a9 9 0 0 1 9 9" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
  </svg>
)
