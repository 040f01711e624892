import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'

/** One line on what to try next; `quiet` where nothing can be said yet. */
export const Hint = (props: { quiet?: boolean; children: ReactNode }): ReactNode => (
  <p
    className={classes(
      'mt-5 flex items-start gap-3 rounded-md p-4 text-sm',
      props.quiet ? 'bg-raised text-ink-soft' : 'bg-bottle-soft text-ink',
    )}
  >
    <Icon
      name={props.quiet ? 'clock' : 'idea'}
      className={classes('size-5 shrink-0', props.quiet ? '' : 'text-bottle')}
    />
    <span className="min-w-0">{props.children}</span>
  </p>
)
