import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cruiseBoundaries } from '../../scripts/boundaries.mjs'
import { plantedTree } from './planted-tree.ts'
import { findSins } from './sins.ts'
import { root } from './source-files.ts'

// Each rule of the house is broken here on purpose, in a copy of the tree, to prove that it is enforced.

const modules = 'apps/server/src/modules'

/** What the compiler says about each planted file, one line for each error. */
const compile = (folder: string): Promise<string[]> =>
  new Promise((settle) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) =>
      settle(stdout.split('\n').filter((line) => /^\S.*error TS/.test(line))),
    )
  })

const planted = {
  'posts/store/planted-foreign-table.ts': `
import { type Queryable, within } from '#platform/postgres'
import type { PostsTables } from './tables.ts'
export const people = (db: Queryable) => within<PostsTables>(db).selectFrom('identity.person').execute()
`,
  'posts/store/planted-own-table.ts': `
import { type Queryable, within } from '#platform/postgres'
import type { PostsTables } from './tables.ts'
export const posts = (db: Queryable) => within<PostsTables>(db).selectFrom('posts.post').execute()
`,
  'posts/planted-deep.ts': `export type { IdentityTables } from '#modules/identity/store/tables'\n`,
  'posts/planted-unpaired.ts': `import { panel, views } from '@busker/metrics'\nexport const shown = panel([views])\n`,
  'posts/planted-paired.ts': `
import { completionRate, hookRate, panel, views } from '@busker/metrics'
export const shown = panel([views, hookRate, completionRate])
`,
}

test('the compiler refuses another module’s table, a deep import and an unpaired vanity number', async () => {
  using tree = plantedTree('compiler')
  for (const [path, text] of Object.entries(planted)) tree.plant(`${modules}/${path}`, text)
  const files = Object.keys(planted).map((path) => `${modules}/${path}`)
  tree.plant('tsconfig.json', JSON.stringify({ extends: './tsconfig.base.json', files }))
  const errors = await compile(tree.folder)
  const errorsIn = (name: string): string[] => errors.filter((line) => line.includes(`${name}.ts(`))
  expect(errorsIn('planted-foreign-table').join()).toContain('identity.person')
  expect(errorsIn('planted-deep').join()).toContain('#modules/identity/store/tables')
  expect(errorsIn('planted-unpaired').join()).toContain('MissingPair<')
  // The same lines without the sin compile, so it is the sin that was refused.
  expect(errorsIn('planted-own-table')).toEqual([])
  expect(errorsIn('planted-paired')).toEqual([])
})

test('dependency-cruiser refuses every import across a wall', async () => {
  using tree = plantedTree('boundaries')
  const plant = (path: string, specifier: string): void => {
    tree.plant(path, `import * as other from '${specifier}'\nexport const seen = other\n`)
  }
  plant(`${modules}/posts/planted-deep.ts`, '#modules/identity/store/tables')
  plant(`${modules}/posts/planted-around.ts`, '../identity/store/tables.ts')
  plant(`${modules}/posts/planted-cycle-a.ts`, './planted-cycle-b.ts')
  plant(`${modules}/posts/planted-cycle-b.ts`, './planted-cycle-a.ts')
  plant(`${modules}/posts/planted-sideways.ts`, '#modules/social')
  plant(`${modules}/posts/planted-fine.ts`, '#modules/identity')
  plant(`${modules}/posts/rules/planted-impure.ts`, '../store/tables.ts')
  plant(`${modules}/identity/planted-upward.ts`, '#modules/posts')
  plant(`${modules}/nowhere/planted-homeless.ts`, '#modules/identity')
  plant('apps/server/src/platform/clock/planted-platform.ts', '#modules/identity')
  plant('apps/server/src/config/planted-inside.ts', '../platform/clock/planted-platform.ts')
  plant('packages/metrics/src/planted-package.ts', '../../../apps/server/src/config/index.ts')
  plant('apps/web/src/features/feed/planted-web.ts', '../../../../server/src/config/index.ts')
  tree.plant('apps/web/src/features/upload/queries.ts', 'export const upload = 1\n')
  plant('apps/web/src/features/feed/planted-feature.ts', '../upload/queries.ts')
  const { violations } = await cruiseBoundaries(['apps', 'packages'], { baseDir: tree.folder })
  const rulesBroken = (name: string): string[] =>
    violations.filter((line) => line.includes(`${name}.ts →`)).map((line) => line.split(':')[0] ?? '')

  expect(rulesBroken('posts/planted-deep')).toContain('deep-import-does-not-resolve')
  expect(rulesBroken('planted-around')).toEqual(['module-internals-are-private'])
  expect(rulesBroken('planted-cycle-a')).toContain('no-cycle')
  expect(rulesBroken('planted-sideways')).toEqual(['level-2-imports-lower-only'])
  expect(rulesBroken('planted-fine')).toEqual([])
  expect(rulesBroken('planted-impure')).toEqual(['rules-are-pure'])
  expect(rulesBroken('planted-upward')).toContain('level-1-imports-lower-only')
  expect(rulesBroken('planted-homeless')).toContain('module-has-a-level')
  expect(rulesBroken('planted-platform')).toContain('platform-knows-no-module')
  expect(rulesBroken('planted-inside')).toContain('platform-internals-are-private')
  expect(rulesBroken('planted-package')).toContain('packages-know-no-app')
  expect(rulesBroken('planted-web')).toEqual(['web-knows-no-server'])
  expect(rulesBroken('planted-feature')).toEqual(['feature-internals-are-private'])
})

test('tidy refuses a clock in a rule', () => {
  const path = `${modules}/posts/rules/order.ts`
  const sinsOf = (text: string): string[] =>
    findSins({ path, text, bytes: text.length }).map((sin) => sin.rule)
  expect(sinsOf('export const isNew = (at: number) => Date.now() - at < 1000\n')).toEqual(['clock-home'])
  expect(sinsOf('export const isNew = (at: number, nowMs: number) => nowMs - at < 1000\n')).toEqual([])
})

test('tidy refuses floating point where money is counted', () => {
  const sinsOf = (path: string, text: string): string[] =>
    findSins({ path, text, bytes: text.length }).map((sin) => sin.rule)
  const home = 'packages/money/src/percent.ts'
  const sins = [
    'export const half = (amount: bigint) => Number(amount) / 2',
    'export const half = (text: string) => parseFloat(text)',
    'export const half = (amount: number) => amount * 0.5',
    'export const half = (amount: number) => amount * .5',
    'export const half = (amount: number) => amount * 5e-1',
    'export const half = (amount: number) => Math.round(amount / 2)',
    'export const text = (amount: number) => amount.toFixed(2)',
  ]
  for (const text of sins) expect(sinsOf(home, text), text).toEqual(['money-is-whole'])
  expect(sinsOf(home, 'export const half = (amount: bigint): bigint => amount / 2n // 0.5 of it')).toEqual([])
  expect(sinsOf(home, 'export const places = (decimals: number): string => [...list].at(decimals)')).toEqual(
    [],
  )
  expect(sinsOf('packages/metrics/src/intervals.ts', 'export const half = 0.5')).toEqual([])
})
