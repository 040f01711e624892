import type { MetricDefinition } from '@busker/contract'
import { catalog } from '@busker/metrics'
import { expect, test } from 'vitest'
import { matches, pruned, sectionsOf, stakeholdersOf, type Branch } from './tree.ts'

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

test('every number stands in each of its trees, at least once', () => {
  for (const tree of ['platform', 'marketplace', 'monetization'] as const) {
    const shown = new Set(sectionsOf(definitions, tree).flatMap(({ branches }) => idsIn(branches)))
    const members = definitions.filter(({ trees }) => trees.includes(tree))
    expect(members.map(({ metricId }) => metricId).filter((id) => !shown.has(id))).toEqual([])
    expect(shown.size).toBe(members.length)
  }
})

test('a number stands below what it moves, with how', () => {
  const engagement = sectionsOf(definitions, 'platform').find(({ id }) => id === 'engagement')
  const hours = engagement?.branches.find(({ definition }) => definition.metricId === 'valued_watch_hours')
  const through = hours?.branches.find(({ definition }) => definition.metricId === 'watch_through')
  expect(through?.how).toMatch(/valued/)
  expect(idsIn(through?.branches ?? [])).toContain('hook_rate')
})

test('the two trees of money begin with their north stars', () => {
  const tops = (tree: 'marketplace' | 'monetization') =>
    sectionsOf(definitions, tree).flatMap(({ branches }) =>
      branches.map(({ definition: { metricId, level } }) => [metricId, level]),
    )
  expect(tops('marketplace')).toEqual([['incremental_roas', 'north star']])
  expect(tops('monetization')).toEqual([
    ['sustainable_creators', 'north star'],
    ['repeat_buyer_sales', 'north star'],
  ])
})

test('of one stakeholder: the numbers that are theirs, and what stands above them', () => {
  const [tree] = sectionsOf(definitions, 'marketplace')
  const left = pruned(tree?.branches ?? [], ({ stakeholder }) => stakeholder === 'viewer')
  const leaves = (branches: readonly Branch[]): Branch[] =>
    branches.flatMap((branch) => (branch.branches.length === 0 ? [branch] : leaves(branch.branches)))
  expect(idsIn(left)).toContain('sponsored_acceptance')
  expect(leaves(left).every(({ definition }) => definition.stakeholder === 'viewer')).toBe(true)
  expect(stakeholdersOf(definitions, 'marketplace')).toEqual(['viewer', 'creator', 'brand', 'platform'])
  expect(pruned(tree?.branches ?? [], () => false)).toEqual([])
})

test('a number is found by name, code or part of its formula', () => {
  const found = (wanted: string) =>
    definitions.filter((one) => matches(one, wanted)).map((one) => one.metricId)
  expect(found('hook rate')).toContain('hook_rate')
  expect(found('c4')).toContain('hook_rate')
  expect(found('no such thing')).toEqual([])
})
