import type { MetricDefinition, MetricTree } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useMe } from '#features/auth'
import { NotLoaded } from '#shared/states'
import { classes, EmptyState, Page, TextField } from '#shared/ui'
import { periodText } from '../period.ts'
import { useDefinitions } from '../queries.ts'
import { matches, pruned, sectionsOf, stakeholdersOf, type Section } from '../tree.ts'
import { useTreeValues, type TreeValues } from '../tree-queries.ts'
import { sectionTitles, stakeholderWords, treeWords } from '../tree-words.ts'
import { TreeNode } from './tree-node.tsx'

interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
}

/** One of a few, as a row of radio buttons. */
const Choose = <Value extends string>(props: {
  name: string
  label: string
  choices: readonly Choice<Value>[]
  chosen: Value
  onChoose: (value: Value) => void
}): ReactNode => (
  <fieldset className="flex flex-wrap gap-2">
    <legend className="mb-2 text-sm font-semibold">{props.label}</legend>
    {props.choices.map(({ value, label }) => (
      <label
        key={value}
        className={classes(
          'min-h-11 cursor-pointer content-center rounded-full border px-4 text-sm font-semibold has-focus-visible:outline-3 has-focus-visible:outline-focus',
          value === props.chosen
            ? 'border-transparent bg-ink text-paper'
            : 'border-line bg-surface text-ink-soft',
        )}
      >
        <input
          type="radio"
          name={props.name}
          className="sr-only"
          checked={value === props.chosen}
          onChange={() => props.onChoose(value)}
        />
        {label}
      </label>
    ))}
  </fieldset>
)

const Sections = (props: {
  sections: readonly Section[]
  isUnfolded: boolean
  known: Parameters<typeof TreeNode>[0]['known']
}): ReactNode => {
  const { i18n } = useLingui()
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      {props.sections.map(({ id, branches }) => (
        <section key={id} aria-labelledby={`section-${id}`}>
          <h2 id={`section-${id}`} className="mb-3 text-xl">
            {i18n._(sectionTitles[id])}
          </h2>
          <ul className="grid gap-2">
            {branches.map((branch) => (
              <TreeNode
                key={branch.definition.metricId}
                branch={branch}
                known={props.known}
                depth={0}
                isUnfolded={props.isUnfolded}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

type Wanted = MetricDefinition['stakeholder'] | 'all'

const Trees = ({ all, known }: { all: readonly MetricDefinition[]; known: TreeValues | null }): ReactNode => {
  const { t, i18n } = useLingui()
  const [tree, setTree] = useState<MetricTree>('platform')
  const [wanted, setWanted] = useState<Wanted>('all')
  const [words, setWords] = useState('')
  const stakeholders = stakeholdersOf(all, tree)
  const shownFor = wanted !== 'all' && stakeholders.includes(wanted) ? wanted : 'all'
  const isSearch = words.trim() !== ''
  const sections = useMemo(() => {
    const isWanted = (one: MetricDefinition) =>
      (shownFor === 'all' || one.stakeholder === shownFor) && (!isSearch || matches(one, words))
    return sectionsOf(all, tree)
      .map((section) => ({ ...section, branches: pruned(section.branches, isWanted) }))
      .filter(({ branches }) => branches.length > 0)
  }, [all, tree, shownFor, isSearch, words])
  const trees = (['platform', 'marketplace', 'monetization', 'sales'] as const).map((value) => ({
    value,
    label: i18n._(treeWords[value].title),
  }))
  return (
    <>
      <div className="mb-8 grid gap-5">
        <Choose name="tree" label={t`Tree`} choices={trees} chosen={tree} onChoose={setTree} />
        <p className="max-w-prose text-sm text-ink-soft">{i18n._(treeWords[tree].hint)}</p>
        <Choose
          name="stakeholder"
          label={t`Whose numbers`}
          choices={[
            { value: 'all', label: t`All` },
            ...stakeholders.map((value) => ({
              value,
              label: i18n._(stakeholderWords[value]),
            })),
          ]}
          chosen={shownFor}
          onChoose={setWanted}
        />
        <div className="max-w-md">
          <TextField
            type="search"
            label={t`Find a number`}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        {known && (
          <p className="text-sm text-ink-soft">
            <Trans>
              Values of the whole platform in the last complete week, {periodText(known.period, i18n.locale)}.
            </Trans>
          </p>
        )}
      </div>
      {sections.length === 0 ? (
        <EmptyState
          scene="lost"
          title={t`No number is called that`}
          text={<Trans>Try another word, another tree, or a code such as P9.</Trans>}
        />
      ) : (
        <Sections
          sections={sections}
          isUnfolded={isSearch || shownFor !== 'all'}
          known={{ values: known?.values ?? new Map(), isPending: known?.isPending ?? null }}
        />
      )}
    </>
  )
}

/** Every number of this place in plain words, as the trees they form. Made from the definitions themselves. */
const DefinitionsPage = (): ReactNode => {
  const { t } = useLingui()
  const isOperator = useMe()?.role === 'operator'
  const { data: definitions, error, refetch, isFetching } = useDefinitions()
  const values = useTreeValues(definitions, isOperator)
  const all = useMemo(() => [...(definitions?.values() ?? [])], [definitions])
  if (error && !definitions)
    return (
      <NotLoaded
        title={t`The definitions did not load`}
        error={error}
        busy={isFetching}
        onRetry={() => void refetch()}
      />
    )
  return (
    <Page
      title={t`What the numbers mean`}
      width="wide"
      intro={
        <Trans>
          Each number has one definition, wherever it is shown. Below each stand the numbers that move it, and
          how.
        </Trans>
      }
    >
      {definitions ? (
        <Trees all={all} known={isOperator ? values : null} />
      ) : (
        <div className="skeleton h-96 rounded-lg" />
      )}
    </Page>
  )
}

export default DefinitionsPage
