// The creator fund at a month of a million qualified views: closing the period (judging, weighing, sharing, committing),
// writing one creator's statement, verifying it; and memory. The views are made, as test-month.ts of the module does.
// Run: npm run bench -- fund [--viewers 100000] [--views 18]
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import {
  closePeriod,
  statementOf,
  statementText,
  verifyStatement,
} from '../apps/server/src/modules/rewards/index.ts'
import { makeMonth } from '../apps/server/src/modules/rewards/test-month.ts'

const budgetSeconds = 60
const statements = 20

const { values } = parseArgs({
  options: { viewers: { type: 'string', default: '100000' }, views: { type: 'string', default: '18' } },
})

/** Time that this thread has worked, in seconds: what else runs on the machine does not count. */
const worked = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000_000
}

const timed = <T>(run: () => T): { readonly made: T; readonly seconds: number } => {
  const began = worked()
  const made = run()
  return { made, seconds: worked() - began }
}

const rounded = (value: number): number => Number(value.toFixed(2))
const mebibytes = (bytes: number): number => Math.round(bytes / 1_048_576)

const main = (): void => {
  const size = {
    seed: 1,
    creators: 2000,
    viewers: Number(values.viewers),
    viewsPerViewer: Number(values.views),
  }
  const month = makeMonth({ ...size, bots: 1000, viewsPerBot: 300 })
  const madeMebibytes = mebibytes(process.memoryUsage().rss)
  const { made: closed, seconds } = timed(() => closePeriod(month))
  const qualified = [...closed.accounts.values()].reduce((sum, account) => sum + account.qualified, 0)
  // The largest statements: they tell most views.
  const largest = [...closed.accounts.values()]
    .toSorted((one, other) => other.views.length - one.views.length)
    .slice(0, statements)
  const writing = timed(() => largest.map(({ creatorId }) => statementText(statementOf(creatorId, closed))))
  const told = largest.reduce((sum, { views }) => sum + views.length, 0)
  const verifying = timed(() => writing.made.map((text) => verifyStatement(text, { root: closed.root }).ok))
  const bytes = writing.made.reduce((sum, text) => sum + text.length, 0)
  const result = {
    bench: 'fund',
    ok: seconds <= budgetSeconds && qualified >= 1_000_000 && verifying.made.every(Boolean),
    budget: `a month of at least a million qualified views is closed in ${budgetSeconds} s of one core`,
    value: rounded(seconds),
    ...{ views: month.views.length, qualified, viewsPerSecond: Math.round(month.views.length / seconds) },
    statements: {
      ...{ count: statements, views: told, bytesPerView: Math.round(bytes / told) },
      largestMebibytes: rounded(Math.max(...writing.made.map(({ length }) => length)) / 1_048_576),
      writtenViewsPerSecond: Math.round(told / writing.seconds),
      verifiedViewsPerSecond: Math.round(told / verifying.seconds),
    },
    memory: {
      factsMebibytes: madeMebibytes,
      peakMebibytes: Math.round(process.resourceUsage().maxRSS / 1024),
    },
    ...{ machineLoad: loadavg()[0], command: 'npm run bench -- fund' },
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

main()
