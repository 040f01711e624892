import type { MetricDefinition } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, EmptyState, Icon, Page, TextField } from '#shared/ui'
import { useDefinitions } from '../queries.ts'
import { branchesOf, families, matches, type Branch } from '../tree.ts'
import { DefinitionCard } from './definition-card.tsx'

const familyTitles: Record<MetricDefinition['family'], MessageDescriptor> = {
  engagement: msg`Engagement`,
  creation: msg`Creation`,
  retention: msg`Retention and churn`,
  monetization: msg`Monetization`,
  reach: msg`Reach`,
  brand: msg`Brand`,
  culture: msg`Culture`,
  privacy: msg`Privacy and trust in the numbers`,
}

const Level = ({ definition }: { definition: MetricDefinition }): ReactNode => {
  const tag = 'rounded-full px-2 py-0.5 text-2xs font-semibold'
  return (
    <>
      {definition.level === 'north star' && (
        <span className={`${tag} bg-limelight text-on-limelight`}>
          <Trans>North star</Trans>
        </span>
      )}
      {definition.level === 'guardrail' && (
        <span className={`${tag} bg-raised text-ink`}>
          <Trans>Guardrail</Trans>
        </span>
      )}
      {definition.kind === 'vanity' && (
        <span className={`${tag} bg-alert-soft text-alert`}>
          <Trans>Vanity: only with its pair</Trans>
        </span>
      )}
      {definition.missing !== null && (
        <span className={`${tag} bg-raised text-ink-soft`}>
          <Trans>Not fed yet</Trans>
        </span>
      )}
    </>
  )
}

const BranchView = ({ branch, isOpen }: { branch: Branch; isOpen: boolean }): ReactNode => {
  const { definition, how, branches } = branch
  return (
    <li className="border-s-2 border-line ps-4">
      <details open={isOpen || undefined} className="group">
        <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-2.5 gap-y-1 py-1.5">
          <Icon name="down" className="size-4 shrink-0 text-ink-soft transition group-open:rotate-180" />
          <span className="font-semibold">{definition.label}</span>
          <span className="text-xs text-ink-soft">{definition.code}</span>
          <Level definition={definition} />
        </summary>
        <div className="card mb-3 p-4 text-sm sm:p-5">
          <DefinitionCard definition={definition} />
        </div>
      </details>
      {how !== null && <p className="mb-1 text-sm text-ink-soft">{how}</p>}
      {branches.length > 0 && (
        <ul className="mt-1 mb-2 grid gap-1 ps-1">
          {branches.map((one) => (
            <BranchView key={one.definition.metricId} branch={one} isOpen={isOpen} />
          ))}
        </ul>
      )}
    </li>
  )
}

const Trees = ({
  definitions,
  wanted,
}: {
  definitions: readonly MetricDefinition[]
  wanted: string
}): ReactNode => {
  const { t, i18n } = useLingui()
  const found = useMemo(() => definitions.filter((one) => matches(one, wanted)), [definitions, wanted])
  const flat = wanted.trim() !== ''
  if (found.length === 0)
    return (
      <EmptyState
        scene="lost"
        title={t`No number is called that`}
        text={<Trans>Try another word, or a code such as P9.</Trans>}
      />
    )
  return (
    <div className="grid gap-10">
      {families.map((family) => {
        const branches = flat
          ? found
              .filter((one) => one.family === family)
              .map((definition) => ({ definition, how: null, branches: [] }))
          : branchesOf(found, family)
        if (branches.length === 0) return null
        return (
          <section key={family} aria-labelledby={`family-${family}`}>
            <h2 id={`family-${family}`} className="mb-3 text-xl">
              {i18n._(familyTitles[family])}
            </h2>
            <ul className="grid gap-2">
              {branches.map((branch) => (
                <BranchView
                  key={branch.definition.metricId}
                  branch={branch}
                  isOpen={flat && found.length === 1}
                />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

/** Every number of this place in plain words, as the trees they form. Made from the definitions themselves. */
const DefinitionsPage = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const [wanted, setWanted] = useState('')
  const { data: definitions, error, refetch, isFetching } = useDefinitions()
  const all = useMemo(() => [...(definitions?.values() ?? [])], [definitions])
  if (error && !definitions)
    return (
      <EmptyState
        scene="fallen"
        headingLevel={1}
        title={t`The definitions did not load`}
        text={errorText(error)}
      >
        <Button icon="again" busy={isFetching} onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
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
      <div className="mb-8 max-w-md">
        <TextField
          type="search"
          label={t`Find a number`}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      </div>
      {definitions ? (
        <Trees definitions={all} wanted={wanted} />
      ) : (
        <div className="skeleton h-96 rounded-lg" />
      )}
    </Page>
  )
}

export default DefinitionsPage
