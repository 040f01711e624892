import type { MeasuredMetric, MetricDefinition } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { classes, Icon } from '#shared/ui'
import type { IconName } from '#shared/ui'
import type { Branch } from '../tree.ts'
import { levelWords, stakeholderWords } from '../tree-words.ts'
import { moneyText, numberText } from '../words.ts'
import { DefinitionCard } from './definition-card.tsx'

const tag = 'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-2xs font-semibold'

/** Never by colour alone: the level is a word, and what guards and threatens has a sign as well. */
const levelLooks: Record<MetricDefinition['level'], { look: string; icon?: IconName }> = {
  'north star': { look: 'bg-limelight text-on-limelight' },
  primary: { look: 'bg-raised text-ink' },
  supporting: { look: 'text-ink-soft' },
  guardrail: { look: 'bg-bottle-soft text-bottle', icon: 'check' },
  risk: { look: 'bg-alert-soft text-alert', icon: 'alert' },
}

const Tags = ({ definition }: { definition: MetricDefinition }): ReactNode => {
  const { i18n } = useLingui()
  const { look, icon } = levelLooks[definition.level]
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <span className={classes(tag, look)}>
        {icon && <Icon name={icon} className="size-3" weight={2.6} />}
        {i18n._(levelWords[definition.level])}
      </span>
      <span className={classes(tag, 'text-ink-soft')}>
        {i18n._(stakeholderWords[definition.stakeholder])}
      </span>
      {definition.kind === 'vanity' && (
        <span className={classes(tag, 'bg-alert-soft text-alert')}>
          <Trans>Vanity: only with its pair</Trans>
        </span>
      )}
    </span>
  )
}

interface Known {
  readonly values: ReadonlyMap<string, MeasuredMetric>
  /** Null: this visitor sees no values. */
  readonly isPending: boolean | null
}

/** The present value, or what there is in its place. */
const Present = ({ definition, known }: { definition: MetricDefinition; known: Known }): ReactNode => {
  const { i18n } = useLingui()
  const measured = known.values.get(definition.metricId)
  const whole = measured?.rows[0]
  const soft = 'text-sm text-ink-soft italic'
  if (definition.missing !== null || (measured && measured.reason !== null && whole?.value === null))
    return (
      <span className={soft}>
        <Trans>Not fed yet</Trans>
      </span>
    )
  if (known.isPending === null || !definition.scopes.includes('platform')) return null
  if (!measured || !whole)
    return known.isPending ? <span className="skeleton inline-block h-5 w-14 rounded-sm" /> : null
  if (whole.status === 'immature')
    return (
      <span className={soft}>
        <Trans>still being measured</Trans>
      </span>
    )
  if (whole.status === 'suppressed')
    return (
      <span className={soft}>
        <Trans>too few people to show</Trans>
      </span>
    )
  if (whole.value === null)
    return (
      <span className={soft}>
        <Trans>no data yet</Trans>
      </span>
    )
  if (typeof whole.value !== 'number')
    return (
      <span className={soft}>
        <Trans>a curve</Trans>
      </span>
    )
  const { currency } = measured
  return (
    <span className="font-display font-bold tabular-nums">
      {currency === null
        ? numberText(definition.unit, whole.value, i18n.locale)
        : moneyText(whole.value, currency, i18n.locale)}
    </span>
  )
}

/** What tables a number was made of. */
const Receipt = ({ measured }: { measured: MeasuredMetric }): ReactNode =>
  measured.references.map(({ versionId, source, uploadedAt }) => (
    <p key={versionId} className="mt-3 border-t border-line pt-3 text-xs text-ink-soft">
      <Trans>
        From: <bdi>{source}</bdi>, given on {uploadedAt.slice(0, 10)}
      </Trans>
    </p>
  ))

/** Deeper branches are folded until somebody wants them. */
const openDepth = 2

interface NodeProps {
  readonly branch: Branch
  readonly known: Known
  readonly depth: number
  /** Everything below is shown: somebody looks for something. */
  readonly isUnfolded: boolean
}

/** A number in its tree: what it is, how it moves the one above, its value, and the numbers that move it. */
export const TreeNode = ({ branch, known, depth, isUnfolded }: NodeProps): ReactNode => {
  const { t } = useLingui()
  const id = useId()
  const [isFolded, setFolded] = useState(depth >= openDepth)
  const [isTold, setTold] = useState(false)
  const { definition, how, branches } = branch
  const { label, code } = definition
  const isOpen = isUnfolded || !isFolded
  const measured = known.values.get(definition.metricId)
  return (
    <li className={classes('border-s-2 ps-2 sm:ps-3', depth === 0 ? 'border-transparent' : 'border-line')}>
      <div className="flex items-start gap-1">
        {branches.length > 0 ? (
          <button
            type="button"
            className="grid size-11 shrink-0 place-items-center rounded-full hover:bg-raised"
            aria-expanded={isOpen}
            aria-controls={`${id}-below`}
            aria-label={t`What moves “${label}”`}
            onClick={() => setFolded(isOpen)}
          >
            <Icon
              name="down"
              className={classes('size-5 transition', !isOpen && '-rotate-90 rtl:rotate-90')}
            />
          </button>
        ) : (
          <span className="w-11 shrink-0" aria-hidden="true" />
        )}
        <div className="min-w-0 flex-1">
          <button
            type="button"
            className="flex min-h-11 w-full flex-wrap items-center gap-x-2.5 gap-y-1 rounded-md px-2 py-1.5 text-start hover:bg-raised"
            aria-expanded={isTold}
            aria-controls={`${id}-told`}
            onClick={() => setTold(!isTold)}
          >
            <span className="font-semibold">{label}</span>
            <span className="text-xs text-ink-soft">{code}</span>
            <Tags definition={definition} />
            <span className="ms-auto">
              <Present definition={definition} known={known} />
            </span>
          </button>
          {how !== null && <p className="px-2 pb-1 text-sm text-ink-soft">{how}</p>}
          <div id={`${id}-told`} hidden={!isTold} className="card my-2 p-4 text-sm sm:p-5">
            {isTold && <DefinitionCard definition={definition} measured={measured} />}
            {isTold && measured && <Receipt measured={measured} />}
            {isTold && definition.missing === null && measured?.reason && (
              <p lang="en" className="mt-3 font-semibold">
                {measured.reason}
              </p>
            )}
          </div>
        </div>
      </div>
      {branches.length > 0 && (
        <ul id={`${id}-below`} hidden={!isOpen} className="ms-3 mt-1 mb-2 grid gap-1 sm:ms-5">
          {isOpen &&
            branches.map((one) => (
              <TreeNode
                key={one.definition.metricId}
                branch={one}
                known={known}
                depth={depth + 1}
                isUnfolded={isUnfolded}
              />
            ))}
        </ul>
      )}
    </li>
  )
}
