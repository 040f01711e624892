import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { playTime } from '#shared/format'
import { classes } from '#shared/ui'

const radius = 44
const around = 2 * Math.PI * radius

/** The large button: its ring fills while the longest possible take runs. */
export const RecordButton = (props: {
  running: boolean
  elapsedMs: number
  maximumMs: number
  disabled: boolean
  onPress: () => void
}): ReactNode => {
  const { t } = useLingui()
  const share = Math.min(1, props.elapsedMs / props.maximumMs)
  return (
    <button
      type="button"
      disabled={props.disabled}
      onClick={props.onPress}
      aria-label={props.running ? t`Stop recording` : t`Record`}
      className="relative grid size-24 place-items-center rounded-full transition active:scale-95 disabled:opacity-40"
    >
      <svg viewBox="0 0 100 100" aria-hidden="true" className="absolute inset-0 size-full -rotate-90">
        <circle cx="50" cy="50" r={radius} fill="#120a0d66" stroke="#fff6e9" strokeWidth="5" />
        <circle
          cx="50"
          cy="50"
          r={radius}
          fill="none"
          stroke="var(--color-limelight)"
          strokeWidth="8"
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - share)}
          opacity={share > 0 ? 1 : 0}
        />
      </svg>
      <span
        className={classes(
          'relative bg-[#ff4a2e] transition-all duration-200',
          props.running ? 'size-9 rounded-sm' : 'size-16 rounded-full',
        )}
      />
      <span className="sr-only">{playTime(props.maximumMs)}</span>
    </button>
  )
}
