import { defineConfig } from 'vitest/config'

const seconds = 1000
const outside = ['**/node_modules/**', '**/dist/**']

/**
 * `npm test` runs every project, group after group: the rules and stores first, then whole servers that are killed, then
 * browsers. One project: `vitest run --project server`.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.{ts,tsx}', 'apps/web/**/*.test.{ts,tsx}'],
          exclude: outside,
          pool: 'forks',
        },
      },
      {
        test: {
          // Forks, because the embedded ClickHouse admits one folder per process.
          name: 'server',
          include: ['apps/server/**/*.test.ts'],
          exclude: outside,
          pool: 'forks',
          globalSetup: ['apps/server/src/testing/global-setup.ts'],
          testTimeout: 20 * seconds,
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
