import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { percent } from '#shared/format'

/** How far something is, 0 … 1; `label` says what. */
export const ProgressBar = ({ share, label }: { share: number; label: string }): ReactNode => {
  const { i18n } = useLingui()
  const whole = Math.floor(Math.min(1, share) * 100)
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={whole}
        className="h-2 flex-1 overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-bottle transition-[width] duration-500"
          style={{ width: `${whole}%` }}
        />
      </div>
      <span aria-hidden="true" className="min-w-10 text-end text-xs font-semibold tabular-nums">
        {percent(whole / 100, i18n.locale)}
      </span>
    </div>
  )
}
