import type { OwnMetric, Target } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, ConfirmDialog, IconButton, toast } from '#shared/ui'
import type { SalesPlace } from '../board/place.ts'
import { CourseFigure } from './course-figure.tsx'
import { MetricForm } from './metric-form.tsx'
import { MetricNumber } from './metric-number.tsx'
import { RefusalText } from './preview.tsx'
import { useCourse, useRemoveMetric, useRemoveTarget } from './queries.ts'
import { TargetForm } from './target-form.tsx'
import { TargetLine } from './target-line.tsx'
import { useRecipeWords } from './texts.ts'

type Open =
  | { readonly form: 'metric' | 'removal' }
  | { readonly form: 'target'; readonly target: Target | null }
  | null

/** What is open above the card. */
const Forms = (props: {
  metric: OwnMetric
  place: SalesPlace
  open: Open
  onClose: () => void
}): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { metric, place, open, onClose } = props
  const remove = useRemoveMetric(metric.clientId)
  if (open?.form === 'metric') return <MetricForm place={place} metric={metric} onClose={onClose} />
  if (open?.form === 'target' && metric.composed) {
    const { definition } = metric.composed
    const { currency } = place.client
    return <TargetForm {...{ metric, definition, currency, onClose }} target={open.target} />
  }
  if (open?.form !== 'removal') return null
  const confirm = (): void =>
    remove.mutate(metric.ownMetricId, { onSuccess: onClose, onError: (error) => toast(errorText(error)) })
  return (
    <Suspense>
      <ConfirmDialog
        title={t`Remove “${metric.name}”?`}
        description={t`Its targets and what happened to them go with it.`}
        action={t`Remove it`}
        busy={remove.isPending}
        onConfirm={confirm}
        onCancel={onClose}
      />
    </Suspense>
  )
}

/** How it went, and what the figure shows, in words. */
const Course = ({ metric }: { metric: OwnMetric }): ReactNode => {
  const { data } = useCourse(metric)
  const [target] = metric.targets
  if (!metric.composed?.watchable) return null
  if (!data) return <div className="skeleton h-18 rounded-md" />
  if (data.days.length < 2) return null
  return (
    <div className="grid gap-1">
      <CourseFigure course={data} target={target} />
      <p className="text-xs text-ink-soft">
        {target === undefined ? (
          <Trans>Day by day, at the pace of each.</Trans>
        ) : (
          <Trans>
            Day by day, at the pace of each; dashed the target, shaded where it surely lies by all days up to
            each.
          </Trans>
        )}
      </p>
    </div>
  )
}

/** A composed metric: its number, its course, and how its targets stand. */
export const OwnMetricCard = (props: {
  metric: OwnMetric
  place: SalesPlace
  mayChange: boolean
}): ReactNode => {
  const { metric, place, mayChange } = props
  const { t } = useLingui()
  const errorText = useErrorText()
  const { currency } = place.client
  const words = useRecipeWords(place.definitions, currency)
  const removeTarget = useRemoveTarget(metric.clientId)
  const [open, setOpen] = useState<Open>(null)
  const { composed, refusal, targets, name } = metric
  return (
    <li className="card grid min-w-0 content-start gap-3 p-5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="text-lg break-words">{name}</h3>
          <p className="text-sm text-ink-soft">{words(metric.recipe)}</p>
        </div>
        {mayChange && (
          <span className="-me-3 -mt-2 flex shrink-0">
            <IconButton
              icon="settings"
              label={t`Change “${name}”`}
              onClick={() => setOpen({ form: 'metric' })}
            />
            <IconButton
              icon="trash"
              label={t`Remove “${name}”`}
              onClick={() => setOpen({ form: 'removal' })}
            />
          </span>
        )}
      </div>
      {refusal && (
        <p className="text-sm text-alert">
          <RefusalText refusal={refusal} />
        </p>
      )}
      {composed && <MetricNumber composed={composed} currency={currency} />}
      <Course metric={metric} />
      {composed && targets.length > 0 && (
        <ul className="grid gap-3">
          {targets.map((target) => (
            <TargetLine
              key={target.targetId}
              {...{ target, currency, definition: composed.definition }}
              onEdit={mayChange ? () => setOpen({ form: 'target', target }) : null}
              onRemove={() =>
                removeTarget.mutate(target.targetId, { onError: (error) => toast(errorText(error)) })
              }
            />
          ))}
        </ul>
      )}
      {mayChange && composed?.watchable && (
        <Button
          look="quiet"
          icon="plus"
          className="justify-self-start"
          aria-label={t`Set a target for “${name}”`}
          onClick={() => setOpen({ form: 'target', target: null })}
        >
          <Trans>Set a target</Trans>
        </Button>
      )}
      <Forms metric={metric} place={place} open={open} onClose={() => setOpen(null)} />
    </li>
  )
}
