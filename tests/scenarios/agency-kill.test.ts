import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FileImport } from '@busker/contract'
import { expect, test } from 'vitest'
import { makeMarket, orderFileLines, truthOf } from '../../apps/server/src/demo/index.ts'
import { askBoard, enrol, foundClient, give, importOf, type AgencyPerson } from './agency/agency.ts'
import { openHouse, orphansOf, type House } from './kill/house.ts'

const market = makeMarket({ seed: 3, region: 'US', orders: 1200, days: 20 })
const style = { mark: true, quoted: false, tabs: true, finalNewline: true }
/** Two exports of which the later restates the earlier; from the orders alone. */
const fileAt = (asOf: number) => ({
  name: `All orders-${new Date(asOf).toISOString().slice(0, 19).replaceAll(/\D/g, '')}.csv`,
  bytes: Buffer.from([...orderFileLines(market, { asOf, style })].join('')),
})
const [middleMs, endMs] = [market.startMs + (market.endMs - market.startMs) / 2, market.endMs]

const mostPolls = 1500

/** Waits for a moment of an import; the newest that was seen when it does not come. */
const until = async (
  person: AgencyPerson,
  importId: string,
  isSo: (now: FileImport) => boolean,
): Promise<FileImport> => {
  let now = await importOf(person, importId)
  for (let polls = 0; polls < mostPolls && !isSo(now); polls += 1) {
    await pause(20)
    now = await importOf(person, importId)
  }
  return now
}

/** GMV and what was refunded, as the board tells, once a settling has come to its end. */
const expectSums = async (person: AgencyPerson, clientId: string, asOf: number): Promise<void> => {
  const { total, lines } = truthOf(market, { asOf })
  const sale = lines.filter(({ paidMs, isSample }) => paidMs !== null && !isSample)
  const right = {
    ...{ sales_gmv: Number(total.gmv), sales_cancelled: Number(total.cancelled) },
    ...{
      sales_refunded: Number(total.refunded),
      sales_orders: new Set(sale.map((line) => line.orderId)).size,
    },
  }
  let found: Record<string, unknown> = {}
  for (let polls = 0; polls < 150; polls += 1) {
    const metrics = [...Object.keys(right), 'sales_contribution']
    const board = await askBoard(person, clientId, { metrics })
    found = Object.fromEntries(
      board.metrics
        .filter(({ metricId }) => metricId in right)
        .map(({ metricId, rows }) => [metricId, rows[0]?.value]),
    )
    if (JSON.stringify(found) === JSON.stringify(right)) return
    await pause(200)
  }
  expect(found).toEqual(right)
}

const work = async (house: House): Promise<void> => {
  await house.start()
  const person = await enrol(house.address, 'anna')
  const clientId = await foundClient(person, market)

  const { importId } = await give(person, clientId, fileAt(endMs))
  const reading = await until(person, importId, ({ state }) => state === 'reading' || state === 'done')
  await house.kill()
  await house.start()
  const read = await until(person, importId, ({ state }) => state === 'done' || state === 'refused')
  // It is read from its first line again; what the first try wrote does not count.
  expect({ came: reading.state, state: read.state }).toEqual({ came: 'reading', state: 'done' })
  expect(read.linesTaken).toBe(truthOf(market, { asOf: endMs }).lines.length)
  await expectSums(person, clientId, endMs)

  // In the middle of a settling.
  for (const afterMs of [60]) {
    const imports = `/v1/imports/${importId}/undone`
    await person.call({ method: 'PUT', path: imports, body: { undone: true } })
    await person.call({ method: 'PUT', path: imports, body: { undone: false } })
    await pause(afterMs)
    await house.kill()
    await house.start()
    await expectSums(person, clientId, endMs)
  }

  const earlier = await give(person, clientId, fileAt(middleMs))
  await until(person, earlier.importId, ({ state }) => state === 'done' || state === 'refused')
  await house.kill()
  await house.start()
  await expectSums(person, clientId, endMs)
  await person.call({ method: 'PUT', path: `/v1/imports/${importId}/undone`, body: { undone: true } })
  await expectSums(person, clientId, middleMs)
}

test('killed while it imports and settles, a server goes on, and nothing is there twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-agency-kill-'))
  const house = openHouse(join(folder, 'data'))
  try {
    await work(house)
    expect((await house.stop()).end.code).toBe(0)
    expect(house.complaints()).toEqual([])
    expect(await orphansOf(house)).toEqual([])
  } finally {
    await house.kill().catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  }
})
