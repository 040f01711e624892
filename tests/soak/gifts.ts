// 200 clients give 10 000 gifts at once while server and PostgreSQL are killed 30 times; then the books are judged.
// Run: npm run soak -- gifts [--seed N] [--clients N] [--gifts N of each] [--kills N]
import { parseArgs } from 'node:util'
import { runGiftCampaign } from '../scenarios/gifts/campaign.ts'

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      clients: { type: 'string', default: '200' },
      gifts: { type: 'string', default: '50' },
      kills: { type: 'string', default: '30' },
    },
  })
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  process.stderr.write(`seed ${seed}: repeat with --seed ${seed}\n`)
  const gifts = Number(values.gifts)
  const result = await runGiftCampaign({
    ...{ seed, clients: Number(values.clients), gifts, coins: gifts - 2, kills: Number(values.kills) },
    say: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = result.ok ? 0 : 1
}

await main()
