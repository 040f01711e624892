import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Migration, findUnrepeatable, planMigrations, splitStatements } from './plan.ts'

const migration = (name: string): Migration => ({
  name,
  engine: 'postgres',
  checksum: `sum of ${name}`,
  sql: '',
})

const someNames = fc.uniqueArray(fc.stringMatching(/^2026\d{4}T\d{4}_[a-z]{1,5}$/), { maxLength: 12 })

test('what was applied and what is pending together are all that is known, each once and in order', () => {
  const property = fc.property(someNames, fc.func(fc.boolean()), (names, isApplied) => {
    const known = names.map(migration)
    const applied = known.filter(({ name }) => isApplied(name))
    const plan = planMigrations(known, applied)
    if (!plan.ok) return false
    const pending = plan.pending.map(({ name }) => name)
    expect(pending).toEqual([...pending].sort())
    expect([...pending, ...applied.map(({ name }) => name)].sort()).toEqual([...names].sort())
    return true
  })
  fc.assert(property)
})

test('a plan that was carried out leaves nothing to do', () => {
  const property = fc.property(someNames, (names) => {
    const known = names.map(migration)
    expect(planMigrations(known, known)).toEqual({ ok: true, pending: [] })
  })
  fc.assert(property)
})

test('edited, unknown and duplicate migrations are refused by name', () => {
  const known = [migration('a'), migration('b')]
  expect(planMigrations(known, [{ name: 'b', checksum: 'other' }])).toEqual({
    ok: false,
    reason: 'edited',
    name: 'b',
  })
  expect(planMigrations(known, [{ name: 'c', checksum: 'x' }])).toEqual({
    ok: false,
    reason: 'unknown',
    name: 'c',
  })
  expect(planMigrations([...known, migration('a')], [])).toEqual({
    ok: false,
    reason: 'duplicate',
    name: 'a',
  })
})

test('statements end at a semicolon at the end of a line, and comments alone are none', () => {
  expect(splitStatements("select 'a;b';\n-- only words;\n\nselect\n  2;")).toEqual([
    "select 'a;b'",
    'select\n  2',
  ])
  expect(splitStatements('')).toEqual([])
})

test('ClickHouse statements that a second run would fail on are found', () => {
  const fine = [
    'create table if not exists a (n Int8) engine = MergeTree order by n',
    '-- why\ncreate materialized view if not exists v to a as select 1',
    'create or replace view v as select 1',
    'alter table a add column if not exists m Int8',
    'alter table a modify ttl at + interval 1 year',
    'drop table if exists b',
  ]
  expect(findUnrepeatable(fine)).toBeNull()
  for (const bad of [
    'create table a (n Int8)',
    'alter table a add column m Int8',
    'drop table b',
    'insert into a values (1)',
  ]) {
    expect(findUnrepeatable([...fine, bad])).toBe(bad)
  }
})
