import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#platform/errors'
import { within, type Database, type Tx } from '#platform/postgres'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { handleEvent, takeEvents } from './events.ts'
import type { PaymentProvider, ProviderEvent } from './provider.ts'
import { reconcileAll } from './reconcile.ts'
import { cards } from './rules/sandbox-scenarios.ts'
import { requestKeyOf } from './rules/request-key.ts'
import type { MovementKind } from './rules/machines.ts'
import { rollOf } from './sandbox/deps.ts'
import { ana, checkedParty, createBench, dayMs, usd, type Bench, type Posted } from './test-bench.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await createTestDatabase()
  // The books of a purpose, without any key of their own: what is told twice stands here twice.
  await sql`create table payments.test_post (id text, state text, minor bigint)`.execute(
    within(own.database.pool),
  )
})
afterAll(() => own.close())

class Killed extends Error {}

/** Chance of one seed: the same calls in the same order draw the same. */
const chanceOf = (seed: string) => {
  let draws = 0
  const draw = (below: number): number => {
    draws += 1
    return rollOf(seed, `draw ${draws}`) % below
  }
  return { draw, pick: <T>(items: readonly T[]): T | undefined => items[draw(Math.max(items.length, 1))] }
}
type Chances = ReturnType<typeof chanceOf>

/** Dies at any place where the process could: around transactions, around calls to the provider, inside of handlers. */
const createReaper = ({ draw }: Chances) => {
  const state = { isArmed: false, deaths: 0 }
  const maybe = (): void => {
    if (!state.isArmed || draw(100) >= 6) return
    state.deaths += 1
    throw new Killed('killed')
  }
  const database = (db: Database): Database => ({
    ...db,
    transaction: async (work) => {
      maybe()
      const done = await db.transaction(async (tx) => {
        const result = await work(tx)
        maybe()
        return result
      })
      maybe()
      return done
    },
  })
  const around =
    <Input extends readonly unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      maybe()
      const output = await call(...input)
      maybe()
      return output
    }
  const provider = (real: PaymentProvider): PaymentProvider => ({
    ...real,
    createCharge: around(real.createCharge),
    refund: around(real.refund),
    payout: around(real.payout),
    onboard: around(real.onboard),
    lookup: around(real.lookup),
  })
  return { state, maybe, database, provider }
}

const wipe = () =>
  sql`truncate payments.movement, payments.transition, payments.provider_event, payments.account,
    payments.report_line, payments.reported_day, payments_sandbox.object, payments_sandbox.line,
    payments_sandbox.timer, payments_sandbox.delivery, payments_sandbox.setting, payments.test_post`.execute(
    within(own.database.pool),
  )

interface Row {
  readonly id: string
  readonly kind: MovementKind
  readonly state: string
  readonly ref: string | null
  readonly key: string | null
  readonly chargeId: string | null
  readonly captured: bigint
  readonly amount: bigint
}

const movements = async (): Promise<Row[]> => {
  const { rows } =
    await sql<Row>`select movement_id::text as id, kind, state, provider_ref as ref, request_key as key,
    charge_id::text as "chargeId", captured_minor as captured, amount_minor as amount
    from payments.movement order by movement_id`.execute(within(own.database.pool))
  return rows
}

const open = (seed: string) => {
  const chances = chanceOf(seed)
  const reaper = createReaper(chances)
  const post = async (tx: Tx, { id, state, amountMinor }: Posted): Promise<void> => {
    reaper.maybe()
    await sql`insert into payments.test_post values (${id}, ${state}, ${amountMinor})`.execute(within(tx))
    reaper.maybe()
  }
  const bench = createBench({
    ...{ database: own.database, ours: reaper.database(own.database), seed },
    ...{ provider: reaper.provider, onTold: post },
    chance: { lost: 200, doubled: 200, late: 200, answerLost: 100, requestLost: 100 },
  })
  return { bench, chances, reaper, heard: [] as ProviderEvent[] }
}
type Story = ReturnType<typeof open>

