import type { MetricDefinition, OwnMetric, Target } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { Button, SelectField, Sheet, TextField, toast } from '#shared/ui'
import { FormProblem } from '../components/for-whom.tsx'
import { useSaveTarget } from './queries.ts'

type Unit = MetricDefinition['unit']

/** One of what people type, in the unit of the number: money in whole units, shares in per cent. */
const unitOf = (unit: Unit): number => (unit === 'money' ? 1_000_000 : unit === 'share' ? 0.01 : 1)

const digits = 12

/** What stands in the field for a value, without the dust of the division. */
const typed = (unit: Unit, value: number): string =>
  String(Number((value / unitOf(unit)).toPrecision(digits)))

/** null: it is no number. */
const valueOf = (unit: Unit, text: string): number | null => {
  const number = Number(text.trim().replace(',', '.'))
  if (text.trim() === '' || !Number.isFinite(number)) return null
  const value = number * unitOf(unit)
  return unit === 'money' ? Math.round(value) : value
}

const isWorseBelow = ({ direction }: MetricDefinition): boolean => direction !== 'down'

/** Sets or changes what a metric should be. */
export const TargetForm = (props: {
  metric: OwnMetric
  definition: MetricDefinition
  currency: string
  target: Target | null
  onClose: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { metric, definition, target, onClose } = props
  const { unit } = definition
  const save = useSaveTarget(metric)
  const [bound, setBound] = useState(target?.bound ?? (isWorseBelow(definition) ? 'at_least' : 'at_most'))
  const [text, setText] = useState(target === null ? '' : typed(unit, target.value))
  const [endsOn, setEndsOn] = useState(target?.endsOn ?? '')
  const value = valueOf(unit, text)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (value === null) return
    const body = { bound, value, endsOn: endsOn === '' ? null : endsOn }
    save.mutate(target === null ? { body } : { targetId: target.targetId, body }, {
      onSuccess: () => {
        toast(t`Target saved`)
        onClose()
      },
    })
  }
  return (
    <Suspense>
      <Sheet
        open
        title={target === null ? t`Set a target` : t`Change the target`}
        description={
          <Trans>
            “{metric.name}” is looked at after every import. A miss is told when it is sure, not when one day
            is bad: however often one looks, at most 5 of 100 targets that are kept are ever called missed.
          </Trans>
        }
        onClose={onClose}
      >
        <form onSubmit={submit} className="grid gap-4">
          <div className="grid grid-cols-2 gap-4">
            <SelectField
              label={t`It should be`}
              value={bound}
              onChange={({ target: field }) => setBound(field.value === 'at_most' ? 'at_most' : 'at_least')}
            >
              <option value="at_least">{t`At least`}</option>
              <option value="at_most">{t`At most`}</option>
            </SelectField>
            <TextField
              label={unit === 'share' ? t`Per cent` : unit === 'money' ? t`Amount` : t`Value`}
              hint={unit === 'money' ? props.currency : undefined}
              required
              inputMode="decimal"
              pattern="-?\d{1,12}([.,]\d{1,6})?"
              title={t`A number`}
              value={text}
              onChange={({ target: field }) => setText(field.value)}
            />
          </div>
          <TextField
            label={t`Until`}
            type="date"
            hint={t`Leave it empty for a target that stands.`}
            value={endsOn}
            onChange={({ target: field }) => setEndsOn(field.value)}
          />
          <FormProblem error={save.error} />
          <Button type="submit" busy={save.isPending} disabled={value === null}>
            <Trans>Save the target</Trans>
          </Button>
        </form>
      </Sheet>
    </Suspense>
  )
}
