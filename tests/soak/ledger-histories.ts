// Random histories of money over all templates, with requests that come twice, late, in another order or with a used key: every
// invariant after every step in memory, the same histories in PostgreSQL, and planted mistakes that must be found.
// Run: npm run soak -- ledger-histories [--seeds 1000] [--steps 3000] [--postgres 50] [--first SEED]
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import {
  findMutants,
  measureMemory,
  soakMemory,
  soakPostgres,
} from '../../apps/server/src/modules/ledger/test-soak.ts'

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      steps: { type: 'string', default: '3000' },
      postgres: { type: 'string', default: '50' },
      first: { type: 'string', default: '1' },
    },
  })
  const began = performance.now()
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const [first, steps] = [Number(values.first), Number(values.steps)]
  const planted = findMutants()
  say(`planted mistakes: ${planted.found.length - planted.missed.length} of ${planted.found.length} found`)
  const alone = measureMemory({ first, seeds: 20, steps, say })
  const memory = soakMemory({ first, seeds: Number(values.seeds), steps, say })
  const postgres = await soakPostgres({ first, seeds: Number(values.postgres), steps, say })
  const ok = memory.faults.length + postgres.faults.length + planted.missed.length + planted.real === 0
  const report = {
    ...{ soak: 'ledger-histories', ok, firstSeed: first, seeds: Number(values.seeds), stepsOfEach: steps },
    ...{ memory, alone, postgres, planted: planted.found, missed: planted.missed },
    ...{ seconds: Math.round((performance.now() - began) / 1000), machineLoad: loadavg()[0] },
    command: 'npm run soak -- ledger-histories',
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
  process.exitCode = ok ? 0 : 1
}

await main()