const amounts = [500n, 12_345n, 100_000n, 77_001n, 77_002n, 77_003n, 77_004n, 77_005n, 77_006n, 77_010n]
const backAmounts = [100n, 400n, 12_345n, 66_001n, 66_002n, 66_003n, 66_004n]
const outAmounts = [700n, 88_001n, 88_002n, 88_003n, 88_004n, 88_005n]

/** Webhooks arrive, and are worked on one by one in no order, some of them never. */
const hearWebhooks = async ({ bench, chances, heard }: Story): Promise<void> => {
  await bench.sandbox.tick(async (raw, headers) => {
    const events = (await bench.deps.provider.verifyWebhook(raw, headers)) ?? []
    await takeEvents(bench.deps, events)
    heard.push(...events)
    return true
  })
  for (let count = heard.length; count > 0; count -= 1) {
    const [event] = heard.splice(chances.draw(heard.length), 1)
    if (event && chances.draw(10) > 0)
      await handleEvent(bench.deps, { provider: 'sandbox', eventId: event.eventId })
  }
}

const visitCheckout = async ({ bench, chances }: Story): Promise<void> => {
  const charge = chances.pick(
    (await movements()).filter(({ kind, ref }) => kind === 'charge' && ref !== null),
  )
  if (!charge?.ref) return
  const card = chances.pick(cards) ?? 'succeeds'
  if (chances.draw(8) === 0) await bench.sandbox.act(charge.ref, { kind: 'cancel' })
  else await bench.sandbox.act(charge.ref, { kind: 'pay', card: chances.draw(3) === 0 ? card : 'succeeds' })
  await bench.sandbox.act(charge.ref, { kind: 'confirm' })
}

const operations: readonly ((story: Story) => Promise<unknown>)[] = [
  ({ bench, chances }) =>
    bench.payments.startCharge({
      ...{ key: `c${chances.draw(4)}`, purpose: 'coins', reference: 'pack', payer: ana, currency: usd },
      ...{ amountMinor: chances.pick(amounts) ?? 500n, description: 'Coins', returnPath: '/wallet' },
    }),
  visitCheckout,
  visitCheckout,
  async ({ bench, chances }) => {
    const charge = chances.pick((await movements()).filter(({ kind }) => kind === 'charge'))
    if (!charge) return
    const amountMinor = chances.pick(backAmounts) ?? 100n
    await bench.payments.refund({
      key: `r${chances.draw(4)}`,
      chargeId: charge.id,
      amountMinor,
      reason: 'asked',
    })
  },
  ({ bench, chances }) =>
    bench.payments.startPayout({
      ...{ key: `p${chances.draw(3)}`, purpose: 'creator_payout', reference: 'march', party: 'creator-1' },
      ...{ amountMinor: chances.pick(outAmounts) ?? 700n, currency: usd },
    }),
  hearWebhooks,
  hearWebhooks,
  ({ bench }) => bench.payments.resolve(),
  ({ bench }) => reconcileAll(bench.deps),
  async ({ bench, chances }) => bench.clock.advance(chances.draw(3 * dayMs)),
]

/** Only what may happen may go wrong: a death, or a refusal that the contract knows. */
const survive = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Killed) && !(error instanceof AppError)) throw error
  }
}

const play = async (story: Story): Promise<void> => {
  const { bench, chances, reaper } = story
  await bench.payments.onboard({ party: 'creator-1', country: 'DE', returnPath: '/earnings' })
  for (let tries = 0; tries < 5; tries += 1) {
    if ((await bench.payments.getAccount('creator-1')).state === 'enabled') break
    await checkedParty(bench)
    bench.clock.advance(dayMs)
    await bench.payments.resolve()
  }
  reaper.state.isArmed = true
  for (let count = 0; count < 24; count += 1)
    await survive(async () => operations[chances.draw(operations.length)]?.(story))
  reaper.state.isArmed = false
  for (let days = 0; days < 30; days += 1) {
    bench.clock.advance(dayMs)
    await hearWebhooks(story)
    // A server that is down for days finds some things further than it knows by more than one step.
    if (days < 18 && chances.draw(4) > 0) continue
    await bench.payments.resolve()
    await bench.payments.resolve()
    if (days % 6 === 5) await reconcileAll(bench.deps)
  }
}

