import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FileImport } from '@busker/contract'
import { expect, test } from 'vitest'
import { filesOf, makeMarket, truthOf, type Truth } from '../../apps/server/src/demo/index.ts'
import type { TextsFound } from '../../apps/server/src/testing/find-texts.ts'
import { askBoard, enrol, foundClient, give, giveAll, importOf, type AgencyPerson } from './agency/agency.ts'
import { findInBackup, findInDataFolder } from './agency/find-texts.ts'
import { slicedMetrics, slicesOf, slicesToldBy, toldBy, wholeOf } from './agency/numbers.ts'
import { runCommand } from './run-command.ts'
import { startServer } from './server-process.ts'

const market = makeMarket({ seed: 7, region: 'US', orders: 80, days: 20 })
const middleMs = market.startMs + (market.endMs - market.startMs) / 2
const truths = {
  earlier: truthOf(market, { asOf: middleMs }),
  later: truthOf(market, { asOf: market.endMs }),
}

interface Desk {
  readonly person: AgencyPerson
  readonly clientId: string
}

const askWhole = async ({ person, clientId }: Desk): Promise<Record<string, number>> =>
  toldBy(await askBoard(person, clientId, { metrics: Object.keys(wholeOf(truths.later)) }))

/** Settling comes after the import: waits until the contribution is the right one, or for too long. */
const untilSettled = async (desk: Desk, truth: Truth): Promise<void> => {
  const right = wholeOf(truth)['sales_contribution']
  for (let polls = 0; polls < 150; polls += 1) {
    if ((await askWhole(desk))['sales_contribution'] === right) return
    await pause(200)
  }
}

/** All numbers, whole and by slices. Amounts to the smallest unit, shares as exactly as they are written. */
const expectTruth = async (desk: Desk, truth: Truth): Promise<void> => {
  await untilSettled(desk, truth)
  const [found, right] = [await askWhole(desk), wholeOf(truth)]
  for (const [metricId, value] of Object.entries(right)) {
    if (Number.isInteger(value)) expect(found[metricId], metricId).toBe(value)
    else expect(found[metricId], metricId).toBeCloseTo(value, 9)
  }
  for (const by of ['creator', 'video', 'sku'] as const) {
    const board = await askBoard(desk.person, desk.clientId, { metrics: slicedMetrics[by], by })
    expect(slicesToldBy(board), by).toEqual(slicesOf(truth, by))
  }
}

const setUndone = async ({ person }: Desk, imports: readonly FileImport[], undone: boolean) => {
  for (const { importId } of imports)
    await person.call({ method: 'PUT', path: `/v1/imports/${importId}/undone`, body: { undone } })
}

const expectTaken = (imports: readonly FileImport[]): void => {
  for (const { fileName, state, linesRefused, refusal } of imports)
    expect({ fileName, state, linesRefused, refusal }).toEqual({
      ...{ fileName, state: 'done', linesRefused: 0, refusal: null },
    })
}

const expectNoStranger = async (address: string, { clientId }: Desk, imports: readonly FileImport[]) => {
  const stranger = await enrol(() => address, 'rival')
  await foundClient(stranger, market)
  const scope = { kind: 'client', clientId }
  const body = { metrics: ['sales_contribution'], scope, from: '2026-01-01', to: '2026-12-31' }
  const calls = [
    { method: 'POST', path: '/v1/metrics/query', body },
    { method: 'GET', path: `/v1/clients/${clientId}` },
    { method: 'GET', path: `/v1/clients/${clientId}/imports` },
    { method: 'GET', path: `/v1/imports/${imports[0]?.importId}` },
    { method: 'PUT', path: `/v1/imports/${imports[0]?.importId}/undone`, body: { undone: true } },
  ]
  const statuses = []
  for (const call of calls) statuses.push((await stranger.send(call)).status)
  expect(statuses).toEqual(calls.map(() => 404))
}

/** A text that the files carry and that is kept: a search that finds it would find the others. */
const keptText = 'Example Beauty'

const expectNoBuyer = (places: readonly TextsFound[], where: RegExp): void => {
  const looked = places.filter(({ characters }) => characters > 0)
  expect(looked.filter(({ place, found }) => where.test(place) && found.includes(keptText))).not.toEqual([])
  const personal = looked.flatMap(({ place, found }) =>
    found.filter((text) => text !== keptText).map((text) => `${place}: ${text}`),
  )
  expect(personal).toEqual([])
}

const importEverything = async (address: string, backup: () => Promise<void>) => {
  const person = await enrol(() => address, 'anna')
  const desk = { person, clientId: await foundClient(person, market) }
  const files = {
    earlier: await filesOf(market, { asOf: middleMs }),
    later: await filesOf(market, { asOf: market.endMs }),
  }
  const later = await giveAll(person, desk.clientId, files.later)
  expectTaken(later)
  await expectTruth(desk, truths.later)
  const earlier = await giveAll(person, desk.clientId, files.earlier)
  // What is the same at both moments is the same file.
  expectTaken(earlier)
  await expectTruth(desk, truths.later)
  await backup()

  for (const file of files.later) {
    const { importId } = await give(person, desk.clientId, file)
    const { state, repeats } = await importOf(person, importId)
    expect([file.name, state, repeats === null]).toEqual([file.name, 'done', false])
  }
  await expectTruth(desk, truths.later)

  const counting = later.filter(({ repeats }) => repeats === null)
  await setUndone(desk, counting, true)
  // A file that is the same at both moments was given first with the later ones: it is given again.
  await giveAll(
    person,
    desk.clientId,
    files.earlier.filter((_, place) => earlier[place]?.repeats !== null),
  )
  await expectTruth(desk, truths.earlier)
  await expectNoStranger(address, desk, later)
  return desk
}

test('an agency imports all files of a client, and every number is true', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-agency-'))
  const data = join(folder, 'data')
  const archive = join(folder, 'monday.busker')
  try {
    const server = startServer({ dataFolder: data })
    const address = await server.ready
    const desk = await importEverything(address, async () => {
      const made = await runCommand(data, ['backup', archive])
      expect(made.code, made.complaints).toBe(0)
    })
    expect((await server.stop()).code).toBe(0)
    expect(server.complaints()).toEqual([])
    expect(await readdir(join(data, 'imports'))).toEqual([])

    const texts = [...truths.later.personalTexts, keptText]
    const kept = await findInDataFolder(data, texts)
    for (const where of [
      /^outside\.client$/,
      /^outside_row\.row$/,
      /^outside_line\.product_name$/,
      /journal/,
    ])
      expectNoBuyer(kept, where)
    expectNoBuyer(await findInBackup(archive, texts, join(folder, 'unpacked')), /journal/)

    const restored = join(folder, 'restored')
    const made = await runCommand(restored, ['restore', archive])
    expect(made.code, made.complaints).toBe(0)
    const again = startServer({ dataFolder: restored })
    const there = await again.ready
    const { client } = desk.person
    const body = { handle: 'anna', password: 'correct horse battery' }
    await client.send(there, { method: 'POST', path: '/v1/auth/sign-in', body })
    const back = await enrol(() => there, 'bela')
    const { send } = back
    const call = async <Body>(asked: Parameters<typeof send>[0]) =>
      (await client.send(there, asked)).json<Body>()
    await expectTruth({ clientId: desk.clientId, person: { client, send, call } }, truths.later)
    expect((await again.stop()).code).toBe(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
