// Time from the command to the first answered request: first start (makes the databases), second, and up to the 20th.
// Run: npm run bench -- start
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../tests/scenarios/server-process.ts'
import { quantile } from './quantile.ts'

const starts = 20
const longestMs = 80_000
const budgetMs = 6000

const startOnce = async (dataFolder: string) => {
  const beganMs = performance.now()
  const server = startServer({ dataFolder })
  try {
    const address = await server.ready
    const answer = await fetch(new URL('/healthz', address))
    if (answer.status !== 200) throw new Error(`/healthz was answered ${answer.status}`)
    const readyMs = Math.round(performance.now() - beganMs)
    const stopBeganMs = performance.now()
    const end = await server.stop()
    if (end.code !== 0) throw new Error(`the server did not end well: ${server.output()}`)
    return { readyMs, stopMs: Math.round(performance.now() - stopBeganMs) }
  } finally {
    await server.kill()
  }
}

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-'))
  try {
    const began = performance.now()
    const rounds = []
    for (let count = 0; count < starts && performance.now() - began < longestMs; count += 1) {
      rounds.push(await startOnce(join(folder, 'data')))
    }
    const readyMs = rounds.map((round) => round.readyMs)
    const value = readyMs[1] ?? 0
    const result = {
      bench: 'start',
      ok: value <= budgetMs,
      budget: `second start at most ${budgetMs} ms`,
      value,
      firstMs: readyMs[0],
      lastMs: readyMs.at(-1),
      medianLaterMs: quantile(readyMs.slice(1), 0.5),
      starts: readyMs.length,
      medianStopMs: quantile(
        rounds.map(({ stopMs }) => stopMs),
        0.5,
      ),
      machineLoad: loadavg()[0],
      command: 'npm run bench -- start',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
