// The operator's board and creators' boards over many generated facts: time of a first look (nothing is kept from looks
// before), memory, bytes per fact, and how the time grows with the facts. The facts are generated inside the engine, as
// the settled tables hold them.
// Run: npm run bench -- boards [--facts 1000000,100000000] [--looks 8]
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createMeasure, type BoardQuestion } from '../apps/server/src/modules/measure/index.ts'
import { openClickhouse, type Clickhouse } from '../apps/server/src/platform/clickhouse/index.ts'
import { systemClock } from '../apps/server/src/platform/clock/index.ts'
import { discoverMigrations, splitStatements } from '../apps/server/src/platform/migrations/index.ts'
import { metricsOf, platformBoard, studioBoard, type Board } from '../apps/web/src/features/numbers/boards.ts'
import { authorName, crowdOf, generate, lastDate, pastUntil } from './boards-facts.ts'
import { quantile } from './instance.ts'

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

/** As the page asks: one group after the other, each beside the period before. */
const look = async (clickhouse: Clickhouse, { board, scope }: Look): Promise<number[]> => {
  const measure = createMeasure({ clickhouse, clock: systemClock(), settled })
  const tookMs: number[] = []
  for (const { metrics } of board.groups.filter((group) => group.metrics.length > 0)) {
    const beganMs = performance.now()
    await measure.board({ metrics, scope, ...period, compare: 'previous' })
    tookMs.push(performance.now() - beganMs)
  }
  return tookMs
}

const looksOf = async (clickhouse: Clickhouse, looks: readonly Look[]) => {
  const all: number[][] = []
  for (const one of looks) all.push(await look(clickhouse, one))
  const wholeMs = all.map((groups) => groups.reduce((sum, one) => sum + one, 0))
  return {
    looks: looks.length,
    /** A group of numbers: what one waits for. */
    groupP50Ms: quantile(all.flat(), 0.5),
    groupP95Ms: quantile(all.flat(), 0.95),
    wholeP50Ms: quantile(wholeMs, 0.5),
    wholeP95Ms: quantile(wholeMs, 0.95),
    byGroupP50Ms: (all[0] ?? []).map((_, place) =>
      quantile(
        all.map((groups) => groups[place] ?? 0),
        0.5,
      ),
    ),
  }
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
    process.stderr.write(`${facts} facts generated in ${generatedS} s\n`)
    const operator = await looksOf(
      clickhouse,
      Array.from({ length: looks }, () => ({ board: platformBoard, scope: { kind: 'platform' } })),
    )
    process.stderr.write(`operator ${JSON.stringify(operator)}\n`)
    const creator = await looksOf(
      clickhouse,
      Array.from({ length: looks * 3 }, (_, index) => ({
        board: studioBoard,
        scope: { kind: 'author', authorId: authorName(Math.floor((index * crowd.authors) / (looks * 3))) },
      })),
    )
    process.stderr.write(`creator ${JSON.stringify(creator)}\n`)
    const bytesPerFact = Number(((await bytesOf(clickhouse)) / facts).toFixed(1))
    return { facts, crowd, operator, creator, bytesPerFact, peakMemoryMb: await peakMemory(), generatedS }
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
      process.stderr.write(`${JSON.stringify(one)}\n`)
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
    ok: value <= budgetP95Ms,
    budget: `first look at a group of a board over ${largest?.facts ?? 0} facts: p95 at most ${budgetP95Ms} ms (target)`,
    value,
    metrics: { operator: metricsOf(platformBoard).length, creator: metricsOf(studioBoard).length },
    costGrowth: {
      facts: (largest?.facts ?? 0) / (smallest?.facts ?? 1),
      operator: growth('operator'),
      creator: growth('creator'),
    },
    rounds,
    machineLoad: loadavg()[0],
    command: 'npm run bench -- boards',
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

await main()
