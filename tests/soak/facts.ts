// Kills the server 20 times while single reports and batches come in, and checks that every acknowledged one is there once.
// Run: npm run soak -- facts [--seed N] [--kills N] [--single N senders] [--batch N senders] [--size N reports in a batch]
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { runFacts } from '../scenarios/facts/campaign.ts'

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      kills: { type: 'string', default: '20' },
      single: { type: 'string', default: '4' },
      batch: { type: 'string', default: '4' },
      size: { type: 'string', default: '50' },
    },
  })
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  process.stderr.write(`seed ${seed}: repeat with --seed ${seed}\n`)
  const result = await runFacts({
    ...{ seed, kills: Number(values.kills), batchSize: Number(values.size) },
    senders: { single: Number(values.single), batch: Number(values.batch) },
    say: (line) => process.stderr.write(`${line}\n`),
  })
  const report = { soak: 'facts', ...result, machineLoad: loadavg()[0], command: 'npm run soak -- facts' }
  process.stdout.write(`${JSON.stringify(report)}\n`)
  process.exitCode = result.ok ? 0 : 1
}

await main()
