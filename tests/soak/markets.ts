// Seeded markets over all regions: their files of two moments, read by the real reader and settled by the real rules in any
// order of import, beside what is true of them at each moment, to the smallest unit.
// Run: npm run soak -- markets [--seeds 200] [--first SEED] [--orders 60]
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { filesOf, makeMarket, truthOf, type Market } from '../../apps/server/src/demo/index.ts'
import {
  differencesFrom,
  fingerprintOf,
  momentsOf,
  readMarketFile,
  settleFiles,
  type ReadFile,
} from '../../apps/server/src/modules/outside/test-markets.ts'
import { seededChance } from '../scenarios/chance.ts'

const regions = ['US', 'UK', 'VN', 'ID', 'TH', 'MY'] as const
/** So many differences of a market are named; the first tell the kind. */
const mostNamed = 5

const exportsAt = async (market: Market, asOf: number): Promise<ReadFile[]> => {
  const files = await filesOf(market, { asOf })
  const read: ReadFile[] = []
  for (const file of files) read.push(await readMarketFile(file))
  return read
}

const refusedIn = (files: readonly ReadFile[]): string[] =>
  files.flatMap(({ name, refused }) => (refused === 0 ? [] : [`${name}: ${refused} lines refused`]))

/** What is not as it was made, and how many lines were compared. */
const tryMarket = async (seed: number, market: Market) => {
  const chance = seededChance(seed)
  const shuffled = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, place: chance.integer(1_000_000) }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ item }) => item)
  const [earlierMs, laterMs] = momentsOf(market)
  const [earlier, later] = [await exportsAt(market, earlierMs), await exportsAt(market, laterMs)]
  const truths = {
    earlier: truthOf(market, { asOf: earlierMs }),
    later: truthOf(market, { asOf: laterMs }),
  }
  const all = settleFiles([...earlier, ...later])
  const again = settleFiles(shuffled([...earlier, ...later, ...earlier]))
  const differences = [
    ...refusedIn([...earlier, ...later]),
    ...differencesFrom(all, truths.later),
    ...(fingerprintOf(again) === fingerprintOf(all) ? [] : ['another order of import settles differently']),
    // What is left when the later files are undone.
    ...differencesFrom(settleFiles(shuffled(earlier)), truths.earlier).map((one) => `earlier: ${one}`),
  ]
  return { differences, lines: truths.earlier.lines.length + truths.later.lines.length }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '200' },
      first: { type: 'string', default: '1' },
      orders: { type: 'string', default: '60' },
    },
  })
  const [seeds, first, orders] = [values.seeds, values.first, values.orders].map(Number)
  const began = performance.now()
  const differences: string[] = []
  let lines = 0
  for (let seed = first ?? 1; seed < (first ?? 1) + (seeds ?? 200); seed += 1) {
    const region = regions[seed % regions.length] ?? 'US'
    const market = makeMarket({ seed, region, orders: orders ?? 60 })
    const tried = await tryMarket(seed, market)
    lines += tried.lines
    const named = tried.differences.slice(0, mostNamed).map((one) => `${region} ${seed}: ${one}`)
    differences.push(...named)
    process.stderr.write(named.length === 0 ? `${region} ${seed}: ok\n` : `${named.join('\n')}\n`)
  }
  const report = {
    ...{ soak: 'markets', ok: differences.length === 0, seeds, firstSeed: first, regions: regions.length },
    ...{ orders, lines, differences, seconds: Math.round((performance.now() - began) / 1000) },
    ...{ machineLoad: loadavg()[0], command: 'npm run soak -- markets' },
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
  process.exitCode = report.ok ? 0 : 1
}

await main()
