// 1,000 uploads of clips of 2 to 3 s with 100 kills of server, worker and client: nothing lost, doubled or stuck.
// Run: npm run soak -- uploads [--seed N] [--uploads N] [--kills N]
import { parseArgs } from 'node:util'
import { runUploads } from '../scenarios/uploads/campaign.ts'

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      uploads: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '100' },
    },
  })
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  process.stderr.write(`seed ${seed}: repeat with --seed ${seed}\n`)
  const result = await runUploads({
    ...{ seed, uploads: Number(values.uploads), kills: Number(values.kills) },
    say: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exitCode = result.ok ? 0 : 1
}

await main()
