import type { ReactNode } from 'react'

/** A page of the feed without a video. */
export const Filling = ({ children }: { children: ReactNode }): ReactNode => (
  <div className="limelit grid h-[calc(100dvh-var(--bar))] grid-cols-[minmax(0,1fr)] place-items-center overflow-y-auto pt-28 lg:h-dvh lg:pt-0">
    {children}
  </div>
)
