import type { MetricDefinition, MetricTree } from '@busker/contract'

/** The families of the platform's tree, in the order in which people ask. */
export const families = [
  ...(['engagement', 'retention', 'creation', 'reach'] as const),
  ...(['culture', 'monetization', 'brand', 'privacy'] as const),
]

/** A number, how it moves the one above it, and the numbers that move it. */
export interface Branch {
  readonly definition: MetricDefinition
  /** Null: nothing stands above it here. */
  readonly how: string | null
  readonly branches: readonly Branch[]
}

const levels: readonly MetricDefinition['level'][] = [
  ...(['north star', 'primary', 'supporting', 'guardrail', 'risk'] as const),
]
const byLevel = (one: MetricDefinition, other: MetricDefinition): number =>
  levels.indexOf(one.level) - levels.indexOf(other.level)

/** No path is longer; it also ends a circle, which no registry should hold. */
const mostDeep = 12

/**
 * The trees that some numbers make. A number stands below each of its parents among them, and at the top when it has none
 * there: parents elsewhere are told in its own line.
 */
const branchesOf = (some: readonly MetricDefinition[]): Branch[] => {
  const members = some.toSorted(byLevel)
  const ids = new Set(members.map(({ metricId }) => metricId))
  const below = (parentId: string, depth: number): Branch[] =>
    depth >= mostDeep
      ? []
      : members.flatMap((definition) => {
          const link = definition.parents.find(({ metricId }) => metricId === parentId)
          if (!link) return []
          return [{ definition, how: link.how, branches: below(definition.metricId, depth + 1) }]
        })
  return members
    .filter(({ parents }) => !parents.some(({ metricId }) => ids.has(metricId)))
    .map((definition) => ({
      definition,
      how: definition.parents[0]?.how ?? null,
      branches: below(definition.metricId, 1),
    }))
}

/** A part of a tree with a heading of its own. */
export interface Section {
  readonly id: MetricDefinition['family'] | Exclude<MetricTree, 'platform'>
  readonly branches: readonly Branch[]
}

/** One of the trees: the platform by families, the others from their north stars down. */
export const sectionsOf = (all: readonly MetricDefinition[], tree: MetricTree): Section[] => {
  const members = all.filter(({ trees }) => trees.includes(tree))
  if (tree !== 'platform') return [{ id: tree, branches: branchesOf(members) }]
  return families.map((family) => ({
    id: family,
    branches: branchesOf(members.filter((one) => one.family === family)),
  }))
}

/** What is left of trees when only some numbers are wanted: these, and those above them. */
export const pruned = (
  branches: readonly Branch[],
  isWanted: (definition: MetricDefinition) => boolean,
): Branch[] =>
  branches.flatMap((branch) => {
    const below = pruned(branch.branches, isWanted)
    return below.length > 0 || isWanted(branch.definition) ? [{ ...branch, branches: below }] : []
  })

/** Whose numbers there are in a tree, in the order of the registry's words. */
export const stakeholdersOf = (
  all: readonly MetricDefinition[],
  tree: MetricTree,
): MetricDefinition['stakeholder'][] => {
  const present = new Set(
    all.filter(({ trees }) => trees.includes(tree)).map(({ stakeholder }) => stakeholder),
  )
  return stakeholders.filter((one) => present.has(one))
}

const stakeholders: readonly MetricDefinition['stakeholder'][] = [
  ...(['viewer', 'creator', 'brand', 'merchant', 'platform', 'operator'] as const),
]

/** Whether a number is meant by these words: its name, code, id or formula. */
export const matches = (definition: MetricDefinition, wanted: string): boolean => {
  const words = wanted.trim().toLowerCase().split(/\s+/)
  const text = [definition.label, definition.code, definition.metricId, definition.formula]
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
