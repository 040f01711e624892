// The operator's board and creators' boards over many generated facts: time of a look after a start, memory, bytes per
// fact, and how the time grows with the facts. Creators' numbers are computed for each look. The operator's are known, as
// on a running server, which computes them in the background: `refresh` says how long that takes, so how old a number on
// the board may be. The facts are generated inside the engine, as the settled tables hold them.
// Run: npm run bench -- boards [--facts 1000000,100000000] [--looks 8]
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createMeasure, type BoardQuestion } from '../apps/server/src/modules/measure/index.ts'
import { openClickhouse, type Clickhouse } from '../apps/server/src/platform/clickhouse/index.ts'
import { sleep, systemClock } from '../apps/server/src/platform/clock/index.ts'
import { silentLog } from '../apps/server/src/platform/log/index.ts'
import { discoverMigrations, splitStatements } from '../apps/server/src/platform/migrations/index.ts'
import { metricsOf, platformBoard, studioBoard, type Board } from '../apps/web/src/features/numbers/boards.ts'
import { authorName, crowdOf, generate, lastDate, pastUntil } from './boards-facts.ts'
import { quantile } from './quantile.ts'

const budgetP95Ms = 300
const period = { from: '2026-10-25', to: lastDate }
/** What is there is settled. */
const settled = {
  unsettled: () => ({ days: [], fromOffset: 0, pastUntil }),
  settleWithin: () => Promise.resolve(),
}

