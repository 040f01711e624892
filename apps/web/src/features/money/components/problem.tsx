import type { ReactNode } from 'react'
import { Icon } from '#shared/ui'
import { useMoneyErrorText } from '../error-text.ts'

/** Why something was refused, in words, where it was asked for. */
export const Problem = ({ error }: { error: unknown }): ReactNode => {
  const errorText = useMoneyErrorText()
  if (error === null || error === undefined) return null
  return (
    <p
      role="alert"
      className="flex items-start gap-3 rounded-md bg-alert-soft p-4 text-sm font-semibold text-alert"
    >
      <Icon name="alert" className="size-5 shrink-0" />
      <span className="min-w-0">{errorText(error)}</span>
    </p>
  )
}
