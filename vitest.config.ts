import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSequencer, type TestSpecification, type Vitest } from 'vitest/node'

const seconds = 1000
const outside = ['**/node_modules/**', '**/dist/**']
/** Pure: no engine, no clock, no file. */
const rulesOfServer = 'apps/server/src/**/rules/**/*.test.ts'

/**
 * Begun last, each of these would run alone at the end. Vitest goes by the times of the last run, and without one (a
 * fresh clone) by the size of the file, which says nothing about them.
 */
const slowest = [
  ...['media-corpus', 'uploads', 'start-stop', 'kill'],
  ...['uploading', 'every-page', 'playing', 'watching'],
  ...['same-numbers', 'pipeline', 'agency', 'agency-kill', 'without-ffmpeg', 'embedded', 'feed'],
]

/** The usual order within each project, the slowest files first. */
class SlowestFirst implements TestSequencer {
  private readonly usual: BaseSequencer
  constructor(context: Vitest) {
    this.usual = new BaseSequencer(context)
  }
  shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return this.usual.shard(files)
  }
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = slowest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
      return rank === -1 ? slowest.length : rank
    }
    const projects = Map.groupBy(await this.usual.sort(files), ({ project }) => project.name)
    return [...projects.values()].flatMap((own) => own.toSorted((one, other) => rankOf(one) - rankOf(other)))
  }
}

/**
 * `npm test` runs every project, group after group: the rules and stores first, then whole servers that are killed, then
 * browsers. One project: `vitest run --project server`.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.{ts,tsx}', 'apps/web/**/*.test.{ts,tsx}', rulesOfServer],
          exclude: outside,
          pool: 'forks',
          // Nothing here leaves anything behind, and a process for each of so many small files takes longer than they do.
          isolate: false,
          // A law takes its time on a busy machine.
          testTimeout: 20 * seconds,
        },
      },
      {
        test: {
          // Forks, because the embedded ClickHouse admits one folder per process.
          name: 'server',
          include: ['apps/server/**/*.test.ts'],
          exclude: [...outside, rulesOfServer],
          pool: 'forks',
          globalSetup: ['apps/server/src/testing/global-setup.ts'],
          testTimeout: 20 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          // What reaches ClickHouse, once more over HTTP: against CLICKHOUSE_URL, else against the engine behind a front.
          name: 'network',
          include: [
            'apps/server/src/platform/clickhouse/clickhouse.test.ts',
            // Without a server the agreement of random streams says enough about the way.
            `apps/server/src/modules/measure/${process.env['CLICKHOUSE_URL'] ? '{golden,agreement}' : 'agreement'}.test.ts`,
            'apps/server/src/modules/telemetry/{once,settle}.test.ts',
          ],
          pool: 'forks',
          globalSetup: ['apps/server/src/testing/network-setup.ts'],
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: 'tidy',
          include: ['tests/tidy/**/*.test.ts'],
          exclude: outside,
          pool: 'forks',
          testTimeout: 60 * seconds,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['tests/scenarios/**/*.test.ts'],
          exclude: outside,
          pool: 'forks',
          sequence: { groupOrder: 1 },
          testTimeout: 300 * seconds,
          hookTimeout: 120 * seconds,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: outside,
          pool: 'forks',
          globalSetup: ['tests/e2e/stage/global-setup.ts'],
          // Two browsers at a time: they wait more than they work.
          sequence: { groupOrder: 2 },
          testTimeout: 300 * seconds,
          hookTimeout: 300 * seconds,
        },
      },
    ],
  },
})