const peakMemory = async (): Promise<number> => {
  const status = await readFile('/proc/self/status', 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

interface Look {
  readonly board: Board
  readonly scope: BoardQuestion['scope']
}

const groupsOf = ({ groups }: Board) => groups.filter(({ metrics }) => metrics.length > 0)

const questionOf = ({ scope }: Look, metrics: readonly string[]): BoardQuestion => ({
  ...{ metrics, scope, ...period, compare: 'previous' },
})

/** As a server does that was just started: what is in memory is gone, what is in the engine is there. */
const measureOf = (clickhouse: Clickhouse) =>
  createMeasure({
    ...{ clickhouse, clock: systemClock(), settled },
    keeping: { log: silentLog(), position: () => 0 },
  })

/** How long one group took, or why there is no answer. */
type Group = { readonly id: string; readonly ms: number } | { readonly id: string; readonly failed: string }

const say = (what: string, figures: unknown): void => {
  process.stderr.write(`${what} ${JSON.stringify(figures)}\n`)
}

/** As the page asks: one group after the other, each beside the period before. */
const look = async (clickhouse: Clickhouse, one: Look): Promise<Group[]> => {
  const measure = measureOf(clickhouse)
  const took: Group[] = []
  for (const { id, metrics } of groupsOf(one.board)) {
    const beganMs = performance.now()
    try {
      await measure.board(questionOf(one, metrics))
      took.push({ id, ms: performance.now() - beganMs })
    } catch (error) {
      took.push({ id, failed: String(error) })
    }
  }
  await measure.idle()
  return took
}

const looksOf = async (clickhouse: Clickhouse, looks: readonly Look[]) => {
  const all: Group[][] = []
  for (const one of looks) all.push(await look(clickhouse, one))
  const msOf = (groups: readonly Group[]) => groups.flatMap((group) => ('ms' in group ? [group.ms] : []))
  const wholeMs = all.map((groups) => msOf(groups).reduce((sum, one) => sum + one, 0))
  const failed = all.flat().filter((group) => 'failed' in group)
  return {
    looks: looks.length,
    /** A group of numbers: what one waits for. */
    groupP50Ms: quantile(msOf(all.flat()), 0.5),
    groupP95Ms: quantile(msOf(all.flat()), 0.95),
    wholeP50Ms: quantile(wholeMs, 0.5),
    wholeP95Ms: quantile(wholeMs, 0.95),
    byGroupP50Ms: Object.fromEntries(
      (all[0] ?? []).map(({ id }) => [id, quantile(msOf(all.flat().filter((one) => one.id === id)), 0.5)]),
    ),
    failed: failed.length,
    ...(failed[0] === undefined ? {} : { firstFailure: failed[0] }),
  }
}

/** What the server does while nobody waits: the first time, and a minute later, when most days are known. */
const refreshesOf = async (clickhouse: Clickhouse) => {
  const one: Look = { board: platformBoard, scope: { kind: 'platform' } }
  const took: Record<string, { readonly firstS: number; readonly againS: number }> = {}
  const refresh = async (metrics: readonly string[]): Promise<number> => {
    const asked = measureOf(clickhouse)
    const beganMs = performance.now()
    await asked.prepare(questionOf(one, metrics))
    return Number(((performance.now() - beganMs) / 1000).toFixed(2))
  }
  const firstS: Record<string, number> = {}
  for (const { id, metrics } of groupsOf(platformBoard)) {
    firstS[id] = await refresh(metrics)
    say(`computed the first time: ${id}, seconds`, firstS[id])
  }
  // What is fresh is not computed again.
  await sleep(10_000)
  for (const { id, metrics } of groupsOf(platformBoard)) {
    took[id] = { firstS: firstS[id] ?? 0, againS: await refresh(metrics) }
    say(`computed: ${id}`, took[id])
  }
  const sum = (which: 'firstS' | 'againS') =>
    Number(
      Object.values(took)
        .reduce((all, group) => all + group[which], 0)
        .toFixed(1),
    )
  return { firstS: sum('firstS'), againS: sum('againS'), byGroup: took }
}

const bytesOf = async (clickhouse: Clickhouse): Promise<number> => {
  const [found] = await clickhouse.query<{ bytes: number }>(
    `SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase() AND startsWith(table, 'telemetry')`,
  )
  return Number(found?.bytes ?? 0)
}

/** The embedded engine with all tables, in a folder of its own. */
const openFacts = async (folder: string, name: string): Promise<Clickhouse> => {
  const clickhouse = await openClickhouse({ path: join(folder, 'facts') }, name)
  const migrations = await discoverMigrations(join(import.meta.dirname, '../apps/server/src'))
  const own = migrations.filter(({ engine }) => engine === 'clickhouse')
  for (const { sql } of own.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    for (const statement of splitStatements(sql)) await clickhouse.command(statement)
  }
  return clickhouse
}

const round = async (folder: string, facts: number, looks: number) => {
  const clickhouse = await openFacts(folder, `facts_${facts}`)
  try {
    const crowd = crowdOf(facts)
    const beganMs = performance.now()
    await generate(clickhouse, crowd)
    const generatedS = Math.round((performance.now() - beganMs) / 1000)
    const bytesPerFact = Number(((await bytesOf(clickhouse)) / facts).toFixed(1))
    say(`${facts} facts`, { generatedS, bytesPerFact })
    const creator = await looksOf(
      clickhouse,
      Array.from({ length: looks * 3 }, (_, index) => ({
        board: studioBoard,
        scope: { kind: 'author', authorId: authorName(Math.floor((index * crowd.authors) / (looks * 3))) },
      })),
    )
    say('creator', creator)
    const refresh = await refreshesOf(clickhouse)
    const operator = await looksOf(
      clickhouse,
      Array.from({ length: looks }, () => ({ board: platformBoard, scope: { kind: 'platform' } })),
    )
    say('operator', operator)
    return {
      facts,
      crowd,
      operator,
      creator,
      refresh,
      bytesPerFact,
      peakMemoryMb: await peakMemory(),
      generatedS,
    }
  } finally {
    await clickhouse.command(`DROP DATABASE IF EXISTS facts_${facts} SYNC`)
    await clickhouse.close()
  }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      facts: { type: 'string', default: '1000000,10000000,100000000' },
      looks: { type: 'string', default: '8' },
    },
  })
  const rounds: Awaited<ReturnType<typeof round>>[] = []
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-'))
  try {
    for (const facts of values.facts.split(',').map(Number)) {
      const one = await round(folder, facts, Number(values.looks))
      say('round', one)
      rounds.push(one)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const largest = rounds.at(-1)
  const smallest = rounds[0]
  const value = Math.max(largest?.operator.groupP95Ms ?? 0, largest?.creator.groupP95Ms ?? 0)
  const growth = (which: 'operator' | 'creator') =>
    Number(((largest?.[which].wholeP50Ms ?? 0) / (smallest?.[which].wholeP50Ms ?? 1)).toFixed(1))
  const result = {
    bench: 'boards',
    ok:
      value <= budgetP95Ms && rounds.every(({ operator, creator }) => operator.failed + creator.failed === 0),
    budget: `look at a group of a board over ${largest?.facts ?? 0} facts after a start: p95 at most ${budgetP95Ms} ms (target)`,
    value,
    metrics: { operator: metricsOf(platformBoard).length, creator: metricsOf(studioBoard).length },
    costGrowth: {
      facts: (largest?.facts ?? 0) / (smallest?.facts ?? 1),
      operator: growth('operator'),
      creator: growth('creator'),
      refresh: Number(((largest?.refresh.againS ?? 0) / (smallest?.refresh.againS ?? 1)).toFixed(1)),
    },
    rounds,
    machineLoad: loadavg()[0],
    command: 'npm run bench -- boards',
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

await main()
