import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert } from '#platform/assert'
import { systemClock, virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { discoverMigrations, migrate } from '#platform/migrations'
import {
  type Database,
  ensureDatabase,
  openDatabase,
  type PostgresAddress,
  siblingAddress,
  startEmbeddedPostgres,
} from '#platform/postgres'
import { memoryEngine } from './memory-engine.ts'
import { day0Ms } from './test-golden.ts'
import { goldenFaults, runHistory } from './test-histories.ts'
import { mutants } from './test-mutants.ts'
import { overDatabase } from './test-postgres-books.ts'
import { replay } from './test-replay.ts'

export interface SoakOptions {
  readonly first: number
  readonly seeds: number
  readonly steps: number
  readonly say: (line: string) => void
}

const cpuMinutes = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 60_000_000
}

const seedsOf = ({ first, seeds }: SoakOptions): number[] =>
  Array.from({ length: seeds }, (_, at) => first + at)

/** Histories in memory: every invariant after every step, all of them over everything every 50. */
export const soakMemory = (options: SoakOptions) => {
  const faults: string[] = []
  let steps = 0
  const since = process.cpuUsage()
  for (const seed of seedsOf(options)) {
    const history = runHistory({ seed, steps: options.steps })
    steps += history.steps
    faults.push(...history.faults)
    if (seed % 25 === 0 || history.faults.length > 0)
      options.say(`memory, seed ${seed}: ${history.faults[0] ?? 'ok'}`)
  }
  return { steps, faults, stepsPerCpuMinute: Math.round(steps / cpuMinutes(since)) }
}

/** How fast the engine is by itself, with what makes up the histories. */
export const measureMemory = (options: SoakOptions) => {
  const since = process.cpuUsage()
  const steps = seedsOf(options)
    .map((seed) => runHistory({ seed, steps: options.steps, unwatched: true }).steps)
    .reduce((sum, each) => sum + each, 0)
  return { steps, stepsPerCpuMinute: Math.round(steps / cpuMinutes(since)) }
}

/** A database of this name with the tables of the ledger. */
const migrated = async (server: PostgresAddress, name: string): Promise<PostgresAddress> => {
  const log = silentLog()
  await ensureDatabase(server, name)
  const address = siblingAddress(server, name)
  const database = await openDatabase(address, { log, maximumConnections: 2 })
  try {
    const all = await discoverMigrations(join(import.meta.dirname, '../..'))
    const migrations = all.filter(({ engine, name }) => engine === 'postgres' && name.includes('ledger'))
    assert(migrations.length > 0, 'the ledger has migrations')
    await migrate({ migrations, database, clickhouse: null, clock: systemClock(), log })
    return address
  } finally {
    await database.close()
  }
}

const replayOne = async (database: Database, options: { seed: number; steps: number }): Promise<string[]> => {
  const clock = virtualClock(day0Ms)
  const other = overDatabase(database, { clock, ids: seededIds(clock, `soak ${options.seed}`) })
  const { events, faults } = runHistory({ ...options, unwatched: true })
  const differences = await replay(events, { ...other, clock }, 50)
  const { checks } = await other.ledger.verify()
  const broken = checks.flatMap(({ id, ok, detail }) => (ok ? [] : [`${id}: ${detail}`]))
  return [...faults, ...differences, ...broken].map((fault) => `seed ${options.seed}: ${fault}`)
}

/** The same histories in PostgreSQL: outcomes, balances, lots, gifts and holds are those of the books in memory. */
export const soakPostgres = async (options: SoakOptions) => {
  const log = silentLog()
  const dataFolder = await mkdtemp(join(tmpdir(), 'busker-ledger-'))
  const postgres = await startEmbeddedPostgres({ dataFolder, log, clock: systemClock(), durable: false })
  const faults: string[] = []
  try {
    for (const seed of seedsOf(options)) {
      const address = await migrated(postgres.connection, `books_${seed}`)
      const database = await openDatabase(address, { log, maximumConnections: 5 })
      try {
        const found = await replayOne(database, { seed, steps: options.steps })
        faults.push(...found)
        options.say(`PostgreSQL, seed ${seed}: ${found[0] ?? 'the same'}`)
      } finally {
        await database.close()
      }
    }
  } finally {
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  return { histories: options.seeds, steps: options.seeds * options.steps, faults }
}

/** In which way, and how soon, each planted mistake is found. */
export const findMutants = () => {
  const found = mutants.map(({ name, source, make }) => {
    const inExamples = goldenFaults(make).length > 0
    for (let seed = 1; seed <= 10; seed += 1) {
      const { faults, steps } = runHistory({ seed, steps: 3000, make })
      if (faults.length > 0) return { name, source, inExamples, seed, steps }
    }
    return { name, source, inExamples, seed: null, steps: null }
  })
  const real = goldenFaults(memoryEngine).length
  return { found, missed: found.filter(({ inExamples, seed }) => !inExamples && seed === null), real }
}
