import type { ReactNode } from 'react'
import { useId } from 'react'
import { classes } from '#shared/ui'

/** One of a few, as a row of pills that arrow keys go through. */
export const ChoiceRow = <Value extends string>(props: {
  legend: string
  options: readonly { readonly value: Value; readonly name: ReactNode }[]
  value: Value | null
  onChoose: (value: Value) => void
}): ReactNode => {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{props.legend}</legend>
      <div className="flex flex-wrap gap-2">
        {props.options.map((option) => (
          <label
            key={option.value}
            className={classes(
              'min-h-11 cursor-pointer content-center rounded-full border px-4 text-sm font-semibold has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              option.value === props.value
                ? 'border-transparent bg-ink text-paper'
                : 'border-line bg-surface text-ink-soft hover:border-ink-soft',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === props.value}
              onChange={() => props.onChoose(option.value)}
            />
            {option.name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
