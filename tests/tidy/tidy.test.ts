import { expect, test } from 'vitest'
import { missingEntries } from '../../scripts/complete-lock.mjs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSins, findTreeSins } from './sins.ts'
import { filesBelow, root } from './source-files.ts'

const files = filesBelow(root)

test('the tree is tidy', () => {
  const sins = [...files.flatMap(findSins), ...findTreeSins(files.map((file) => file.path))]
  expect(sins.map(({ path, line, rule, advice }) => `${path}:${line} ${rule}: ${advice}`)).toEqual([])
})

test('the whole tree was looked at', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.some((file) => file.path === 'apps/server/src/platform/clock/index.ts')).toBe(true)
})

test('package-lock.json names the packages of every platform, so that npm ci accepts it', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  expect(missingEntries(lock.packages)).toEqual({})
})
