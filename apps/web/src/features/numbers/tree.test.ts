import type { MetricDefinition } from '@busker/contract'
import { catalog } from '@busker/metrics'
import { expect, test } from 'vitest'
import { branchesOf, families, matches, type Branch } from './tree.ts'

/** The definitions as the server tells them, as far as the trees need them. */
const definitions = catalog().map(
  ({ id, parents, ...rest }) =>
    ({
      ...rest,
      metricId: id,
      parents: parents.map((parent) => ({ metricId: parent.id, how: parent.how })),
    }) as unknown as MetricDefinition,
)
const idsIn = (branches: readonly Branch[]): string[] =>
  branches.flatMap(({ definition, branches: below }) => [definition.metricId, ...idsIn(below)])

test('every number stands in the tree of its family', () => {
  const shown = new Set(families.flatMap((family) => idsIn(branchesOf(definitions, family))))
  expect(definitions.map(({ metricId }) => metricId).filter((id) => !shown.has(id))).toEqual([])
})

test('a number stands below what it moves, with how', () => {
  const engagement = branchesOf(definitions, 'engagement')
  const hours = engagement.find(({ definition }) => definition.metricId === 'valued_watch_hours')
  const through = hours?.branches.find(({ definition }) => definition.metricId === 'watch_through')
  expect(through?.how).toMatch(/valued/)
  expect(idsIn(through?.branches ?? [])).toContain('hook_rate')
})

test('a number is found by name, code or part of its formula', () => {
  const found = (wanted: string) =>
    definitions.filter((one) => matches(one, wanted)).map((one) => one.metricId)
  expect(found('hook rate')).toContain('hook_rate')
  expect(found('c4')).toContain('hook_rate')
  expect(found('no such thing')).toEqual([])
})
