import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react'
import { useId } from 'react'
import { classes } from './classes.ts'

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly hint?: ReactNode
  readonly problem?: string | undefined
  readonly prefix?: string
}

/** A labelled input; hint and problem are tied to it for screen readers. */
export const TextField = ({ label, hint, problem, prefix, ...input }: TextFieldProps): ReactNode => {
  const id = useId()
  const described = classes(hint ? `${id}-hint` : null, problem ? `${id}-problem` : null)
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      <div className="relative">
        {prefix && (
          <span
            aria-hidden="true"
            className="absolute inset-y-0 start-4 grid place-items-center text-ink-soft"
          >
            {prefix}
          </span>
        )}
        <input
          // Addresses are written from left to right in every language.
          dir={input.type === 'url' || input.type === 'email' ? 'ltr' : undefined}
          {...input}
          id={id}
          aria-invalid={problem ? true : undefined}
          aria-describedby={described || undefined}
          className={classes('field', prefix && 'ps-9')}
        />
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-ink-soft">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs font-semibold text-alert">
          {problem}
        </p>
      )}
    </div>
  )
}

interface SelectFieldProps extends SelectHTMLAttributes<HTMLSelectElement> {
  readonly label: string
  readonly hint?: ReactNode
}

/** A labelled choice of one; its options are children. */
export const SelectField = ({ label, hint, ...select }: SelectFieldProps): ReactNode => {
  const id = useId()
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      <select {...select} id={id} aria-describedby={hint ? `${id}-hint` : undefined} className="field" />
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  )
}
