import type { PersonId } from '@busker/contract'
import { sumOf } from '@busker/money'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameOf } from '#modules/ledger'
import { createTestClickhouse, createTestDatabase } from '../../testing/engines.ts'
import { checkPools } from './check-pools.ts'
import { apply } from './membership.ts'
import { listAllPeriods, voidViews } from './periods.ts'
import { previewPeriod } from './preview.ts'
import { getOwnStatement, listOwnViews, statementCsv, statementJson } from './statements.ts'
import { verifyStatement } from './rules/verify-statement.ts'
import {
  createBench,
  dayMs,
  giveTerms,
  personAt,
  postAt,
  startOfTime,
  usd,
  type RewardsBench,
} from './test-bench.ts'
import { chanceOf } from './test-month.ts'

const own: {
  database: Awaited<ReturnType<typeof createTestDatabase>>
  facts: Awaited<ReturnType<typeof createTestClickhouse>>
} = { database: await createTestDatabase(), facts: await createTestClickhouse() }
afterAll(async () => {
  await own.database.close()
  await own.facts.close()
})

const creators = 30
const viewers = 400
const pool = 1_000_000_000n
const creatorAt = (number: number): PersonId => personAt(number)
const viewerAt = (number: number): string => personAt(1000 + number)

/** A month of watching, as telemetry would have settled it. */
const watch = async (): Promise<number> => {
  const chance = chanceOf(7)
  const rows = Array.from({ length: 6000 }, (_, number) => {
    // A few creators get most of it, as it always is.
    const creator = Math.floor(chance() ** 2 * creators)
    const post = creator * 3 + Math.floor(chance() * 3)
    const visible = Math.floor(chance() * 60_000)
    const began = startOfTime + Math.floor(chance() * 31 * dayMs)
    const occurred = new Date(began + visible).toISOString()
    const [viewer, duration] = [viewerAt(Math.floor(chance() * viewers)), post % 10 === 9 ? 20_000 : 60_000]
    const id = `01900000-0000-7000-a000-${String(number).padStart(12, '0')}`
    return {
      ...{
        event_id: id,
        view_id: id,
        seq: 1,
        viewer_id: viewer,
        viewer_kind: number % 10 === 0 ? 'anonymous' : 'person',
      },
      ...{ post_id: postAt(post), slot_id: null, surface: number % 7 === 0 ? 'profile' : 'feed' },
      ...{
        occurred_at: occurred,
        received_at: occurred,
        local_date: occurred.slice(0, 10),
        time_zone: 'UTC',
      },
      ...{ visible_ms: visible, played: [], uniq_ms: Math.min(visible, duration), duration_ms: duration },
      ...{
        sound_on: true,
        is_self_view: false,
        author_id: creatorAt(creator),
        client_version: '',
        country: '',
      },
      ...{
        device: 'phone',
        traffic: number % 31 === 0 ? 'improbable' : 'ok',
        flags: [],
        journal_offset: number,
      },
    }
  })
  await own.facts.clickhouse.insert('telemetry_view_final', rows)
  return rows.length
}

const creditOf = async (
  bench: RewardsBench,
  kind: 'pool_pending' | 'creator_available' | 'fund_pool',
  owner: string,
) => {
  const account = { kind, currency: usd, owner }
  const found = await bench.ledger.balancesOf(own.database.database.pool, [account])
  const balance = found.get(nameOf(account))
  return balance === undefined ? 0n : balance.credits - balance.debits
}

const of = { database: own.database.database, clickhouse: own.facts.clickhouse }
const bench = createBench(of)
const periodId = '2026-03'
const state = async () => (await listAllPeriods(bench.deps)).find((period) => period.periodId === periodId)
const entries = async () => (await bench.ledger.verify()).entries

beforeAll(async () => {
  await watch()
  await giveTerms(bench)
  for (let number = 0; number < creators; number += 1) await apply(bench.deps, creatorAt(number), 1)
  await bench.rewards.turn()
})

