import type { ReactNode } from 'react'
import { useId } from 'react'
import { classes } from '#shared/ui'

/** By what rows are ordered. */
export const SortChoice = <By extends string>(props: {
  legend: string
  options: readonly { readonly by: By; readonly label: string }[]
  by: By
  onChoose: (by: By) => void
}): ReactNode => {
  const name = useId()
  return (
    <fieldset className="mb-3 flex flex-wrap gap-2">
      <legend className="sr-only">{props.legend}</legend>
      {props.options.map(({ by, label }) => (
        <label
          key={by}
          className={classes(
            'min-h-11 cursor-pointer content-center rounded-full border px-4 text-sm font-semibold has-focus-visible:outline-3 has-focus-visible:outline-focus',
            by === props.by ? 'border-transparent bg-ink text-paper' : 'border-line bg-surface text-ink-soft',
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={by === props.by}
            onChange={() => props.onChoose(by)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
