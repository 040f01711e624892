import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '#platform/log'
import { type TestDatabase, createEmptyDatabase } from '../../testing/engines.ts'
import { ensureDatabase, onCommit, openDatabase, siblingAddress, violates, within } from './index.ts'

interface Tables {
  note: { id: number; text: string }
}

let own: TestDatabase

beforeAll(async () => {
  own = await createEmptyDatabase()
  await sql`create table note (id int constraint note_key unique, text text)`.execute(
    within(own.database.pool),
  )
})
afterAll(() => own.close())

const count = async (id: number): Promise<number> => {
  const rows = await within<Tables>(own.database.pool)
    .selectFrom('note')
    .select('id')
    .where('id', '=', id)
    .execute()
  return rows.length
}

test('a transaction is all or nothing, and effects run only after its commit', async () => {
  const seen: string[] = []
  await own.database.transaction(async (tx) => {
    onCommit(tx, () => seen.push('committed'))
    await within<Tables>(tx).insertInto('note').values({ id: 1, text: 'a' }).execute()
    expect(seen).toEqual([])
  })
  expect(seen).toEqual(['committed'])
  expect(await count(1)).toBe(1)

  const failing = own.database.transaction(async (tx) => {
    onCommit(tx, () => seen.push('never'))
    await within<Tables>(tx).insertInto('note').values({ id: 2, text: 'b' }).execute()
    throw new RangeError('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(seen).toEqual(['committed'])
  expect(await count(2)).toBe(0)
})

test('an effect that fails does not make the caller believe that the transaction failed', async () => {
  const result = own.database.transaction(async (tx) => {
    onCommit(tx, () => {
      throw new RangeError('late')
    })
    return 'done'
  })
  await expect(result).resolves.toBe('done')
})

test('values keep their exactness', async () => {
  const { rows } =
    await sql`select 9007199254740993::int8 as big, array[1, null, 9007199254740993]::int8[] as bigs,
    '2026-03-29'::date as day, '2026-03-29T01:30:00.123Z'::timestamptz as at, current_setting('TimeZone') as zone
  `.execute(within(own.database.pool))
  expect(rows).toEqual([
    {
      big: 9007199254740993n,
      bigs: [1n, null, 9007199254740993n],
      day: '2026-03-29',
      at: new Date('2026-03-29T01:30:00.123Z'),
      zone: 'UTC',
    },
  ])
})

test('a broken constraint is told by its name', async () => {
  const insert = () =>
    within<Tables>(own.database.pool).insertInto('note').values({ id: 9, text: '' }).execute()
  await insert()
  const error = await insert().catch((fault: unknown) => fault)
  expect(violates(error, 'note_key')).toBe(true)
  expect(violates(error, 'other_key')).toBe(false)
})

test('a database is created once, also when two ask at once', async () => {
  const name = 'made_twice'
  await Promise.all([ensureDatabase(own.address, name), ensureDatabase(own.address, name)])
  const database = await openDatabase(siblingAddress(own.address, name), { log: silentLog() })
  await database.close()
  await sql`drop database made_twice`.execute(within(own.database.pool))
})

test('a server that is not there is told in one line, without the password', async () => {
  const opening = openDatabase('postgres://somebody:secret@127.0.0.1:1/busker', { log: silentLog() })
  const error = await opening.catch((fault: unknown) => fault)
  expect(String(error)).toMatch(/^StartError: PostgreSQL at 127\.0\.0\.1:1\/busker does not let us in/)
  expect(String(error)).not.toContain('secret')
})
