import type { ReactNode } from 'react'
import { classes } from '#shared/ui'

/** One of a few choices, as a row of pills. */
export const Choice = <Value extends string>(props: {
  legend: string
  options: readonly { value: Value; name: string }[]
  value: string
  onChoose: (value: Value) => void
}): ReactNode => (
  <fieldset>
    <legend className="mb-2 text-sm font-semibold">{props.legend}</legend>
    <div className="flex flex-wrap gap-2">
      {props.options.map(({ value, name }) => (
        <label
          key={value}
          className={classes(
            'grid min-h-11 cursor-pointer place-items-center rounded-full border-[1.5px] px-5 text-sm font-semibold has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus',
            value === props.value
              ? 'border-limelight bg-limelight text-on-limelight'
              : 'border-line bg-surface hover:border-ink-soft',
          )}
        >
          <input
            type="radio"
            className="sr-only"
            name={props.legend}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChoose(value)}
          />
          {name}
        </label>
      ))}
    </div>
  </fieldset>
)
