import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { classes } from '#shared/ui'

/** Whether watching teaches the feed. */
export const LearningSwitch = (props: { on: boolean; onChange: (on: boolean) => void }): ReactNode => {
  const id = useId()
  return (
    <div className="card flex items-center gap-4 p-5">
      <div className="min-w-0 flex-1">
        <p id={`${id}-name`} className="text-sm font-semibold">
          <Trans>Learn from what I watch</Trans>
        </p>
        <p id={`${id}-meaning`} className="mt-1 text-sm text-ink-soft">
          {props.on ? (
            <Trans>On: the feed changes with every video that you watch or leave.</Trans>
          ) : (
            <Trans>Paused: what you watch is marked as seen and teaches nothing.</Trans>
          )}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={props.on}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-meaning`}
        onClick={() => props.onChange(!props.on)}
        className="grid min-h-11 shrink-0 place-items-center"
      >
        <span
          className={classes(
            'flex h-8 w-14 items-center rounded-full border-[1.5px] px-1 transition',
            props.on ? 'justify-end border-bottle bg-bottle' : 'justify-start border-ink-soft bg-raised',
          )}
        >
          <span className={classes('size-5 rounded-full', props.on ? 'bg-paper' : 'bg-ink-soft')} />
        </span>
      </button>
    </div>
  )
}
