import type { MetricDefinition } from '@busker/contract'

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
 * The trees of one family. A number stands below each of its parents of the same family, and at the top when it has none
 * there: parents in other families are told in its own line.
 */
export const branchesOf = (
  all: readonly MetricDefinition[],
  family: MetricDefinition['family'],
): Branch[] => {
  const members = all.filter((one) => one.family === family).toSorted(byLevel)
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

/** Whether a number is meant by these words: its name, code, id or formula. */
export const matches = (definition: MetricDefinition, wanted: string): boolean => {
  const words = wanted.trim().toLowerCase().split(/\s+/)
  const text = [definition.label, definition.code, definition.metricId, definition.formula]
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
