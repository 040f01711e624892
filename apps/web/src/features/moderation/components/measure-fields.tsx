import { moderationLabels, type Measures } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SelectField } from '#shared/ui'
import { labelWords } from '../words.ts'

const Check = (props: {
  checked: boolean
  onChange: (on: boolean) => void
  children: ReactNode
}): ReactNode => (
  <label className="flex min-h-11 cursor-pointer items-center gap-3">
    <input
      type="checkbox"
      className="size-5 shrink-0"
      checked={props.checked}
      onChange={(event) => props.onChange(event.target.checked)}
    />
    {props.children}
  </label>
)

const terms = ['none', '1', '7', '30', '90', '365', 'good'] as const
const termOf = ({ suspension }: Measures): string => {
  if (suspension === null) return 'none'
  return suspension.days === null ? 'good' : String(suspension.days)
}
const suspensionFor = (term: string): Measures['suspension'] => {
  if (term === 'none') return null
  return { days: term === 'good' ? null : Number(term) }
}

const Suspension = (props: {
  value: Measures
  suggested: Measures['suspension']
  onChange: (value: Measures) => void
}): ReactNode => {
  const { t } = useLingui()
  const { value, suggested } = props
  const name = (term: string): string => {
    if (term === 'none') return t`Not suspended`
    return term === 'good' ? t`Suspended for good` : t`Suspended for ${term} days`
  }
  const hint =
    suggested && t`The ladder suggests: ${name(suggested.days === null ? 'good' : String(suggested.days))}`
  return (
    <SelectField
      label={t`The account`}
      hint={hint}
      value={termOf(value)}
      onChange={(event) => props.onChange({ ...value, suspension: suspensionFor(event.target.value) })}
    >
      {terms.map((term) => (
        <option key={term} value={term}>
          {name(term)}
        </option>
      ))}
    </SelectField>
  )
}

const Labels = (props: { value: Measures; onChange: (value: Measures) => void }): ReactNode => {
  const { i18n } = useLingui()
  const { labels } = props.value
  return (
    <fieldset>
      <legend className="text-sm font-semibold">
        <Trans>Labels, for everybody to read</Trans>
      </legend>
      <div className="grid sm:grid-cols-2">
        {moderationLabels.map((label) => (
          <Check
            key={label}
            checked={labels.includes(label)}
            onChange={(on) =>
              props.onChange({
                ...props.value,
                labels: on ? [...labels, label] : labels.filter((one) => one !== label),
              })
            }
          >
            {i18n._(labelWords()[label])}
          </Check>
        ))}
      </div>
    </fieldset>
  )
}

/** What can be done to something of this kind. */
export const MeasureFields = (props: {
  kind: 'post' | 'comment' | 'person'
  value: Measures
  suggested: Measures['suspension']
  onChange: (value: Measures) => void
}): ReactNode => {
  const { t } = useLingui()
  const { kind, value, onChange } = props
  return (
    <div className="grid gap-4">
      {kind !== 'person' && (
        <Check checked={value.removed} onChange={(removed) => onChange({ ...value, removed })}>
          <Trans>Remove it: nobody else sees it</Trans>
        </Check>
      )}
      {kind === 'post' && (
        <>
          <Check checked={value.limited} onChange={(limited) => onChange({ ...value, limited })}>
            <Trans>Limit it: recommend it to nobody</Trans>
          </Check>
          <SelectField
            label={t`Age`}
            value={value.minimumAge ?? ''}
            onChange={(event) => {
              const age = Number(event.target.value)
              onChange({ ...value, minimumAge: age === 16 || age === 18 ? age : null })
            }}
          >
            <option value="">{t`For every age`}</option>
            <option value="16">{t`16 and older`}</option>
            <option value="18">{t`18 and older`}</option>
          </SelectField>
          <Labels value={value} onChange={onChange} />
        </>
      )}
      <Suspension value={value} suggested={props.suggested} onChange={onChange} />
    </div>
  )
}