const ourWord: Readonly<Record<string, string>> = { captured: 'settled' }

/** Every movement is where the provider says that it is, and at its end; nothing was made twice or forgotten there. */
const checkTruth = async (bench: Bench, rows: readonly Row[]): Promise<void> => {
  for (const row of rows) {
    const asked = row.ref === null ? { key: requestKeyOf(row.kind, row.id) } : { ref: row.ref }
    const truth = await bench.sandbox.provider.lookup(asked)
    const status = truth.kind === 'ok' && truth.value.kind !== 'account' ? truth.value.status : 'failed'
    expect([row.kind, row.id, row.state]).toEqual([row.kind, row.id, ourWord[status] ?? status])
    expect(truth.kind === 'ok').toBe(row.ref !== null)
  }
  const { rows: theirs } = await sql<{ ref: string }>`
    select ref from payments_sandbox.object where kind <> 'account' order by ref`.execute(
    within(own.database.pool),
  )
  expect(rows.flatMap(({ ref }) => ref ?? []).toSorted()).toEqual(theirs.map(({ ref }) => ref))
}

const ways: Readonly<Record<string, readonly string[]>> = {
  'charge settled': ['settled'],
  'charge failed': ['failed'],
  'refund succeeded': ['requested', 'succeeded'],
  'refund failed': ['requested', 'failed'],
  'refund returned': ['requested', 'succeeded', 'returned'],
  'payout paid': ['requested', 'paid'],
  'payout failed': ['requested', 'failed'],
  'payout returned': ['requested', 'paid', 'returned'],
  'dispute won': ['opened', 'won'],
  'dispute lost': ['opened', 'lost'],
}

/** Each step on the way was posted once, and those of a death that undid it not at all. */
const checkPosts = async (rows: readonly Row[]): Promise<void> => {
  const { rows: posts } = await sql<{
    id: string
    state: string
  }>`select id, state from payments.test_post`.execute(within(own.database.pool))
  for (const row of rows) {
    const told = posts.filter(({ id }) => id === row.id).map(({ state }) => state)
    expect([row.kind, told.toSorted()]).toEqual([row.kind, ways[`${row.kind} ${row.state}`]?.toSorted()])
  }
  const known = new Set(rows.map(({ id }) => id))
  expect(posts.filter(({ id }) => !known.has(id))).toEqual([])
}

const checkCaps = (rows: readonly Row[]): void => {
  for (const charge of rows.filter(({ kind }) => kind === 'charge')) {
    const back = rows
      .filter(({ chargeId, state }) => chargeId === charge.id && /succeeded|opened|lost/.test(state))
      .reduce((sum, { amount }) => sum + amount, 0n)
    expect(back <= charge.captured).toBe(true)
  }
}

const seeds = 100

test('deaths at any moment, lost answers, webhooks in any order: our books end as the provider’s', async () => {
  const seen = new Set<string>()
  let deaths = 0
  for (let seed = 0; seed < seeds; seed += 1) {
    await wipe()
    const story = open(`crash ${seed}`)
    await play(story)
    const rows = await movements()
    await checkTruth(story.bench, rows)
    await checkPosts(rows)
    checkCaps(rows)
    const { oursMinor, reportedMinor } = await story.bench.payments.balanceOf(story.bench.deps.db.pool, usd)
    expect([seed, oursMinor]).toEqual([seed, reportedMinor])
    expect(story.bench.unmatched).toEqual([])
    for (const { kind, state } of rows) seen.add(`${kind} ${state}`)
    deaths += story.reaper.state.deaths
  }
  // The stories reach every end, and most of them are broken in the middle; else they would prove little.
  expect([...seen].toSorted()).toEqual(Object.keys(ways).toSorted())
  expect(deaths).toBeGreaterThan(2 * seeds)
}, 300_000)
