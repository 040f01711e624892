import type { MetricSlice, OwnMetric, OwnRecipeBody } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { Button, IconButton, SelectField, Sheet, TextField, toast } from '#shared/ui'
import type { SalesPlace } from '../board/place.ts'
import { useSales } from '../board/queries.ts'
import { FormProblem } from '../components/for-whom.tsx'
import { divisorsOf, partsOf, slicesFor } from './choices.ts'
import { Preview } from './preview.tsx'
import { usePreview, useSaveMetric } from './queries.ts'
import { useSliceName } from './texts.ts'
import { sliceWords, windowWords } from './words.ts'

type Filter = OwnRecipeBody['filters'][number]

const windows = [7, 14, 28, 90, 'month'] as const
const mostFilters = 3
const mostNames = 200

const windowOf = (text: string): OwnRecipeBody['window'] =>
  windows.find((window) => String(window) === text) ?? 28

/** What sold or was spent by each value of a slice: the largest are offered first. */
const FilterRow = (props: {
  place: SalesPlace
  slices: readonly MetricSlice[]
  filter: Filter
  onChange: (filter: Filter | null) => void
}): ReactNode => {
  const { place, filter, onChange } = props
  const { client, period } = place
  const { t, i18n } = useLingui()
  const sliceName = useSliceName(client.currency)
  const metric = filter.slice === 'campaign' ? 'sales_ad_spend' : 'sales_net_gmv'
  const { data } = useSales({ clientId: client.clientId, period, metrics: [metric], by: filter.slice })
  const found = (data?.get(metric)?.rows ?? [])
    .toSorted((one, other) => Number(other.value ?? 0) - Number(one.value ?? 0))
    .map(({ slice }) => slice)
    .slice(0, mostNames)
  const names = found.includes(filter.value) || filter.value === '' ? found : [filter.value, ...found]
  const wordsOf = (slice: MetricSlice): string => {
    const words = sliceWords[slice]
    return words === undefined ? slice : i18n._(words)
  }
  return (
    <div className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
      <SelectField
        label={t`Only`}
        value={filter.slice}
        onChange={({ target }) => {
          const slice = props.slices.find((one) => one === target.value)
          if (slice !== undefined) onChange({ slice, value: '' })
        }}
      >
        {props.slices.map((slice) => (
          <option key={slice} value={slice}>
            {wordsOf(slice)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`that is`}
        value={filter.value}
        onChange={({ target }) => onChange({ ...filter, value: target.value })}
      >
        {!names.includes('') && <option value="">{t`none`}</option>}
        {names.map((name) => (
          <option key={name} value={name}>
            {sliceName(filter.slice, name)}
          </option>
        ))}
      </SelectField>
      <IconButton icon="trash" label={t`Remove this filter`} onClick={() => onChange(null)} />
    </div>
  )
}

const start: OwnRecipeBody = { numerator: 'sales_contribution', denominator: null, filters: [], window: 28 }

/** The parts that may be chosen for a recipe, and how a choice changes it so that it stays one. */
const useComposing = (place: SalesPlace, first: OwnRecipeBody) => {
  const [recipe, setRecipe] = useState(first)
  const { definitions } = place
  const parts = partsOf(definitions)
  const numerator = definitions.get(recipe.numerator)
  const divisors = divisorsOf(numerator, parts)
  const chosen = [numerator, definitions.get(recipe.denominator ?? '')].filter((one) => one !== undefined)
  const slices = slicesFor(chosen, definitions)
  const change = (rest: Partial<OwnRecipeBody>): void => {
    const next = { ...recipe, ...rest }
    const above = definitions.get(next.numerator)
    const isFit = divisorsOf(above, parts).some(({ metricId }) => metricId === next.denominator)
    const denominator = isFit ? next.denominator : null
    const used = [above, definitions.get(denominator ?? '')].filter((one) => one !== undefined)
    const open = slicesFor(used, definitions)
    setRecipe({ ...next, denominator, filters: next.filters.filter(({ slice }) => open.includes(slice)) })
  }
  return { recipe, parts, divisors, slices, change }
}

/** Composes a metric or changes one, with its number beside. */
export const MetricForm = (props: {
  place: SalesPlace
  metric: OwnMetric | null
  onClose: () => void
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { place, metric, onClose } = props
  const { clientId, currency } = place.client
  const { recipe, parts, divisors, slices, change } = useComposing(place, metric?.recipe ?? start)
  const [name, setName] = useState(metric?.name ?? '')
  const preview = usePreview(clientId, recipe)
  const save = useSaveMetric(clientId)
  const { filters } = recipe
  const unused = slices.filter((slice) => !filters.some((filter) => filter.slice === slice))
  const [next] = unused
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const body = { name: name.trim(), recipe }
    save.mutate(metric === null ? { body } : { ownMetricId: metric.ownMetricId, body }, {
      onSuccess: () => {
        toast(t`Metric saved`)
        onClose()
      },
    })
  }
  return (
    <Suspense>
      <Sheet open title={metric === null ? t`Compose a metric` : t`Change the metric`} onClose={onClose}>
        <form onSubmit={submit} className="grid gap-4">
          <TextField
            label={t`Name`}
            required
            maxLength={80}
            placeholder={t`For example: Mia for each ad dollar`}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
          <SelectField
            label={t`What`}
            value={recipe.numerator}
            onChange={({ target }) => change({ numerator: target.value })}
          >
            {parts.map(({ metricId, label }) => (
              <option key={metricId} value={metricId}>
                {label}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t`For each unit of`}
            value={recipe.denominator ?? ''}
            disabled={divisors.length === 0}
            onChange={({ target }) => change({ denominator: target.value === '' ? null : target.value })}
          >
            <option value="">{t`Nothing: no ratio`}</option>
            {divisors.map(({ metricId, label }) => (
              <option key={metricId} value={metricId}>
                {label}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t`Over`}
            value={recipe.window}
            onChange={({ target }) => change({ window: windowOf(target.value) })}
          >
            {windows.map((window) => (
              <option key={window} value={window}>
                {i18n._(windowWords[window])}
              </option>
            ))}
          </SelectField>
          {filters.map((filter, index) => (
            <FilterRow
              key={filter.slice}
              place={place}
              slices={[filter.slice, ...unused]}
              filter={filter}
              onChange={(changed) =>
                change({ filters: filters.toSpliced(index, 1, ...(changed ? [changed] : [])) })
              }
            />
          ))}
          {next !== undefined && filters.length < mostFilters && (
            <Button
              look="quiet"
              icon="plus"
              className="justify-self-start"
              onClick={() => change({ filters: [...filters, { slice: next, value: '' }] })}
            >
              <Trans>Add a filter</Trans>
            </Button>
          )}
          <Preview {...{ preview, recipe, currency }} definitions={place.definitions} />
          <FormProblem error={save.error} />
          <Button
            type="submit"
            busy={save.isPending}
            disabled={name.trim() === '' || !preview.data?.composed}
          >
            <Trans>Save the metric</Trans>
          </Button>
        </form>
      </Sheet>
    </Suspense>
  )
}