test('an open period is previewed by both ways of sharing, and nothing is kept of it', async () => {
  bench.clock.advance(20 * dayMs)
  const preview = await previewPeriod(bench.deps, periodId, undefined)
  expect(preview.creators.length).toBe(creators)
  expect(preview.views).toBeGreaterThan(5000)
  expect(preview.qualifiedViews).toBeGreaterThan(1000)
  const paid = (pick: (row: (typeof preview.creators)[number]) => string) =>
    sumOf(preview.creators.map((row) => BigInt(pick(row))))
  // 5 % for music, and 10 % of the rest held back.
  const shared = (pool * 95n * 90n) / 10_000n
  expect(paid((row) => row.proRataMicro)).toBe(shared)
  expect(paid((row) => row.userCentricMicro)).toBe(shared)
  expect(paid((row) => row.blendedMicro)).toBe(shared)
  expect(preview.creators.some((row) => row.proRataMicro !== row.userCentricMicro)).toBe(true)
  expect(await entries()).toBe(0)
  // Said while the period is open, so it counts at the close already.
  const of = { kind: 'viewer' as const, subject: viewerAt(3) }
  await voidViews(bench.deps, { periodId, by: personAt(999), reason: 'a machine', of })
})

test('a close that breaks anywhere leaves nothing behind, and goes on when it is done again', async () => {
  bench.clock.advance(15 * dayMs)
  let queries = 0
  const broken = { ...own.facts.clickhouse.background }
  const clickhouse = {
    ...own.facts.clickhouse,
    background: {
      ...broken,
      query: async <T>(sql: string, params?: Record<string, unknown>): Promise<T[]> => {
        queries += 1
        if (queries === 3) throw new RangeError('killed while copying')
        return own.facts.clickhouse.background.query<T>(sql, params)
      },
    },
  }
  const copying = createBench({ ...of, clickhouse })
  copying.clock.advance(35 * dayMs)
  await expect(copying.rewards.turn()).rejects.toThrow('killed while copying')
  const posting = createBench({
    ...of,
    changes: ({ ledger }) => ({
      ledger: {
        ...ledger,
        postOne: async (tx, operation) => {
          const done = await ledger.postOne(tx, operation)
          if (operation.key.endsWith(':share')) throw new RangeError('killed after posting')
          return done
        },
      },
    }),
  })
  posting.clock.advance(35 * dayMs)
  await expect(posting.rewards.turn()).rejects.toThrow('killed after posting')
  expect(await entries()).toBe(0)
  expect(await state()).toMatchObject({ state: 'closing', root: null })
  await bench.rewards.turn()
  expect(await state()).toMatchObject({ state: 'closed', creators })
})

test('the pool is paid to the last unit, and closing again changes nothing', async () => {
  const closed = await state()
  const parts = [closed?.creatorsMicro, closed?.rightsMicro, closed?.heldBackMicro, closed?.unallocatedMicro]
  expect(sumOf(parts.map((part) => BigInt(part ?? 0)))).toBe(pool)
  expect(await creditOf(bench, 'fund_pool', periodId)).toBe(BigInt(closed?.heldBackMicro ?? 0))
  const before = await entries()
  await bench.rewards.turn()
  await bench.rewards.turn()
  expect(await entries()).toBe(before)
  expect(await state()).toEqual(closed)
})

test('every statement verifies, says what the books say, and a changed one does not', async () => {
  for (let number = 0; number < creators; number += 1) {
    const text = await statementJson(bench.deps, creatorAt(number), periodId)
    const verified = verifyStatement(text)
    expect(verified).toMatchObject({ ok: true, root: (await state())?.root })
    expect(await creditOf(bench, 'pool_pending', creatorAt(number))).toBe(verified.amountMicro)
  }
  const text = await statementJson(bench.deps, creatorAt(0), periodId)
  expect(verifyStatement(text.replace('"traffic":"improbable"', '"traffic":"ok"')).ok).toBe(false)
})

test('a creator sees each video and day, and why views did not count', async () => {
  const statement = await getOwnStatement(bench.deps, creatorAt(0), periodId)
  expect(statement.lines.length).toBeGreaterThan(30)
  const rejected = Object.values(statement.rejected).reduce((sum, views) => sum + views, 0)
  expect(rejected + statement.qualifiedViews).toBe(statement.views)
  const of9 = { personId: creatorAt(3), periodId }
  const { views } = await listOwnViews(bench.deps, of9, { postId: postAt(9), reason: 'video_too_short' })
  expect(views.length).toBeGreaterThan(0)
  expect(views.every(({ qualified, viewer }) => !qualified && /^[0-9a-f]{24}$/.test(viewer))).toBe(true)
  const csv = await statementCsv(bench.deps, creatorAt(0), periodId)
  expect(csv.trim().split('\r\n')).toHaveLength(statement.lines.length + 1)
  await expect(statementJson(bench.deps, personAt(500), periodId)).rejects.toThrow()
})

