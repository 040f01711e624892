import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { stageFrame, stageGrid } from './stage-layout.ts'

/** The place of a video before anything is known about it. */
export const StageSkeleton = (): ReactNode => (
  <div className={stageGrid} role="status">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    <div className={stageFrame}>
      <div className="absolute inset-0 animate-pulse bg-[radial-gradient(ellipse_80%_55%_at_50%_0%,#ffb52e44,#0000)]" />
      <div className="absolute inset-x-5 bottom-8 grid gap-3 lg:hidden">
        <div className="flex items-center gap-3">
          <div className="size-11 rounded-full bg-[#fff6e922]" />
          <div className="h-4 w-32 rounded-full bg-[#fff6e922]" />
        </div>
        <div className="h-4 w-4/5 rounded-full bg-[#fff6e91a]" />
        <div className="h-11 w-40 rounded-full bg-[#fff6e91a]" />
      </div>
    </div>
    <div className="hidden gap-4 self-center lg:grid">
      <div className="flex items-center gap-4">
        <div className="skeleton size-14 rounded-full" />
        <div className="skeleton h-5 w-36 rounded-full" />
      </div>
      <div className="skeleton h-5 w-full rounded-full" />
      <div className="skeleton h-5 w-2/3 rounded-full" />
    </div>
  </div>
)
