import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

const tones = {
  good: 'bg-bottle-soft text-bottle',
  bad: 'bg-alert-soft text-alert',
  quiet: 'bg-raised text-ink-soft',
  waiting: 'bg-limelight text-on-limelight',
} as const
export type Tone = keyof typeof tones

/** The state of one thing in a word or two. The icon says it again, so that no colour stands alone. */
export const Pill = (props: { tone: Tone; icon?: IconName; children: ReactNode }): ReactNode => (
  <span
    className={classes(
      'inline-flex items-center gap-1.5 rounded-full px-3 py-1 text-xs font-semibold whitespace-nowrap',
      tones[props.tone],
    )}
  >
    {props.icon && <Icon name={props.icon} className="size-3.5" weight={2.6} />}
    {props.children}
  </span>
)