test('views that are said not to count go back when the period becomes final, and everybody else gets more', async () => {
  const of0 = { kind: 'post' as const, subject: postAt(0) }
  const voided = await voidViews(bench.deps, { periodId, by: personAt(999), reason: 'bought views', of: of0 })
  expect(voided).toBeGreaterThan(0)
  const before = await creditOf(bench, 'pool_pending', creatorAt(20))
  bench.clock.advance(30 * dayMs)
  await bench.rewards.turn()
  expect(await state()).toMatchObject({ state: 'final' })
  expect(await creditOf(bench, 'fund_pool', periodId)).toBe(0n)
  const available = await Promise.all(
    Array.from({ length: creators }, (_, number) => creditOf(bench, 'creator_available', creatorAt(number))),
  )
  expect(sumOf(available) + BigInt((await state())?.rightsMicro ?? 0)).toBe(pool)
  expect(available[20]).toBeGreaterThan(before)
  for (const number of [0, 1, 20]) {
    const verified = verifyStatement(await statementJson(bench.deps, creatorAt(number), periodId))
    expect(verified).toMatchObject({
      ok: true,
      amountMicro: available[number],
      root: (await state())?.finalRoot,
    })
  }
  const posted = await entries()
  await bench.rewards.turn()
  expect(await entries()).toBe(posted)
  expect((await bench.ledger.verify()).ok).toBe(true)
  expect(await checkPools(bench.deps, bench.deps.db.pool)).toMatchObject({ ok: true })
})

test('where nobody is left, what was given goes back into the pool, and the periods after it go on', async () => {
  const next = '2026-05'
  const may = Date.parse('2026-05-10T12:00:00Z')
  const seen = {
    post_id: postAt(7),
    author_id: creatorAt(2),
    surface: 'feed',
    traffic: 'ok',
    is_self_view: false,
  }
  const rows = Array.from({ length: 20 }, (_, number) => {
    const at = new Date(may + number * 3_600_000).toISOString()
    const id = `01900000-0000-7000-b000-${String(number).padStart(12, '0')}`
    return {
      ...{ ...seen, event_id: id, view_id: id, seq: 1, viewer_id: viewerAt(number), viewer_kind: 'person' },
      ...{ slot_id: null, occurred_at: at, received_at: at, local_date: at.slice(0, 10), time_zone: 'UTC' },
      ...{ visible_ms: 30_000, played: [], uniq_ms: 30_000, duration_ms: 60_000, sound_on: true },
      ...{ client_version: '', country: '', device: 'phone', flags: [], journal_offset: 10_000 + number },
    }
  })
  await own.facts.clickhouse.insert('telemetry_view_final', rows)
  bench.clock.advance(Date.parse('2026-06-06T00:00:00Z') - bench.clock.nowMs())
  await bench.rewards.turn()
  const before = await creditOf(bench, 'pool_pending', creatorAt(2))
  // 5 % for music, and a tenth of the rest held back.
  expect(before).toBe((pool * 95n * 90n) / 10_000n)
  const of = { kind: 'creator' as const, subject: creatorAt(2) }
  await voidViews(bench.deps, { periodId: next, by: personAt(999), reason: 'bought views', of })
  bench.clock.advance(30 * dayMs)
  await bench.rewards.turn()
  expect(await creditOf(bench, 'pool_pending', creatorAt(2))).toBe(0n)
  expect(await creditOf(bench, 'fund_pool', next)).toBe((pool * 95n) / 100n)
  const { length } = (await listAllPeriods(bench.deps)).filter((period) => period.state !== 'open')
  expect(length).toBeGreaterThan(1)
  expect((await bench.ledger.verify()).ok).toBe(true)
  expect(await checkPools(bench.deps, bench.deps.db.pool)).toMatchObject({ ok: true })
})
