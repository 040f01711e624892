import { createClient, getImport } from '@busker/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { brand, foundAgency, giveFile, openBench, rowsOfRecord } from './test-bench.ts'
import { plainReader } from './test-reader.ts'
import type { RowsRecord } from './take-rows.ts'

test('an attempt that was cut short counts for nothing beside the one that came to its end', async () => {
  const reader = plainReader(1)
  let cuts = 1
  const other = await openBench({
    reader: {
      ...reader,
      read: async function* (file, context, signal) {
        for await (const batch of reader.read(file, context, signal)) {
          yield batch
          if (cuts === 0) continue
          cuts -= 1
          throw new TypeError('the machine lost its power')
        }
      },
    },
  })
  try {
    const { person, organisationId: id } = await foundAgency(other, 'owner', 'Lake Agency')
    const body = { organisationId: id, name: 'Example', ...brand }
    const { client } = await person.call(createClient, { body })
    const file = { clientId: client.clientId, name: 'costs.csv', text: 'SKU,Amount\na,1\nb,2\nc,3\n' }
    const { importId } = await giveFile(other, person, file)
    await other.jobs.runOnce()
    expect(await other.outside.countingLoads(other.db.pool, client.clientId)).toEqual([])
    await sql`update graphile_worker._private_jobs set run_at = ${other.clock.now()}`.execute(
      within(other.db.pool),
    )
    await other.jobs.runOnce()
    const [load, ...more] = await other.outside.countingLoads(other.db.pool, client.clientId)
    expect(more).toEqual([])
    const records = (await other.journal.read(0, 100)).map(({ payload }) => payload as RowsRecord)
    const skusOf = (counts: boolean) =>
      records
        .filter(({ loadId }) => (loadId === load?.loadId) === counts)
        .flatMap(rowsOfRecord)
        .map((row) => row['sku'])
    expect(skusOf(true)).toEqual(['a', 'b', 'c'])
    expect(skusOf(false)).toEqual(['a'])
    expect((await person.call(getImport, { params: { importId } })).import.linesTaken).toBe(3)
  } finally {
    await other.close()
  }
})
