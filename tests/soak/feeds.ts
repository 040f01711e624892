// Ten thousand made-up pages: what no page may hold, chances that sum to 1, the same log and seed twice, the stated reason,
// the feed without profile, and what a reset leaves. Run: npm run soak -- feeds [--pages N] [--seed N]
import { parseArgs } from 'node:util'
import { judgeFeeds } from '../scenarios/feeds/campaign.ts'

const { values } = parseArgs({
  options: { pages: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const result = judgeFeeds({
  pages: Number(values.pages),
  seed,
  say: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(`${JSON.stringify({ soak: 'feeds', ...result, command: 'npm run soak -- feeds' })}\n`)
process.exitCode = result.ok ? 0 : 1
