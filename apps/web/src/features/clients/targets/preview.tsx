import type { MetricDefinition, OwnPreview, OwnRecipeBody } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { MetricNumber } from './metric-number.tsx'
import { useRecipeWords } from './texts.ts'
import { refusalWords } from './words.ts'

/** Why a recipe makes no sense, and what to do. */
export const RefusalText = ({ refusal }: { refusal: NonNullable<OwnPreview['refusal']> }): ReactNode => {
  const { i18n } = useLingui()
  const words = refusalWords[refusal.code]
  return words === undefined ? refusal.message : i18n._(words)
}

/** What the recipe says in words, and its number now. */
export const Preview = (props: {
  preview: {
    readonly data: OwnPreview | undefined
    readonly error: unknown
    readonly isPlaceholderData: boolean
  }
  recipe: OwnRecipeBody
  currency: string
  definitions: ReadonlyMap<string, MetricDefinition>
}): ReactNode => {
  const words = useRecipeWords(props.definitions, props.currency)
  const errorText = useErrorText()
  const { data, error, isPlaceholderData } = props.preview
  return (
    <div aria-live="polite" className="grid gap-2 rounded-md bg-raised p-4">
      <p className="text-sm text-ink-soft">{words(props.recipe)}</p>
      {error && !data ? (
        <p className="text-sm text-alert">{errorText(error)}</p>
      ) : (
        <div className={isPlaceholderData ? 'opacity-50' : undefined}>
          {data === undefined && <div className="skeleton h-9 w-40 rounded-md" />}
          {data?.refusal && (
            <p className="text-sm font-semibold text-alert">
              <RefusalText refusal={data.refusal} />
            </p>
          )}
          {data?.composed && <MetricNumber composed={data.composed} currency={props.currency} />}
          {data?.composed?.watchable === false && (
            <p className="mt-1 text-xs text-ink-soft">
              <Trans>It does not add up from days, so it can have no target.</Trans>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
