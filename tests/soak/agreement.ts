// Random streams of facts: every definition, computed by the engine from compiled SQL and plainly in TypeScript.
// Run: npm run soak -- agreement [--runs N] [--seed N]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runAgreement } from '@busker/metrics/testing'
import { createApp, loadConfig, silentLog, systemClock, systemIds } from '@busker/server'

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '500' }, seed: { type: 'string' } },
  })
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
  process.stderr.write(`seed ${seed}: repeat with --seed ${seed}\n`)
  const began = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'busker-agreement-'))
  const clock = systemClock()
  // An instance of its own for its engine with all tables; nobody watches there.
  const config = loadConfig({ BUSKER_DATA: folder, BUSKER_PORT: '0' })
  const app = await createApp({ config, clock, ids: systemIds(clock), log: silentLog() })
  try {
    const say = (line: string) => process.stderr.write(`${line}\n`)
    const engine = app.engines.clickhouse
    const result = await runAgreement({ engine, seed, runs: Number(values.runs), say })
    const seconds = Math.round((performance.now() - began) / 1000)
    process.stdout.write(`${JSON.stringify({ soak: 'agreement', ...result, seed, seconds })}\n`)
    process.exitCode = result.ok ? 0 : 1
  } finally {
    await app.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
