import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { Button } from '#shared/ui'

/** A part of a page under its heading. */
export const Part = (props: {
  name: string
  title: ReactNode
  intro?: ReactNode
  children: ReactNode
}): ReactNode => (
  <section aria-labelledby={props.name} className="border-t border-line py-8 first:border-t-0 first:pt-0">
    <h2 id={props.name} className="text-xl">
      {props.title}
    </h2>
    {props.intro && <p className="mt-2 max-w-prose text-sm text-ink-soft">{props.intro}</p>}
    <div className="mt-5">{props.children}</div>
  </section>
)

/** What stands where something is being read. */
export const Waiting = ({ lines }: { lines: number }): ReactNode => (
  <div role="status" className="grid gap-4">
    <span className="sr-only">
      <Trans>Loading</Trans>
    </span>
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className="skeleton h-24 rounded-lg" />
    ))}
  </div>
)

/** A part of a page that did not load, and the way to ask again. */
export const PartFailed = (props: { error: Error; busy: boolean; onRetry: () => void }): ReactNode => {
  const errorText = useErrorText()
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-alert-soft px-5 py-3"
    >
      <p className="text-sm font-semibold text-alert">{errorText(props.error)}</p>
      <Button look="secondary" icon="again" busy={props.busy} onClick={props.onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}
